"""What Tiescope does without a window."""
