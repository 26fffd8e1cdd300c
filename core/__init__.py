"""The autoencoder and its training. Knows nothing of Qt, ever."""

import os

# To be set before NumPy is imported, which every module below does sooner or later. Its threads wait for each other by
# spinning: with another program on the cores, the principal components of the digits were measured to take 5 to 10
# seconds with two of them, and 0.2 with one. What is large is mostly done by torch, whose threads are limited apart.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
