"""What a lane has been: states that are kept of it, and the ways back and forth between them."""
