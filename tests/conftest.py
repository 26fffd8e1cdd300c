"""For all tests: no screen is needed (set QT_QPA_PLATFORM to run on one), and a busy machine is no failure."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The log and the runs that are put aside are the tests' own.
STATE = tempfile.mkdtemp(prefix="tiescope-tests-")
atexit.register(shutil.rmtree, STATE, ignore_errors=True)
os.environ["XDG_STATE_HOME"] = STATE
# Products this small gain nothing from threads, and on a busy machine threads wait for each other.
for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

settings.register_profile("tiescope", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tiescope")
