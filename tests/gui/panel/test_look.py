"""Everything has its place: one column of names, nothing cut off at the side, in both themes and larger."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from core.experiment import Experiment, parse
from gui.design.contrast import contrast
from gui.design.theme import Theme
from gui.design.tokens import DARK, LIGHT
from tests.gui.panel.person import Person

KEYS = [key for key in Experiment.model_fields if key not in ("decoder", "dial", "steps")]


def seen(person: Person) -> list[str]:
    return [key for key in KEYS if person.find(key).isVisible()]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize(("zoom", "width"), [(1.0, 280), (1.0, 320), (1.0, 360), (1.8, 504), (1.8, 648)])
def test_nothing_is_cut_off_at_the_side(qtbot: QtBot, theme: Theme, zoom: float, width: int) -> None:
    person = Person(qtbot, theme=theme, zoom=zoom, width=width)
    person.choose("dataset", "gaussian")
    person.write("seed", "3")
    person.write("batch_size", "100000")
    assert person.window.width() == width
    room = person.area.viewport().width()
    assert person.find("panel-inside").width() == room
    for row in person.places().values():
        assert row.left() >= 0
        assert row.right() < room
    for name in ("dataset-keep", "seed-apply", "batch_size-problem"):
        assert person.place(name).right() < width
    label = person.find("learning_rate-row").findChild(QLabel)
    assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()
    button = person.find("seed-apply")
    assert button.fontMetrics().horizontalAdvance(button.text()) < button.width()


def test_a_small_panel_scrolls_up_and_down_only(qtbot: QtBot) -> None:
    person = Person(qtbot)
    person.window.resize(320, 300)
    person.settle()
    area = person.area
    assert area.verticalScrollBar().isVisible()
    assert not area.horizontalScrollBar().isVisible()
    assert area.horizontalScrollBar().maximum() == 0
    person.panel.open_at("ramp_to_transpose")
    person.settle()
    assert person.find("ramp_to_transpose").hasFocus()
    assert person.find("ramp_to_transpose").visibleRegion().boundingRect().height() > 20


def test_the_editors_begin_in_one_line_and_the_headings_where_the_names_do(qtbot: QtBot) -> None:
    person = Person(qtbot)
    assert len({person.place(key).left() for key in seen(person)}) == 1
    assert len({person.place(key).right() for key in seen(person)}) == 1
    words = {label.text(): label for label in person.panel.findChildren(QLabel) if label.isVisible()}
    for heading, name in (("Data", "data"), ("Network", "layers"), ("Training", "noise"), ("Flip over steps", "seed")):
        left = words[heading].mapTo(person.window, words[heading].contentsRect().topLeft()).x()
        assert left == words[name].mapTo(person.window, QPoint()).x()


def test_the_rows_stand_on_the_grid_whatever_is_in_them(qtbot: QtBot) -> None:
    person = Person(qtbot)
    person.write("noise", "-1")
    person.write("seed", "3")
    person.click("learning_rate")
    assert {person.place(key).height() for key in seen(person)} == {28}
    assert all(row.height() % 8 == 0 for row in person.places().values())


def test_tab_goes_through_the_rows_from_top_to_bottom(qtbot: QtBot) -> None:
    person = Person(qtbot)
    person.write("layers", "8")
    names: list[str] = []
    now = person.window.nextInFocusChain()
    while now is not person.window:
        assert now is not None
        if now.isVisible() and now.focusPolicy() & Qt.FocusPolicy.TabFocus and not now.focusProxy():
            names.append(now.objectName())
        now = now.nextInFocusChain()
    tops = [(person.place(name).top(), person.place(name).left()) for name in names]
    assert all(names)
    assert tops == sorted(tops)
    assert names[0] == "dataset"
    assert names[names.index("layers") + 1 :][:2] == ["layers-apply", "layers-keep"]


def test_every_field_has_its_name_on_the_screen_and_for_a_screen_reader(qtbot: QtBot) -> None:
    person = Person(qtbot)
    for key in KEYS:
        editor = person.find(key)
        assert isinstance(editor, (QLineEdit, QComboBox))
        (name,) = (label for label in person.panel.findChildren(QLabel) if label.buddy() is editor)
        assert editor.accessibleName() == name.text() != ""
        assert editor.accessibleDescription()
    person.write("seed", "3")
    for each in ("seed-up", "seed-down", "layers-up", "layers-down", "seed-apply", "seed-keep", "seed-old"):
        assert person.find(each).accessibleName(), each


@pytest.mark.parametrize("key", KEYS)
def test_tool_tips_are_no_wider_than_can_be_read(qtbot: QtBot, key: str) -> None:
    person = Person(qtbot)
    row = person.find(f"{key}-row")
    QToolTip.showText(QPoint(10, 10), row.toolTip(), row)
    tips: list[QWidget] = [
        each for each in QApplication.topLevelWidgets() if each.metaObject().className() == "QTipLabel"
    ]
    assert [tip.width() <= 420 for tip in tips if tip.isVisible()] == [True]
    QToolTip.hideText()


def test_the_ramps_say_which_flips_they_are_for(qtbot: QtBot) -> None:
    person = Person(qtbot)
    tip = person.find("ramp_to_transpose-row").toolTip()
    assert "from the dial" in tip
    assert "untied" in tip


def test_only_what_matters_is_shown(qtbot: QtBot) -> None:
    person = Person(qtbot)
    assert "momentum" not in seen(person)
    assert "spectrum" not in seen(person)
    person.panel.show_experiment(parse({"dataset": "digits8x8", "layers": [16], "optimizer": "sgd"}))
    person.choose("dataset", "gaussian")
    assert {"momentum", "spectrum"} <= set(seen(person))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_what_waits_and_what_is_wrong_can_be_read(theme: Theme) -> None:
    assert contrast(theme.text, theme.warning) >= 4.5
    assert contrast(theme.muted, theme.warning) >= 4.5
    assert contrast(theme.error, theme.surface) >= 4.5
    # The frame of a field.
    assert contrast(theme.outline, theme.surface) >= 3
