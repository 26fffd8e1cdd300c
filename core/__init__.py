"""The autoencoder and its training. Knows nothing of Qt, ever."""
