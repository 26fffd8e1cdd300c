"""From arrays to pixels."""
