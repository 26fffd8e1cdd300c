"""The card that shows something large beside where it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.magnifier import Large, Magnifier


@pytest.fixture
def magnifier(qtbot: QtBot) -> Iterator[Magnifier]:
    window = QWidget()
    qtbot.addWidget(window)
    made = Magnifier(window)
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(QColor("#123456"))
    made.say("unit 1", (Large("row", "norm 1", picture), Large("column", "…", None)), "cosine 1", QSize(100, 100))
    yield made
    window.close()


@pytest.mark.parametrize("corner", [(0, 0), (700, 0), (0, 500), (700, 500), (350, 300)])
def test_it_is_on_the_screen_and_covers_nothing_of_what_it_shows(magnifier: Magnifier, corner: tuple[int, int]) -> None:
    box = QRect(*corner, 40, 20)
    magnifier.show_beside(box, QRect(0, 0, 800, 600))
    card, screen = magnifier.geometry(), magnifier.screen().availableGeometry()
    assert screen.contains(card)
    assert not card.intersects(box)


def test_it_stands_above_a_strip_along_the_bottom(magnifier: Magnifier) -> None:
    strip = QRect(0, 480, 800, 100)
    magnifier.show_beside(QRect(300, 485, 80, 90), strip)
    assert not magnifier.geometry().intersects(strip)


def test_it_says_all_that_it_shows_and_shows_the_picture(magnifier: Magnifier) -> None:
    assert magnifier.words() == "unit 1. row: norm 1. column: …. cosine 1"
    magnifier.show_beside(QRect(10, 10, 10, 10), QRect())
    image = magnifier.grab().toImage()
    found = {image.pixelColor(x, y).name() for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)}
    assert "#123456" in found


def test_it_takes_no_focus(magnifier: Magnifier) -> None:
    magnifier.show_beside(QRect(10, 10, 10, 10), QRect())
    assert not magnifier.isActiveWindow()
