"""The plots in a window that trains: their keys, the runs before this one, and what a right click takes away."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu

from gui.views.loss import LossView
from tests.gui.conftest import User


def loss(user: User) -> LossView:
    view = user.find("view-loss")
    assert isinstance(view, LossView)
    user.wait(lambda: view.plot is not None and view.plot.lines)
    return view


def test_a_reset_leaves_the_old_run_as_a_ghost_and_g_hides_it(user: User) -> None:
    user.train(50)
    view = loss(user)
    user.press(Qt.Key.Key_R)
    user.wait(lambda: user.window.ghosts.kept)
    assert user.window.ghosts.kept[0].seed == 0
    user.train(10)
    assert view.state.ghosts
    user.press(Qt.Key.Key_G)
    assert not view.state.ghosts


def test_l_turns_the_steps_from_ratios_to_distances_and_back(user: User) -> None:
    view = loss(user)
    user.press(Qt.Key.Key_L)
    assert not view.state.log_steps
    assert view.plot is not None
    assert view.plot.field.shown_range().left == 0
    user.press(Qt.Key.Key_L)
    assert view.state.log_steps


@pytest.mark.parametrize("ending", ["csv", "png", "svg"])
def test_a_right_click_offers_to_take_the_plot_away(
    user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    user.train(20)
    user.click("run")
    user.see(lambda snapshot: not snapshot.running)
    view, file = loss(user), tmp_path / f"taken.{ending}"
    assert view.plot is not None
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file.with_suffix("")), ""))
    at = view.plot.mapFromScene(view.plot.field.mapToScene(view.plot.field.boundingRect().center()))
    QTest.mouseClick(view.plot.viewport(), Qt.MouseButton.RightButton, pos=QPoint(at))
    menu = view.plot.findChild(QMenu, "loss-menu")
    assert isinstance(menu, QMenu)
    (action,) = (action for action in menu.actions() if ending.upper() in action.text())
    action.trigger()
    menu.close()
    if ending == "csv":
        with file.open(encoding="utf-8", newline="") as read:
            rows = list(csv.reader(read))
        table = view.table()
        assert rows[0] == list(table.headings)
        assert [float(row[1]) for row in rows[1:]] == [row[1] for row in table.rows]
    elif ending == "png":
        assert QImage(str(file)).size() == view.plot.size() * 2
    else:
        assert "mean squared error" in file.read_text(encoding="utf-8")


def test_what_can_t_be_written_is_put_before_the_person(
    user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = loss(user)
    assert view.plot is not None
    said: list[str] = []
    monkeypatch.setattr(user.window, "report", said.append)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "loss.svg"), ""))
    view.plot.menu_wanted.emit(QPoint(0, 0))
    menu = view.plot.findChild(QMenu, "loss-menu")
    assert isinstance(menu, QMenu)
    (action,) = (action for action in menu.actions() if "SVG" in action.text())
    action.trigger()
    menu.close()
    assert len(said) == 1
    assert "can't be written" in said[0]
