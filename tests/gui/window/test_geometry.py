"""How large the window is at first, and where what floats beside it comes back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.window.geometry import inside, open_large
from tests.gui.conftest import User

SCREEN = QRect(0, 0, 1440, 900)


@pytest.mark.parametrize(
    ("screen", "size", "whole"),
    [
        ((1920, 1080), (1440, 900), False),
        ((1440, 900), (1440, 900), True),  # a desktop would cut the frame off, and the status bar with it
        ((1280, 720), (1280, 720), True),
    ],
)
def test_where_the_screen_has_no_room_for_the_window_and_its_frame_it_takes_the_whole(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, screen: tuple[int, int], size: tuple[int, int], whole: bool
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    monkeypatch.setattr(QScreen, "availableSize", lambda _: QSize(*screen))
    open_large(window, QSize(1440, 900))
    assert window.isMaximized() == whole
    # Where there is no window manager, too: what is of the size of the screen is given the keys.
    assert window.size() == QSize(*size)


def test_on_a_screen_that_is_too_small_for_it_there_is_room_for_a_frame_around_the_window(user: User) -> None:
    available = user.window.screen().availableGeometry()
    assert available.width() < 1024, "this screen has room enough anyway"
    assert user.window.height() <= available.height() - user.window.fontMetrics().height()


@pytest.mark.parametrize(
    ("window", "corner"),
    [
        (QRect(100, 200, 300, 300), (100, 200)),
        (QRect(2600, 200, 300, 300), (1140, 200)),
        (QRect(-500, -40, 300, 300), (0, 0)),
        (QRect(0, 2000, 300, 300), (0, 600)),
        (QRect(50, 50, 3000, 2000), (0, 0)),
    ],
)
def test_a_window_is_moved_onto_the_screen(window: QRect, corner: tuple[int, int]) -> None:
    moved = inside(window, SCREEN)
    assert (moved.x(), moved.y()) == corner
    assert moved.size() == window.size()


def test_a_view_that_floated_off_the_screen_can_be_seen_at_the_next_start(open_window: Callable[..., User]) -> None:
    first = open_window(fresh=False)
    first.train()
    dock = first.find("dock-loss")
    dock.setFloating(True)
    dock.move(2600, 100)
    first.window.close()
    second = open_window(fresh=False)
    second.train()
    again = second.find("dock-loss")
    assert again.isFloating()
    assert again.isVisible()
    assert again.screen().availableGeometry().contains(again.frameGeometry())
    assert second.find("view-loss").in_sight
