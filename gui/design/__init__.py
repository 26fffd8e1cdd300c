"""How it looks: colours, type, distances, motion."""
