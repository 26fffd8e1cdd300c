"""NumPy's archives: ``images`` with an example in each row, and ``labels`` if there are any. Never pickled ones."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib.npyio import NpzFile

from core.datasets.readers.base import Content, Reader
from core.errors import TiescopeError

EXAMPLES, LABELS = "images", "labels"


def read(path: Path) -> Content:
    """The two arrays of an archive.

    Raises:
        TiescopeError: if there are no examples in it, or what is there is not as described.
    """
    arrays = _arrays(path)
    if EXAMPLES not in arrays:
        raise TiescopeError(f"{path} has no array called {EXAMPLES}, in which an .npz file must have its examples.")
    examples, labels = arrays[EXAMPLES], arrays.get(LABELS)
    if examples.dtype.kind not in "uif" or examples.ndim < 2 or not examples.size:
        raise TiescopeError(
            f"{EXAMPLES} in {path} must be numbers with an example in each row, not {examples.dtype} of the shape "
            f"{examples.shape}."
        )
    if labels is not None and (labels.dtype != np.uint8 or labels.shape != examples.shape[:1]):
        raise TiescopeError(
            f"{LABELS} in {path} must be one uint8 for each of the {len(examples)} examples, not {labels.dtype} of the "
            f"shape {labels.shape}."
        )
    return Content(examples, labels)


def _arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    try:
        with _archive(path) as archive:
            arrays = {name: archive[name] for name in (EXAMPLES, LABELS) if name in archive}
    except (OSError, ValueError, EOFError, MemoryError, NotImplementedError, zipfile.BadZipFile, zlib.error) as error:
        reason = getattr(error, "strerror", None) or "it is damaged, has pickled objects, or is no archive of NumPy's"
        raise TiescopeError(f"{path} can't be read: {reason}.") from error
    # What is in the archive but no array comes as bytes.
    return {name: array for name, array in arrays.items() if isinstance(array, np.ndarray)}


def _archive(path: Path) -> NpzFile:
    archive = np.load(path, allow_pickle=False)
    if not isinstance(archive, NpzFile):
        raise ValueError("one array alone")
    return archive


NPZ = Reader("npz", "NumPy archive", (".npz",), lambda head: head.startswith(b"PK\x03\x04"), read)
