"""F11: large enough for the last row, nothing but what is shown, and no harm from a presenter's remote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QFont, QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel

from core.messages.commands import Step
from gui.design.tokens import DARK, LIGHT, LIGHT_PRESENTED
from gui.design.typography import Role
from gui.views.filters import FiltersView
from gui.window.appearance import PRESENTED
from gui.window.settings import Settings
from tests.gui.conftest import User, lane, small


def size(user: User) -> float:
    """Of the letters on a view's title."""
    title = user.find("loss-title")
    return float(title.font().pointSizeF())


def test_everything_is_larger_and_the_bars_are_away(user: User) -> None:
    usual = size(user)
    user.press(Qt.Key.Key_F11)
    assert size(user) > 1.15 * usual
    assert not user.find("toolbar").isVisible()
    assert not user.window.statusBar().isVisible()
    assert user.find("caption").isVisible()
    user.press(Qt.Key.Key_T)
    user.see(lambda snapshot: lane(snapshot).experiment.decoder == "pseudo_inverse")
    user.wait(lambda: "W⁺" in user.find("caption").words.seen)
    assert user.find("caption").words == user.find("sentence").words
    assert not user.find("sentence").isVisible(), "the hall reads one sentence"
    user.press(Qt.Key.Key_F11)
    assert size(user) == usual
    assert not user.find("caption").isVisible()
    user.train(20)
    assert user.find("toolbar").isVisible(), "also once everything has settled"
    assert user.find("sentence").isVisible()


CHOICES = (
    "loss-float",
    "loss-close",
    "loss-batches",
    "loss-steps",
    "filters-inverse",
    "filters-options",
    "reconstructions-error",
)


def test_what_only_a_hand_needs_is_away_and_comes_back(user: User) -> None:
    user.window.resize(1600, 1000)
    user.wait(lambda: user.find("filters-options").isVisible() and user.find("loss-steps").isVisible())
    user.press(Qt.Key.Key_F11)
    user.wait(lambda: not any(user.find(name).isVisible() for name in CHOICES))
    dock = user.window.findChild(QDockWidget, "dock-loss")
    assert dock is not None
    QApplication.sendEvent(dock, QEnterEvent(QPointF(9, 9), QPointF(9, 9), QPointF(9, 9)))
    assert not user.find("loss-close").isVisible()
    assert not user.find("loss-float").isVisible()
    user.press(Qt.Key.Key_Escape)
    user.wait(lambda: user.find("filters-options").isVisible() and user.find("loss-steps").isVisible())
    assert user.find("filters-inverse").isVisible()
    assert user.find("reconstructions-error").isVisible()


@pytest.mark.parametrize("size", [(1920, 1080), (1440, 900)])
def test_the_headline_is_whole_and_so_is_what_stands_beside_it(
    open_window: Callable[..., User], size: tuple[int, int]
) -> None:
    person = open_window(experiment=small(layers=[64]))
    person.window.resize(*size)
    person.train()
    person.press(Qt.Key.Key_F11)
    person.window.resize(*size)
    person.train()
    header = person.find("loss-header")
    for name in ("loss-title", "loss-figure", "loss-unit", "loss-key"):
        part = person.find(name)
        if part.isVisible():
            assert part.width() >= part.sizeHint().width(), name
            assert part.mapTo(header, part.rect().topRight()).x() < header.width(), name
    assert person.find("loss-figure").isVisible()
    person.wait(lambda: not person.find("filters-page").isVisible())
    filters = person.window.views["filters"]
    assert isinstance(filters, FiltersView)
    assert filters.shown is not None
    assert len(filters.shown.units) == 64, "all units are there at once"


def test_a_ring_shows_for_a_moment_where_a_click_was(user: User) -> None:
    ring, handle = user.find("click-ring"), user.window.windowHandle()
    assert handle is not None
    place = QPoint(300, 200)
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert not ring.isVisible(), "only a hall needs it"
    user.press(Qt.Key.Key_F11)
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert ring.isVisible()
    assert (ring.geometry().center() - place).manhattanLength() <= 2
    user.wait(lambda: not ring.isVisible())


@pytest.mark.parametrize("role", Role)
def test_capitals_are_a_fortieth_of_the_screens_height_whatever_they_are_for(qapp: QApplication, role: Role) -> None:
    words = QFont(replace(LIGHT, presented=True, zoom=PRESENTED).font(role))
    assert words.pointSizeF() >= LIGHT.font(role).pointSizeF() * PRESENTED
    points = words.pointSizeF()
    words.setPixelSize(1000)
    assert points * 96 / 72 * QFontMetricsF(words).capHeight() / 1000 >= 0.025 * 1080


def test_no_word_in_a_presentation_is_smaller(user: User) -> None:
    user.press(Qt.Key.Key_F11)
    user.train(50)
    smallest = min(label.font().pointSizeF() for label in user.window.findChildren(QLabel) if label.isVisible())
    assert smallest == pytest.approx(user.find("caption").font().pointSizeF()) == QApplication.font().pointSizeF()
    assert smallest > size(user) * 0.99


def test_light_is_black_on_white_in_a_presentation_and_dark_stays(user: User) -> None:
    for theme, presented in (("light", LIGHT_PRESENTED), ("dark", DARK)):
        user.window.appearance.use_theme(theme)
        usual = user.window.palette().window().color().name()
        user.press(Qt.Key.Key_F11)
        assert user.window.palette().window().color().name() == presented.window
        assert user.window.palette().windowText().color().name() == presented.text
        user.press(Qt.Key.Key_F11)
        assert user.window.palette().window().color().name() == usual


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F5, Qt.Key.Key_F11])
def test_it_is_left_by_whatever_a_remote_sends(user: User, key: Qt.Key) -> None:
    user.press(Qt.Key.Key_F11)
    user.press(key)
    assert not user.window.isFullScreen()


def test_a_remote_blackens_the_screen_and_takes_no_step(user: User) -> None:
    user.press(Qt.Key.Key_F11)
    black = user.find("black")
    for key in (Qt.Key.Key_Period, Qt.Key.Key_B):
        user.press(key)
        assert black.isVisible()
        assert black.size() == user.window.size()
        user.press(key)
        assert not black.isVisible()
    for key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
        user.press(key)
    user.press(Qt.Key.Key_B)
    user.press(Qt.Key.Key_Escape)
    assert user.window.isFullScreen(), "the first Esc draws the curtain back"
    user.press(Qt.Key.Key_Escape)
    assert not user.window.isFullScreen()
    assert Step() not in user.line.sent
    assert user.train(20).running


def test_letters_grow_and_shrink_and_are_remembered(open_window: Callable[..., User]) -> None:
    person = open_window(fresh=False)
    person.train()
    usual = size(person)
    person.window.appearance.zoom_in()
    person.window.appearance.zoom_in()
    large = size(person)
    assert large == pytest.approx(1.21 * usual, rel=0.01)
    person.window.close()
    assert Settings().zoom == pytest.approx(1.21)
    again = open_window(fresh=False)
    assert size(again) == pytest.approx(large, rel=0.01)
    again.window.appearance.zoom_normally()
    assert size(again) == usual
