"""Whether what has changed may move for a moment, and for how long: off on request (``--no-motion``)."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QPropertyAnimation

from gui.design.tokens import MOTION

_still: list[bool] = [False]


def stop() -> None:
    """Let nothing move from now on."""
    _still[0] = True


def enabled() -> bool:
    """Whether anything moves."""
    return not _still[0]


def duration() -> int:
    """Milliseconds that a change may take; 0 where nothing moves."""
    return MOTION if enabled() else 0


def glide(target: QObject, name: str, start: object, end: object) -> QPropertyAnimation:
    """Take a property from one value to another, at once where nothing moves."""
    animation = QPropertyAnimation(target, name.encode(), target)
    animation.setDuration(duration())
    animation.setStartValue(start)
    animation.setEndValue(end)
    animation.setEasingCurve(QEasingCurve.Type.OutCubic)
    animation.start(QPropertyAnimation.DeletionPolicy.DeleteWhenStopped)
    return animation
