"""NumPy's linear algebra has one thread in this program; programs that this one starts have as many as they like."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import os
import core.datasets
from threadpoolctl import threadpool_info
print(*(pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"))
print(*(name for name in os.environ if name.endswith("_NUM_THREADS")))
"""


def test_this_process_has_one_thread_and_its_children_are_free() -> None:
    free = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=Path(__file__).parents[2],
        env=free,
        capture_output=True,
        encoding="utf-8",
        timeout=100,
        check=True,
    )
    threads, variables = done.stdout.splitlines()
    # Where NumPy has a linear algebra that can't be asked (Apple's), there is none to be listed.
    assert set(threads.split()) <= {"1"}
    assert variables == ""
