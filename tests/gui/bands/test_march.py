"""Which way the data flow: dashes march along the arrows while the network learns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.messages.pace import FILM, FULL
from gui.bands.model_strip_arrow import APART, STRIDE, Arrow
from gui.bands.model_strip_link import Link
from gui.bands.model_strip_march import OFTEN, SELDOM, March
from gui.bands.model_strip_words import Words
from gui.design import motion
from gui.design.tokens import LIGHT
from tests.gui.conftest import User
from tests.gui.snapshots import snapshot


@pytest.fixture(autouse=True)
def moving() -> Iterator[None]:
    """As at a start without ``--no-motion``."""
    motion.allow()
    yield
    motion.allow()


class Counted(Link):
    """Remembers which part of it was painted."""

    def __init__(self) -> None:
        super().__init__("link")
        self.exposed: list[QRect] = []

    def paintEvent(self, event: QPaintEvent) -> None:
        self.exposed.append(event.rect())
        super().paintEvent(event)


@pytest.fixture
def link(qtbot: QtBot) -> Counted:
    made = Counted()
    qtbot.addWidget(made)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # whose ring is a change of its own
    made.say(Words("D = Wᵀ", "64 → 784", "transpose of W"), LIGHT.transpose)
    made.use_theme(LIGHT)
    made.resize(made.sizeHint())
    with qtbot.waitExposed(made):
        made.show()
    QApplication.processEvents()
    return made


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def look(link: Link) -> QImage:
    return link.grab().toImage()


def strides(march: March, link: Link, clock: Clock, pace: str, seconds: float) -> int:
    """How often the dashes went on in so long, of a network that learns all the time."""
    seen, before = 0, look(link)
    moment = snapshot()
    for step in range(1, 101):
        clock.now += seconds / 100
        (lane,) = moment.lanes
        later = replace(lane, moment=replace(lane.moment, step=step))
        march.follow(replace(moment, pace=pace, lanes=(later,)))
        seen += (now := look(link)) != before
        before = now
    return seen


@pytest.mark.parametrize(("pace", "apart"), [(FILM, OFTEN), ("1", OFTEN), (FULL, SELDOM)])
def test_they_go_on_with_the_steps_and_seldom_at_full_speed(link: Counted, pace: str, apart: float) -> None:
    clock = Clock()
    seen = strides(March([link], clock), link, clock, pace, 10.0)
    assert 0.5 * 10 / apart <= seen <= 10 / apart + 1


def test_they_rest_while_it_is_paused_and_where_nothing_is_to_move(link: Counted) -> None:
    calm, clock = look(link), Clock()
    march = March([link], clock)
    march.follow(snapshot())
    assert look(link) != calm
    march.follow(replace(snapshot(), running=False))
    assert look(link) == calm
    motion.stop()
    clock.now += 1
    march.follow(snapshot(step=200))
    assert look(link) == calm


def test_nothing_but_the_arrow_is_painted_anew(link: Counted) -> None:
    for _ in range(3):
        link.exposed.clear()
        link.march()
        QApplication.processEvents()
        assert link.exposed
        assert all(each.height() <= 6 and each.width() < link.width() for each in link.exposed)


def test_they_go_from_left_to_right() -> None:
    arrow = Arrow()
    arrow.lay(0, 100, 5, 1.0)
    arrow.march()
    first = dashes(arrow)
    arrow.march()
    assert dashes(arrow)[int(STRIDE) :] == first[: -int(STRIDE)]
    for _ in range(round(APART / STRIDE) - 1):
        arrow.march()
    assert dashes(arrow) == first


def dashes(arrow: Arrow) -> list[bool]:
    """Where along the line the colour is full."""
    image = QImage(100, 10, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    arrow.draw(painter, QColor("black"), QColor("white"), coloured=True)
    painter.end()
    return [image.pixelColor(x, 5).lightness() < 50 for x in range(12, 84)]


def test_in_a_window_they_march_until_it_is_paused(user: User) -> None:
    user.train(5)
    arrow = user.find("strip-decoder")
    before = look(arrow)
    user.wait(lambda: look(arrow) != before)
    user.press(Qt.Key.Key_Space)
    user.see(lambda moment: not moment.running)
    calm = look(arrow)
    arrow.rest()
    assert look(arrow) == calm
