"""How large the window is at first, and where what floats beside it comes back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect

from gui.window.geometry import inside
from tests.gui.conftest import User

SCREEN = QRect(0, 0, 1440, 900)


def test_where_the_screen_has_no_room_for_the_window_and_its_frame_it_takes_the_whole(user: User) -> None:
    available = user.window.screen().availableGeometry()
    assert available.height() < 900, "this screen has room enough anyway"
    assert user.window.isMaximized()
    # Where there is no window manager, too: what is of the size of the screen is given the keys.
    assert user.window.frameGeometry() == available


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
