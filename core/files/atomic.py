"""Files replaced whole: a crash, a full disk or a killed process leaves what was there."""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import shutil
from collections.abc import Iterator
from pathlib import Path


def replace(path: Path, content: bytes) -> None:
    """Write beside and rename. A link is followed, and the permissions of what is replaced are kept.

    Raises:
        OSError: if it can't be written; what was there is still there.
    """
    target = path.resolve()
    _sweep(target)
    temporary = _temporary(target, os.getpid())
    try:
        with temporary.open("wb") as file:
            _keep_owner_and_mode(target, temporary)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    _make_lasting(target.parent)


def try_beside(path: Path) -> None:
    """Raises OSError if no file can be written beside ``path``, found out by really doing it."""
    target = path.resolve()
    with contextlib.suppress(FileNotFoundError):
        target.lstat()  # says whether the name itself is too long for this file system
    temporary = _temporary(target, os.getpid())
    temporary.open("wb").close()
    temporary.unlink()


def _temporary(target: Path, process: int) -> Path:
    # Of one length whatever the target is called, and apart from those of other machines that write to the same
    # folder: whether their processes live can't be known here.
    digest = hashlib.sha256(f"{platform.node()}/{target.name}".encode(errors="surrogatepass")).hexdigest()
    return target.with_name(f".tiescope-{digest[:16]}-{process}.tmp")


def _sweep(target: Path) -> None:
    """Remove what saves that were killed have left of this target."""
    for left, process in _left_over(target):
        if not _alive(process):
            with contextlib.suppress(OSError):
                left.unlink()


def _left_over(target: Path) -> Iterator[tuple[Path, int]]:
    start, _, end = _temporary(target, 0).name.rpartition("0")
    for left in target.parent.glob(f"{start}*{end}"):
        process = left.name.removeprefix(start).removesuffix(end)
        if process.isascii() and process.isdecimal():
            yield left, int(process)


def _alive(process: int) -> bool:
    if os.name == "nt":
        # There, asking is ending: os.kill with 0 would terminate it.
        return _alive_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        pass  # it is somebody else's
    return True


def _alive_on_windows(process: int) -> bool:
    import ctypes

    system = getattr(ctypes, "windll").kernel32  # noqa: B009 - the attribute is there on Windows only
    may_wait, timed_out = 0x00100000, 0x102
    handle = system.OpenProcess(may_wait, False, process)
    if not handle:
        return False
    alive = system.WaitForSingleObject(handle, 0) == timed_out
    system.CloseHandle(handle)
    return bool(alive)


def _keep_owner_and_mode(target: Path, temporary: Path) -> None:
    # Not every file system has owners and modes, and not everybody may set them.
    with contextlib.suppress(OSError):
        status = target.stat()
        if hasattr(os, "chown"):
            with contextlib.suppress(OSError):
                os.chown(temporary, status.st_uid, status.st_gid)
        shutil.copymode(target, temporary)


def _make_lasting(folder: Path) -> None:
    """The new name survives a power cut only once its folder is written, too."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
