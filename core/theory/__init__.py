"""What linear networks must do."""
