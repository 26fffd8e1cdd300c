"""How large windows are at first, and where on the screen: what must be reached has to be on it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QStyle, QWidget

#: A smaller screen has no room for bars and views: there the window is as large as these need, and can be moved.
SMALLEST = QSize(1024, 720)


def open_large(window: QWidget, wanted: QSize) -> None:
    """Give a window that is not shown yet the size that is wanted, or the whole screen where that has no room for it.

    The frame that a desktop draws around a window is not known before. It is taken to be like this style's, for windows
    inside of a window.
    """
    border = window.style().pixelMetric(QStyle.PixelMetric.PM_MdiSubWindowFrameWidth)
    title = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    frame, screen = QSize(2 * border, title + border), window.screen().availableSize()
    if _fits(wanted + frame, screen) or not _fits(SMALLEST, screen):
        window.resize(wanted.boundedTo(screen - frame))
    else:
        # The size as well: where there is no window manager nobody else would make it that large.
        window.resize(screen)
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def _fits(size: QSize, room: QSize) -> bool:
    return size.boundedTo(room) == size


def inside(window: QRect, screen: QRect) -> QRect:
    """A window's rectangle, moved onto the screen by as little as it takes; its title above all."""
    left = max(screen.left(), min(window.left(), screen.right() + 1 - window.width()))
    top = max(screen.top(), min(window.top(), screen.bottom() + 1 - window.height()))
    return QRect(QPoint(left, top), window.size())
