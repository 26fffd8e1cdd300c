"""Whether what has changed may move for a moment: off on request (``--no-motion``). Whatever moves asks here."""

from __future__ import annotations

_still: list[bool] = [False]


def stop() -> None:
    """Let nothing move from now on."""
    _still[0] = True


def allow() -> None:
    """Let what has changed move for a moment, as at first."""
    _still[0] = False


def enabled() -> bool:
    """Whether anything moves."""
    return not _still[0]
