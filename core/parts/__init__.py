"""What may be asked of a lane."""
