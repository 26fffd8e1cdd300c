"""Several lanes side by side: what they are called, how they stand, and how a race begins."""
