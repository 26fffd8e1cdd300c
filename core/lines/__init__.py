"""How a window reaches an engine. Another way is a file here, a function and a line below.

Imported when it is chosen: nobody waits for what the other way needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.experiment import Experiment
from core.lines.base import Line

__all__ = ["LINES", "Line"]


def _thread(lanes: tuple[Experiment, ...], **options: Any) -> Line:
    from core.lines.thread import ThreadLine

    return ThreadLine(lanes, **options)


def _process(lanes: tuple[Experiment, ...], **options: Any) -> Line:
    from core.lines.process import ProcessLine

    return ProcessLine(lanes, **options)


LINES: dict[str, Callable[..., Line]] = {"thread": _thread, "process": _process}
