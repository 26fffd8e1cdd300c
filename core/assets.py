"""Where the files that ship with the app are."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from core.errors import TiescopeError


def asset(name: str) -> Path:
    """The path of a file in ``assets/``, such as ``data/mnist_5k.npz``.

    Raises:
        TiescopeError: if it is not there, which means a damaged installation.
    """
    path = Path(str(files("assets"))) / name
    if not path.is_file():
        raise TiescopeError(f"The file {path} is missing; install Tiescope again.")
    return path
