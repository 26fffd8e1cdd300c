"""Who gets the room: docks in windows of any size, in a presentation, and with something to say."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from core.messages.commands import Undo
from core.messages.events import Worsened
from core.messages.snapshot import Mark
from tests.gui.conftest import User, small


def test_the_room_of_a_larger_window_is_for_the_views(user: User) -> None:
    panel, loss, filters = (user.find(f"dock-{name}") for name in ("panel", "loss", "filters"))
    user.window.resize(1280, 720)
    user.wait(lambda: user.window.width() == 1280)
    user.window.restore_layout()
    user.window.open_settings()
    QApplication.processEvents()  # The window shares its room out in two turns.
    before = [dock.width() for dock in (panel, loss, filters)]
    user.window.resize(1920, 1080)
    user.wait(lambda: panel.width() + loss.width() + filters.width() > 1850)
    assert panel.width() == before[0]
    assert loss.width() > before[1]
    assert filters.width() > before[2]


def test_the_panel_is_never_cut_off_at_the_side(user: User) -> None:
    inside = user.reach("dataset").parentWidget().parentWidget()
    user.window.resize(user.window.minimumSizeHint().width(), 600)
    user.train()
    assert inside.visibleRegion().boundingRect().width() == inside.width()


def test_presentation_gives_the_panel_back_as_it_was(open_window: Callable[..., User]) -> None:
    person = open_window(experiment=small())
    person.train()
    panel = person.find("dock-panel")
    for shown in (True, False):
        panel.setVisible(shown)
        width = panel.width()
        person.press(Qt.Key.Key_F11)
        assert person.window.isFullScreen()
        assert not panel.isVisible()
        person.press(Qt.Key.Key_F11)
        assert not person.window.isFullScreen()
        assert panel.isVisible() is shown
        person.train()
        assert panel.width() == width


def test_a_presentation_is_not_how_the_next_start_looks(open_window: Callable[..., User]) -> None:
    person = open_window(fresh=False)
    person.train()
    person.press(Qt.Key.Key_F11)
    person.window.close()
    again = open_window(fresh=False)
    assert not again.window.isFullScreen()
    assert again.find("dock-loss").isVisible()


def test_the_notice_is_as_high_as_its_sentence(user: User) -> None:
    for sentence in ("Short.", "A long sentence. " * 30, "Short."):
        user.window.report(sentence)
        notice, text, button = (user.find(name) for name in ("notice", "notice-text", "dismiss"))
        user.wait(partial(has_room, text))
        user.wait(partial(is_in_the_middle, button, notice))


@pytest.mark.parametrize("presented", [False, True])
@pytest.mark.parametrize("size", [(1440, 900), (1024, 768)])
def test_a_notice_covers_nothing_but_the_sentence(user: User, size: tuple[int, int], presented: bool) -> None:
    user.window.resize(*size)
    user.train()
    if presented:
        user.press(Qt.Key.Key_F11)
        user.window.resize(*size)
        user.train()
    user.window.frames.happened.emit(Worsened("A", 300, Mark(100, (("decoder", "transpose"),)), 7.25))
    notice, line = user.find("notice"), user.find("caption" if presented else "sentence")
    # All of the sentence: what is left of it would be torn.
    user.wait(lambda: notice.geometry().contains(place(line, user).adjusted(0, 4, 0, -4)))
    for name in ("tie_gap", "sigma", "dead"):
        gauge = user.find(f"gauge-{name}")
        words = gauge.fontMetrics().height()
        middle = place(gauge, user).adjusted(0, (gauge.height() - words) // 2, 0, -(gauge.height() - words) // 2)
        assert gauge.isVisible()
        assert not middle.intersects(notice.geometry()), name
    margin = user.find("reconstructions-canvas").fontMetrics().height()  # below the pictures
    assert notice.geometry().top() > place(user.find("dock-reconstructions"), user).bottom() - margin
    assert (
        presented or notice.geometry().bottom() < user.window.height() - user.find("status-step").fontMetrics().height()
    )


def place(widget: QWidget, user: User) -> QRect:
    """Of a widget in the window."""
    return QRect(widget.mapTo(user.window, QPoint()), widget.size())


def test_a_notice_lays_nothing_out_anew_and_offers_the_way_back_from_a_flip(user: User) -> None:
    user.train()
    docks = [user.find(f"dock-{name}") for name in ("loss", "filters", "reconstructions")]
    before = [dock.geometry() for dock in docks]
    user.window.frames.happened.emit(Worsened("A", 300, Mark(100, (("decoder", "transpose"),)), 7.25))
    assert user.find("notice").isVisible()
    assert "7.25 times" in user.find("notice-text").text()
    user.train()
    assert [dock.geometry() for dock in docks] == before
    user.click("rewind")
    assert user.line.sent[-1] == Undo("A")
    assert not user.find("notice").isVisible()


def test_a_float_stays_a_float_when_the_window_is_closed(open_window: Callable[..., User]) -> None:
    first = open_window(fresh=False)
    first.train()
    first.find("dock-filters").setFloating(True)
    first.window.close()
    again = open_window(fresh=False)
    again.train()
    assert again.find("dock-filters").isFloating()
    assert again.find("view-filters").in_sight


def test_nothing_is_pushed_off_the_bar_in_a_small_window(user: User) -> None:
    user.window.resize(1024, 768)
    user.click("decoder-dial")
    user.wait(lambda: user.find("dial").isVisible())
    right = user.find("toolbar").width()
    names = ("run", "step", "reset", "pace", "decoder-transpose", "decoder-untied", "dial", "menu", "palette")
    for name in (*names, "settings"):
        button = user.find(name)
        assert button.isVisible()
        place = button.mapTo(user.window, button.rect().topRight())
        assert place.x() <= right, name
        assert button.width() >= button.minimumSizeHint().width(), name


def has_room(text: QLabel) -> bool:
    return text.height() >= text.heightForWidth(text.width())


def is_in_the_middle(button: QWidget, notice: QWidget) -> bool:
    return abs(button.geometry().center().y() - notice.height() // 2) <= 2
