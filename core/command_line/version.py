"""Which Tiescope this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version


def version() -> str:
    """As ``pyproject.toml`` has it; a function, because reading the metadata takes time that a start has not."""
    try:
        return installed_version("tiescope")
    except PackageNotFoundError:
        return "not installed"
