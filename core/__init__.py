"""The autoencoder and its training. Knows nothing of Qt, ever."""

import numpy as np  # noqa: F401 (its linear algebra must have been loaded to be limited)
from threadpoolctl import threadpool_limits

# For this process alone, not for its children as an environment variable would. The threads of NumPy's linear algebra
# wait for each other by spinning: with another program on both cores, the principal components of the digits were
# measured to take 8 to 18 seconds with two of them, and 1 with one; the filters of deep layers are such products, too,
# on the window's thread. What is large is mostly done by torch, whose threads are limited apart.
threadpool_limits(limits=1, user_api="blas")
