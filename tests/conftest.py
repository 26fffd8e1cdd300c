"""For all tests: no screen is needed (set QT_QPA_PLATFORM to run on one), and a busy machine is no failure."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Products this small gain nothing from threads, and on a busy machine threads wait for each other.
for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

settings.register_profile("tiescope", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tiescope")
