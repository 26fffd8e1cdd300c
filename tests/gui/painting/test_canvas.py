"""The widget that shows one prepared image."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gui.painting.canvas import Canvas


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    made = Canvas(lambda _: "")
    qtbot.addWidget(made)
    made.resize(200, 100)
    made.begin("#ffffff")
    return made


def test_pixels_are_written_where_they_belong(canvas: Canvas) -> None:
    canvas.write(np.full((2, 3), 0xFF0000FF, np.uint32), 4, 5)
    blue = [(x, y) for x in range(20) for y in range(20) if canvas.copy().pixelColor(x, y) == QColor("#0000ff")]
    assert blue == [(x, y) for x in (4, 5, 6) for y in (5, 6)]


@pytest.mark.parametrize(("left", "top"), [(-1, 0), (0, -1), (198, 0), (0, 99)])
def test_nothing_is_written_beside_the_image(canvas: Canvas, left: int, top: int) -> None:
    before = canvas.copy()
    with pytest.raises(ValueError, match=r"place|broadcast"):
        canvas.write(np.zeros((2, 3), np.uint32), left, top)
    assert canvas.copy() == before


def test_an_image_is_current_until_it_would_be_made_of_something_else(canvas: Canvas) -> None:
    assert not canvas.is_current("light", 3)
    assert canvas.is_current("light", 3)
    assert not canvas.is_current("dark", 3)
    canvas.resize(300, 100)
    assert not canvas.is_current("dark", 3)
