"""The thread that trains, and all that belongs to it."""
