"""The widget that shows one prepared image, and what it tells of mouse and keyboard."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.painting.canvas import Canvas


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    made = Canvas()
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


def test_a_pointer_that_rests_is_told_and_then_followed(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.show()
    QTest.mouseMove(canvas, QPoint(1, 1))  # a move to where it is already would be none
    with qtbot.waitSignal(canvas.pointed) as rested:
        QTest.mouseMove(canvas, QPoint(20, 30))
    assert rested.args == [QPointF(20, 30)]
    with qtbot.waitSignal(canvas.pointed, timeout=5000) as followed:
        QTest.mouseMove(canvas, QPoint(21, 30))
    assert followed.args == [QPointF(21, 30)]


@pytest.mark.parametrize(
    ("key", "step"),
    [
        (Qt.Key.Key_Left, [-1, 0]),
        (Qt.Key.Key_Right, [1, 0]),
        (Qt.Key.Key_Up, [0, -1]),
        (Qt.Key.Key_Down, [0, 1]),
    ],
)
def test_arrows_move(canvas: Canvas, qtbot: QtBot, key: Qt.Key, step: list[int]) -> None:
    with qtbot.waitSignal(canvas.moved) as moved:
        QTest.keyClick(canvas, key)
    assert moved.args == step


def wheel(canvas: Canvas, across: int, down: int, modifiers: Qt.KeyboardModifier) -> None:
    place, nothing = QPointF(9, 9), QPoint()
    turn = QPoint(across, down)
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(place, place, nothing, turn, Qt.MouseButton.NoButton, modifiers, phase, False)
    QApplication.sendEvent(canvas, event)


def test_the_wheel_sizes_and_with_shift_turns_pages(canvas: Canvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.sized) as sized:
        wheel(canvas, 0, 240, Qt.KeyboardModifier.NoModifier)
    assert sized.args == [2]
    with qtbot.waitSignal(canvas.paged) as paged:
        wheel(canvas, 0, -120, Qt.KeyboardModifier.ShiftModifier)
    assert paged.args == [1]


def test_many_small_turns_of_a_touchpad_are_one_notch(canvas: Canvas) -> None:
    told: list[int] = []
    canvas.sized.connect(told.append)
    for _ in range(8):
        wheel(canvas, 0, 15, Qt.KeyboardModifier.NoModifier)
    assert told == [1]


def test_it_is_seen_to_have_the_keyboard(canvas: Canvas, qtbot: QtBot) -> None:
    with qtbot.waitActive(canvas):
        canvas.show()
        canvas.activateWindow()
    canvas.clearFocus()
    without = canvas.grab().toImage()
    canvas.setFocus()
    assert canvas.grab().toImage() != without


def test_esc_lets_go_of_what_is_marked(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.mark(QRectF(1, 1, 5, 5))
    with qtbot.waitSignal(canvas.left):
        QTest.keyClick(canvas, Qt.Key.Key_Escape)
