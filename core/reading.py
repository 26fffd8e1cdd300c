"""The bytes of a file that anybody may have named: only of a real file, and never more than is asked for."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from core.errors import TiescopeError

KINDS = {
    stat.S_IFDIR: "it is a directory, not a file",
    stat.S_IFIFO: "it is a pipe, not a file",
    stat.S_IFCHR: "it is a device, not a file",
    stat.S_IFBLK: "it is a device, not a file",
    stat.S_IFSOCK: "it is a socket, not a file",
}
# Opening a pipe that nobody writes into would wait for ever.
WITHOUT_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_start(path: Path, limit: int) -> tuple[bytes, int]:
    """The first ``limit`` bytes, or all if there are fewer, and the size of the whole file.

    Raises:
        TiescopeError: if it is no regular file or can't be read.
    """
    try:
        # Asked before it is opened, too: some devices act as soon as they are.
        problem = no_file(path.stat().st_mode)
        if problem is None:
            with os.fdopen(os.open(path, os.O_RDONLY | WITHOUT_WAITING), "rb") as file:
                status = os.fstat(file.fileno())
                problem = no_file(status.st_mode)
                if problem is None:
                    return file.read(limit), status.st_size
    except OSError as error:
        problem = error.strerror or type(error).__name__
    except ValueError:
        problem = "no file can have this name"  # a zero byte in it
    raise TiescopeError(f"{path} can't be read: {problem}.")


def no_file(mode: int) -> str | None:
    """Why something of this ``st_mode`` is no regular file; ``None`` if it is one."""
    return None if stat.S_ISREG(mode) else KINDS.get(stat.S_IFMT(mode), "it is not a regular file")
