"""What is computed, as mathematics: the formula of an experiment, in print, in plain text and in words."""
