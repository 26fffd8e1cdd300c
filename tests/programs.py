"""The program as a shell starts it: a process of its own, with the signals that a person's terminal gives it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
# A shell ignores SIGINT in its background jobs, and a test may be run in one: what is started here hears it.
LISTEN = """
import signal, sys
for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"):
    signal.signal(getattr(signal, name), signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL)
from tiescope import main
sys.exit(main())
"""
PATIENCE = 100  # seconds: only a hang is a failure


def command(*words: str) -> list[str]:
    """``tiescope`` with these words."""
    return [sys.executable, "-c", LISTEN, *words]


def environment(**changes: str) -> Mapping[str, str]:
    """Ours, in which the program is found from every folder."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **changes}


def tiescope(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run it to its end."""
    settings: dict[str, Any] = {"capture_output": True, "env": environment(), **options}
    return subprocess.run(command(*words), encoding="utf-8", timeout=PATIENCE, check=False, **settings)


def started(*words: str, **options: Any) -> subprocess.Popen[str]:
    """Start it; whoever does has to wait for it."""
    settings: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": environment(), **options}
    return subprocess.Popen(command(*words), encoding="utf-8", **settings)


def in_a_shell(words: Sequence[str], redirection: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run it as ``tiescope WORDS REDIRECTION`` in a shell."""
    settings: dict[str, Any] = {"capture_output": True, "env": environment(), **options}
    script = f'exec "$@" {redirection}'
    return subprocess.run(
        ["/bin/sh", "-c", script, "sh", *command(*words)], encoding="utf-8", timeout=PATIENCE, check=False, **settings
    )


SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name)]
