"""The doctor's finding about the window: can Qt start here?"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

from core.command_line.doctor import Finding
from gui.start import platform_check

PATIENCE = 60  # seconds; a cold disk may need many


def window_finding() -> Finding:
    """Checks what can be checked from here, then really starts Qt, in a process of its own."""
    problem = platform_check.problem()
    if problem:
        return Finding("window", problem, works=False)
    probe = find_spec("gui.start.platform_probe")
    assert probe is not None
    assert probe.origin is not None
    # -P: the folder of the script must not become a place to import from.
    command = [sys.executable, "-P", probe.origin]
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return Finding("window", f"Qt did not start within {PATIENCE} seconds", works=False)
    if done.returncode:
        return Finding("window", "Qt can't start: " + " ".join(done.stderr.split()), works=False)
    return Finding("window", done.stdout.strip())
