"""Whether a file can be written: to be known before the work, not after it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from core.errors import TiescopeError
from core.files import atomic
from core.printable import short
from core.reading import no_file

RUN = ".safetensors"


def check_run(argument: str, path: Path, experiment: Path | None = None) -> None:
    """Raises TiescopeError if no run can be saved at ``path``, which must not be its own ``experiment``'s file."""
    if path.suffix.lower() != RUN:
        raise TiescopeError(f"{argument} must be a file that ends in {RUN}, not {path}.", argument)
    check(argument, path)
    if experiment is not None and path.exists() and path.samefile(experiment):
        raise TiescopeError(
            f"{argument} must not be the experiment's own file, {path}: it would be overwritten.", argument
        )


def check(argument: str, path: Path) -> None:
    """Raises TiescopeError if no file can be written at ``path``; what ``argument`` names it."""
    problem = _problem(path)
    if problem:
        raise TiescopeError(f"{argument} must be a file that can be written, not {path}: {problem}.", argument)


def _problem(path: Path) -> str | None:
    try:
        target = path.resolve()
        if not target.parent.is_dir():
            return f"there is no folder {target.parent if path.is_symlink() else path.parent} to write it in"
        status = target.stat() if target.exists() else None
        if status is not None:
            problem = no_file(status.st_mode)
            if problem:
                return problem
            # The superuser may write everything, but what was protected was protected on purpose.
            if not os.access(target, os.W_OK) or not stat.S_IMODE(status.st_mode) & 0o222:
                return "it is there and may not be written to"
        atomic.try_beside(target)
    except OSError as error:
        return error.strerror or type(error).__name__
    except RuntimeError:
        return "its links lead round in a circle"
    except ValueError:
        return f"no file can be called {short(path.name)}"
    return None
