"""For all tests: no screen is needed (set QT_QPA_PLATFORM to run on one), and a busy machine is no failure."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("tiescope", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tiescope")
