"""What works on this machine and what to install if not: versions, device, data."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version

from core import datasets, logs
from core.command_line.version import version
from core.errors import TiescopeError
from core.experiment import Experiment

LIBRARIES = ("torch", "numpy", "PySide6-Essentials", "pyqtgraph", "pydantic", "safetensors", "tomli-w", "platformdirs")


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's report."""

    subject: str
    text: str
    works: bool = True


def findings() -> Iterator[Finding]:
    """Everything but the window, which core knows nothing of; one by one, as some take a while."""
    yield Finding("Tiescope", version())
    yield Finding("Python", f"{platform.python_version()}, {sys.executable}, {platform.platform()}")
    for library in LIBRARIES:
        yield _library(library)
    yield _device()
    for name in datasets.DATASETS:
        yield _data(name)
    yield Finding("log", str(logs.place() or "can't be written; it is done without"))


def _library(name: str) -> Finding:
    try:
        return Finding(name, installed_version(name))
    except PackageNotFoundError:
        return Finding(name, f"is missing; install it with 'pip install {name}'", works=False)


def _device() -> Finding:
    try:
        from core.engine import device
    except (ImportError, OSError) as error:
        cause = str(error).partition("\n")[0]
        return Finding("device", f"torch can't be loaded ({cause}); install it again with pip", works=False)
    best = device.pick()
    return Finding("device", f"{device.title(best)} (of {', '.join(device.available())})")


def _data(name: str) -> Finding:
    try:
        data = datasets.load(name, Experiment(dataset=name).options)
    except (TiescopeError, OSError, ValueError, KeyError) as error:
        return Finding(f"data {name}", f"can't be read: {error}", works=False)
    rows, columns = data.facts.shape
    return Finding(f"data {name}", f"{len(data.train)} + {len(data.validation)} examples of {rows}×{columns}")
