"""What crosses the wall between engine and window: plain data."""
