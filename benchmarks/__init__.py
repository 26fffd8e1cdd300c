"""Measurements, each of two or more things in one run: ``python -m benchmarks.NAME``. See README.md."""
