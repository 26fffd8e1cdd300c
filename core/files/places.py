"""Where Tiescope keeps what nobody has named a place for: runs that could not be saved elsewhere, and the log."""

from __future__ import annotations

from pathlib import Path

from platformdirs import PlatformDirs

_DIRS = PlatformDirs("tiescope", appauthor=False)


def kept_runs() -> Path:
    """The folder of runs that could not be saved where they should; it may not exist yet."""
    return _DIRS.user_state_path / "runs"


def logs() -> Path:
    """The folder of the log; it may not exist yet."""
    return _DIRS.user_log_path
