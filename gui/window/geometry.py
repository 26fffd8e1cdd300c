"""How large windows are at first, and where on the screen: what must be reached has to be on it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QStyle, QWidget


def first_size(window: QWidget, wanted: QSize) -> QSize:
    """As much of what is wanted as the screen has: a projector may have less.

    The frame that a desktop draws around a window is not known before. It is taken to be like this style's, for windows
    inside of a window.
    """
    border = window.style().pixelMetric(QStyle.PixelMetric.PM_MdiSubWindowFrameWidth)
    title = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    return wanted.boundedTo(window.screen().availableSize() - QSize(2 * border, title + border))


def inside(window: QRect, screen: QRect) -> QRect:
    """A window's rectangle, moved onto the screen by as little as it takes; its title above all."""
    left = max(screen.left(), min(window.left(), screen.right() + 1 - window.width()))
    top = max(screen.top(), min(window.top(), screen.bottom() + 1 - window.height()))
    return QRect(QPoint(left, top), window.size())
