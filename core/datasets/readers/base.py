"""What a reader of a file format is, and what it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

HEAD = 64  # bytes at the beginning of a file by which its format is recognised


@dataclass(frozen=True, eq=False)
class Content:
    """What a file holds, as it lies there: neither scaled nor split."""

    examples: npt.NDArray[Any]  # (n, …) whole or floating-point numbers
    labels: npt.NDArray[np.uint8] | None = None  # (n,)


@dataclass(frozen=True)
class Reader:
    """One file format. ``read`` raises TiescopeError for a file that is not as it should be, naming the file."""

    name: str
    title: str
    suffixes: tuple[str, ...]  # in small letters, with the dot
    recognises: Callable[[bytes], bool]  # from the first HEAD bytes; False for a format without a mark of its own
    read: Callable[[Path], Content]
