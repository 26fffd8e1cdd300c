"""Measurements, each of two or more things in one run: ``python -m benchmarks.NAME``. See README.md."""

import core  # noqa: F401  first: it limits NumPy's threads, which is too late once torch has imported NumPy
