"""The file formats that data are read from, by name. A new one is a file here and a line below."""

from __future__ import annotations

from pathlib import Path

from core.datasets.readers import npz
from core.datasets.readers.base import HEAD, Content, Reader
from core.errors import TiescopeError

__all__ = ["READERS", "Content", "Reader", "read", "reader_of"]

READERS: dict[str, Reader] = {reader.name: reader for reader in (npz.NPZ,)}


def reader_of(path: Path) -> Reader:
    """The reader for a file, by its first bytes and, where these leave a choice or say nothing, by its suffix.

    Raises:
        TiescopeError: if the file can't be read, or no reader is for it.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise TiescopeError(f"{path} can't be read: {error.strerror}.") from error
    suffix = path.suffix.lower()
    by_content = [reader for reader in READERS.values() if reader.recognises(head)]
    by_suffix = [reader for reader in by_content or READERS.values() if suffix in reader.suffixes]
    for reader in (*by_suffix, *by_content):
        return reader
    allowed = ", ".join(suffix for reader in READERS.values() for suffix in reader.suffixes)
    raise TiescopeError(f"{path} is not a file of data that Tiescope knows: allowed are {allowed}.")


def read(path: Path) -> Content:
    """What is in a file of data of any kind that has a reader.

    Raises:
        TiescopeError: if it can't be read.
    """
    return reader_of(path).read(path)
