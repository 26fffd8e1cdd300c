"""A film of the window: its pictures, the keys that are pressed in it, and the file they end in."""
