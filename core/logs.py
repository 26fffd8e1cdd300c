"""The log: always a small file in the state folder, and with ``--debug`` standard error as well.

Categories are the rooms: ``core.engine.session`` is logged as ``engine``.
"""

from __future__ import annotations

import contextlib
import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from core.files import places
from core.printable import printable

OURS = ("core", "gui")
SIZE, OLDER = 256 * 1024, 2  # bytes of a file, and how many older ones are kept

_handlers: list[logging.Handler] = []


class _Lines(logging.Formatter):
    """A line says when, how grave, which room and what; nothing in it can steer a terminal."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(process)d %(levelname)s %(room)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        parts = record.name.split(".")
        record.room = parts[1] if parts[0] in OURS and len(parts) > 1 else record.name
        return "\n".join(printable(line) for line in super().format(record).split("\n"))


class _File(RotatingFileHandler):
    """A log that can't be written is no reason to stop, or to say anything."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        pass


class _Stream(logging.StreamHandler):  # type: ignore[type-arg]
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        pass


def start(*, debug: bool = False) -> None:
    """Begin to log; again with other settings if need be."""
    _stop()
    level = logging.DEBUG if debug else logging.INFO
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    # What libraries warn of is of no use to a person, but perhaps to whoever reads the log.
    logging.captureWarnings(True)
    _add(_file())
    if debug:
        _add(_Stream(sys.stderr))


def started() -> bool:
    """Whether there is a log."""
    return bool(_handlers)


def debugging() -> bool:
    """Whether everything is logged."""
    return logging.getLogger(OURS[0]).isEnabledFor(logging.DEBUG)


def place() -> Path | None:
    """The file that is written; ``None`` if none can be."""
    return next((Path(each.baseFilename) for each in _handlers if isinstance(each, _File)), None)


def details() -> str:
    """For the end of a sentence on something unexpected: where there is more about it."""
    file = place()
    return f"the log has more: {file}" if file else "start with --debug to see more"


def _file() -> logging.Handler:
    try:
        folder = places.logs()
        folder.mkdir(parents=True, exist_ok=True)
        return _File(folder / "tiescope.log", maxBytes=SIZE, backupCount=OLDER, encoding="utf-8", errors="replace")
    except OSError:
        return logging.NullHandler()


def _add(handler: logging.Handler) -> None:
    handler.setFormatter(_Lines())
    logging.getLogger().addHandler(handler)
    _handlers.append(handler)


def _stop() -> None:
    while _handlers:
        handler = _handlers.pop()
        logging.getLogger().removeHandler(handler)
        with contextlib.suppress(OSError):
            handler.close()
