"""Where Tiescope keeps what nobody has named a place for: runs that could not be saved elsewhere, and the log."""

from __future__ import annotations

import tempfile
from pathlib import Path

from platformdirs import PlatformDirs

_DIRS = PlatformDirs("tiescope", appauthor=False)


def kept_runs() -> Path:
    """The folder of runs that could not be saved where they should; it may not exist yet."""
    return _absolute(_DIRS.user_state_path) / "runs"


def logs() -> Path:
    """The folder of the log; it may not exist yet."""
    return _absolute(_DIRS.user_log_path)


def _absolute(folder: Path) -> Path:
    # Who has no home, as in many containers, has a folder called "~" beside whatever is worked on: better none.
    return folder if folder.is_absolute() else Path(tempfile.gettempdir()) / "tiescope"
