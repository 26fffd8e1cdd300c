"""The reconstructions view: what is in which row."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import count

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from core.messages.moment import Moment
from core.messages.snapshot import Array, Snapshot
from core.parts.reconstructions import Reconstructions, ReconstructionsPart
from gui.painting import colours as scales
from gui.painting.numbers import figure
from gui.views.reconstructions import ReconstructionsView
from gui.views.reconstructions_picture import BETWEEN, FIGURES
from tests.gui.conftest import lane
from tests.gui.snapshots import draw, snapshot

_revisions = count(1)


@pytest.fixture
def view(qtbot: QtBot) -> ReconstructionsView:
    return _view(qtbot)


def _view(qtbot: QtBot) -> ReconstructionsView:
    made = ReconstructionsView()
    qtbot.addWidget(made)
    made.resize(1100, 300)
    with qtbot.waitExposed(made):
        made.show()
    return made


def colour(view: ReconstructionsView, row: int, column: int) -> QColor:
    """In the upper left corner of a picture."""
    layout = view.shown
    assert layout is not None
    return view.canvas.copy().pixelColor(*layout.corner(column, row))


def place(view: ReconstructionsView, example: int) -> QPoint:
    """Where one points at an example, in the canvas."""
    layout = view.shown
    assert layout is not None
    x, y = layout.corner(example, 0)
    return QPoint(x + 4, y + 4)


def show_errors(view: ReconstructionsView) -> None:
    button = view.header.findChild(QToolButton, "reconstructions-error")
    assert isinstance(button, QToolButton)
    if not button.isChecked():
        button.click()


def pictures(*values: float) -> np.ndarray:
    return np.repeat(np.array(values, np.float32)[:, None], 64, axis=1)


def test_input_reconstruction_and_error_stand_below_each_other(view: ReconstructionsView) -> None:
    draw(view, snapshot(inputs=pictures(1, 0, 0.5), reconstructions=pictures(0, 1, 0.5)))
    show_errors(view)
    white, black = QColor("#ffffff"), QColor("#000000")
    low, zero, high = (QColor(int(scales.diverging(view.theme)[index])) for index in (1, 128, 255))
    assert [colour(view, row, 0) for row in range(3)] == [white, black, low]
    assert [colour(view, row, 1) for row in range(3)] == [black, white, high]
    assert colour(view, 2, 2) == zero


def test_data_that_are_no_pictures_get_a_signed_scale(view: ReconstructionsView) -> None:
    draw(view, snapshot(inputs=pictures(2, -2, 0), reconstructions=pictures(2, -2, 0)))
    low, zero, high = (QColor(int(scales.diverging(view.theme)[index])) for index in (1, 128, 255))
    assert [colour(view, 0, column) for column in range(3)] == [high, low, zero]


def test_an_example_that_is_pointed_at_is_magnified_with_its_error(view: ReconstructionsView, qtbot: QtBot) -> None:
    draw(view, snapshot(inputs=pictures(1, 0), reconstructions=pictures(0.5, 0), labels=("seven", "two")))
    QTest.mouseMove(view.canvas, QPoint(1, 1))  # a move to where it is already would be none
    QTest.mouseMove(view.canvas, place(view, 0))
    qtbot.waitUntil(view.magnifier.isVisible)
    assert view.magnifier.words().startswith("example 1 (seven). input")
    assert "mean square 0.25" in view.magnifier.words()
    QApplication.sendEvent(view.canvas, QEvent(QEvent.Type.Leave))
    assert not view.magnifier.isVisible()


def test_a_click_and_enter_choose_an_example(view: ReconstructionsView, qtbot: QtBot) -> None:
    draw(view, snapshot())
    with qtbot.waitSignal(view.chosen) as clicked:
        QTest.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=place(view, 3))
    assert clicked.args == [3]
    for _ in range(2):
        QTest.keyClick(view.canvas, Qt.Key.Key_Right)
    with qtbot.waitSignal(view.chosen) as entered:
        QTest.keyClick(view.canvas, Qt.Key.Key_Return)
    assert entered.args == [1]


def test_what_is_shown_is_told_to_a_screen_reader(view: ReconstructionsView) -> None:
    draw(view, snapshot(inputs=pictures(1, 0), reconstructions=pictures(0.5, 0)))
    view.write()
    words = view.canvas.accessibleDescription()
    assert words == "2 examples of 8×8 and their reconstructions, errors within ±0.5, mean square 0 to 0.25"


def test_there_are_fewer_examples_where_there_is_less_room(view: ReconstructionsView) -> None:
    draw(view, snapshot())
    assert view.shown is not None
    assert view.shown.count == 10
    view.resize(220, 120)
    assert 1 <= view.shown.count < 10


def test_pictures_grow_with_the_window_and_wrap(view: ReconstructionsView) -> None:
    draw(view, snapshot())
    assert view.shown is not None
    before = view.shown
    view.resize(1100, 900)
    assert view.shown.picture[0] > 1.3 * before.picture[0]
    assert view.shown.lines > 1
    assert view.shown.count == 10


def test_the_wheel_says_how_many(view: ReconstructionsView) -> None:
    draw(view, snapshot(inputs=np.zeros((20, 64), np.float32)))
    assert view.shown is not None
    before = view.shown
    assert before.count >= 10
    for _ in range(6):
        QTest.keyClick(view.canvas, Qt.Key.Key_Plus)
    assert view.shown.count == before.count - 6
    assert view.shown.picture[0] > before.picture[0]
    for _ in range(30):
        QTest.keyClick(view.canvas, Qt.Key.Key_Minus)
    assert view.shown.count == 20


@pytest.mark.parametrize("width", [700, 1000, 1400, 1900])
def test_examples_stand_from_edge_to_edge(view: ReconstructionsView, width: int) -> None:
    view.resize(width, 220)
    draw(view, snapshot(inputs=np.zeros((20, 64), np.float32)))
    assert view.shown is not None
    layout = view.shown
    right = layout.corner(layout.columns - 1, 0)[0] + layout.picture[1]
    assert view.canvas.width() - right <= layout.gap_across


def test_errors_are_shown_on_demand_or_where_they_cost_nothing(view: ReconstructionsView) -> None:
    button = view.header.findChild(QToolButton, "reconstructions-error")
    assert isinstance(button, QToolButton)
    view.resize(1100, 250)
    draw(view, snapshot())
    assert view.shown is not None
    without = view.shown
    assert (without.rows, button.isChecked()) == (2, False)
    button.click()
    assert (view.shown.rows, button.isChecked()) == (3, True)
    assert view.shown.picture[0] < without.picture[0]
    button.click()
    assert view.shown == without


def test_errors_come_by_themselves_where_there_is_height(view: ReconstructionsView) -> None:
    view.resize(900, 340)
    draw(view, snapshot(inputs=np.zeros((20, 64), np.float32)))
    assert view.shown is not None
    assert view.shown.rows == 3


def test_the_scale_of_the_errors_does_not_flicker(view: ReconstructionsView) -> None:
    moment = snapshot(inputs=pictures(0, 0), reconstructions=pictures(0, 1.02))
    limits = []
    for value in (1.02, 0.97, 1.01, 0.96):
        draw(view, _with_reconstructions(moment, pictures(0, value)))
        assert view.moment_shown is not None
        limits.append(view.moment_shown.limit)
    assert limits == [1.5] * 4


@pytest.mark.parametrize("shape", [(1, 8), (1, 64)])
def test_rows_of_values_are_curves_over_each_other(view: ReconstructionsView, shape: tuple[int, int]) -> None:
    inputs = np.full((10, shape[1]), 0.5, np.float32)
    draw(view, snapshot(shape=shape, inputs=inputs, reconstructions=-inputs))
    rows = view.shown
    assert rows is not None
    assert rows.picture[0] >= 40
    x, y = rows.corner(0, 0)
    image = view.canvas.copy()
    column = [image.pixelColor(x + 5, y + row) for row in range(rows.picture[0])]
    thin, thick = (_nearest(column, colour) for colour in (view.theme.text, view.theme.transpose))
    assert thin < rows.picture[0] / 2 < thick


@pytest.mark.parametrize("height", [90, 120, 150, 180, 210, 240, 300, 500])
@pytest.mark.parametrize("labels", [None, tuple("0123456789")])
def test_pictures_stay_within_the_room_there_is(
    view: ReconstructionsView, height: int, labels: tuple[str, ...] | None
) -> None:
    view.canvas.setFixedHeight(height)
    view.resize(1100, height + 20)
    inputs = np.random.default_rng(0).uniform(size=(10, 784)).astype(np.float32)
    draw(view, snapshot(shape=(28, 28), inputs=inputs, labels=labels))
    layout, image = view.shown, view.canvas.copy()
    assert layout is not None
    words = QFontMetricsF(view.font()).height()
    assert layout.top >= (words if labels else 0) - 1
    (right, _), (_, bottom) = layout.corner(layout.columns - 1, 0), layout.corner(layout.count - 1, layout.rows - 1)
    assert bottom + layout.picture[0] + (words if layout.figures else 0) <= height + 1
    assert right + layout.picture[1] <= image.width()
    assert layout.count >= 8


def test_the_figures_go_with_the_errors_that_they_sum_up(view: ReconstructionsView) -> None:
    view.resize(1100, 240)
    draw(view, snapshot())
    view.state = replace(view.state, error=False)
    without = view.shown
    assert without is not None
    assert not without.figures
    view.state = replace(view.state, error=True)
    assert view.shown is not None
    assert view.shown.figures
    assert view.shown.picture[0] < without.picture[0]


def test_nothing_is_drawn_twice(view: ReconstructionsView) -> None:
    moment = snapshot()
    draw(view, moment)
    shown = view.moment_shown
    assert shown is not None
    draw(view, moment)
    assert view.moment_shown is shown
    draw(view, snapshot())
    assert view.moment_shown is not shown


@pytest.mark.parametrize("size", [(990, 250), (1150, 300), (500, 300)])
@pytest.mark.parametrize("shape", [(1, 1), (1, 8), (2, 4), (8, 1)])
def test_the_words_beside_low_pictures_do_not_lie_on_each_other(
    view: ReconstructionsView, shape: tuple[int, int], size: tuple[int, int]
) -> None:
    view.resize(*size)
    values = np.random.default_rng(0).normal(size=(10, shape[0] * shape[1])).astype(np.float32)
    draw(view, snapshot(shape=shape, inputs=values))
    show_errors(view)
    rows = view.shown
    assert rows is not None
    if rows.count:
        assert rows.row >= QFontMetricsF(view.font()).height()


@pytest.mark.parametrize("scale", [1e-12, 1.5e-7, 1.5e-4, 0.1, 30.0, 1.5e5, 1e30])
def test_the_scale_of_the_errors_is_not_cut_off_and_moves_nothing(view: ReconstructionsView, scale: float) -> None:
    moment = snapshot(inputs=pictures(1, 0.5), reconstructions=pictures(1, 0.5))
    draw(view, moment)
    show_errors(view)
    usual = view.shown
    draw(view, _with_reconstructions(moment, pictures(1, 0.5) + np.float32(scale)))
    assert view.shown == usual
    picture = view.canvas.copy()
    ground = picture.pixel(0, 0)
    assert all(picture.pixel(x, y) == ground for x in range(3) for y in range(picture.height()))


def test_what_is_drawn_over_another_moment_is_what_would_be_drawn_alone(qtbot: QtBot) -> None:
    inputs = np.random.default_rng(0).uniform(size=(10, 64)).astype(np.float32)
    first = snapshot(inputs=inputs, reconstructions=inputs * np.float32(0.5), labels=tuple("0123456789"))
    moments = [
        first,
        _with_reconstructions(first, inputs * np.float32(0.51)),  # on the same scale
        _with_reconstructions(first, inputs * np.float32(1e4)),  # on another, with wide figures
        _with_reconstructions(first, inputs * np.float32(0.5)),
        _with_reconstructions(first, np.full_like(inputs, np.nan)),
        snapshot(shape=(4, 4), inputs=inputs[:, :16], reconstructions=inputs[:, :16] * np.float32(0.5)),
        first,
    ]
    old = _view(qtbot)
    for moment in moments:
        draw(old, moment)
        new = _view(qtbot)
        draw(new, moment)
        assert old.canvas.copy() == new.canvas.copy()


def test_no_figure_is_wider_than_its_column_allows(view: ReconstructionsView) -> None:
    metrics = QFontMetricsF(view.font())
    for decimals, mantissa, usual in FIGURES:
        room = metrics.horizontalAdvance(usual) + BETWEEN
        for error in (0.0, 1.2e-8, 0.12345, 9.99999, 10.0, 123.456, 99999.7, 3e7, 1e38, math.nan, math.inf):
            assert metrics.horizontalAdvance(figure(error, decimals, mantissa)) <= room


def test_a_small_error_is_not_said_to_be_none() -> None:
    for decimals, mantissa, _ in FIGURES:
        assert figure(1.2e-8, decimals, mantissa).startswith("1")


def _nearest(column: list[QColor], colour: str) -> int:
    """Where it is most like this colour."""
    wanted = np.array(QColor(colour).getRgb())
    return int(np.argmin([np.abs(np.array(each.getRgb()) - wanted).sum() for each in column]))


def _with_reconstructions(moment: Snapshot, reconstructions: Array) -> Snapshot:
    only = lane(moment)
    later = Moment(only.moment.step, next(_revisions))
    parts = {**only.parts, Reconstructions(): ReconstructionsPart(later, reconstructions)}
    return replace(moment, lanes=(replace(only, moment=later, parts=parts),))
