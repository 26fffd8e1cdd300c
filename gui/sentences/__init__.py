"""What is seen, and what to press next, in one sentence."""
