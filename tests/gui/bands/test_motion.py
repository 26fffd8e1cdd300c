"""What has changed moves for a moment, or not at all where nothing is to move."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.bands.model_strip_pieces import Fact
from gui.design import motion
from gui.design.tokens import LIGHT


@pytest.fixture(autouse=True)
def moving() -> Iterator[None]:
    """As at a start without ``--no-motion``."""
    motion.allow()
    yield
    motion.allow()


def piece(bot: QtBot) -> Fact:
    """One of the strip, in sight."""
    made = Fact("fact")
    bot.addWidget(made)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # whose ring is a change of its own
    made.use_theme(LIGHT)
    made.say("784–64–784")
    made.resize(made.sizeHint())
    made.show()
    bot.waitExposed(made)
    made.activateWindow()
    bot.waitUntil(made.isActiveWindow)
    QApplication.processEvents()
    return made


def look(piece: Fact) -> QImage:
    """What can be seen of it now."""
    return piece.grab().toImage()


def test_what_has_changed_flashes_and_fades(qtbot: QtBot) -> None:
    fact = piece(qtbot)
    calm = look(fact)
    fact.flash(LIGHT.accent)
    assert look(fact) != calm
    qtbot.waitUntil(lambda: look(fact) == calm)


def test_nothing_flashes_where_nothing_is_to_move(qtbot: QtBot) -> None:
    fact = piece(qtbot)
    calm = look(fact)
    motion.stop()
    fact.flash(LIGHT.accent)
    assert look(fact) == calm
