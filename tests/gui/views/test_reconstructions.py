"""The reconstructions view: what is in which row."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import count

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFontMetricsF
from pytestqt.qtbot import QtBot

from core.messages.moment import Moment
from core.messages.snapshot import Array, Snapshot
from core.parts.reconstructions import Reconstructions, ReconstructionsPart
from gui.painting import colours as scales
from gui.painting.numbers import figure
from gui.views.reconstructions import FIGURE, USUAL, ReconstructionsView
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
    made.show()
    return made


def colour(view: ReconstructionsView, row: int, column: int) -> QColor:
    """In the upper left corner of a picture."""
    layout = view.shown
    assert layout is not None
    y = layout.top + row * layout.line
    return view.canvas.copy().pixelColor(layout.left + column * layout.pitch, y)


def pictures(*values: float) -> np.ndarray:
    return np.repeat(np.array(values, np.float32)[:, None], 64, axis=1)


def test_input_reconstruction_and_error_stand_below_each_other(view: ReconstructionsView) -> None:
    draw(view, snapshot(inputs=pictures(1, 0, 0.5), reconstructions=pictures(0, 1, 0.5)))
    white, black = QColor("#ffffff"), QColor("#000000")
    low, zero, high = (QColor(int(scales.diverging(view.theme)[index])) for index in (1, 128, 255))
    assert [colour(view, row, 0) for row in range(3)] == [white, black, low]
    assert [colour(view, row, 1) for row in range(3)] == [black, white, high]
    assert colour(view, 2, 2) == zero


def test_data_that_are_no_pictures_get_a_signed_scale(view: ReconstructionsView) -> None:
    draw(view, snapshot(inputs=pictures(2, -2, 0), reconstructions=pictures(2, -2, 0)))
    low, zero, high = (QColor(int(scales.diverging(view.theme)[index])) for index in (1, 128, 255))
    assert [colour(view, 0, column) for column in range(3)] == [high, low, zero]


def test_the_error_of_the_example_under_the_mouse_is_said(view: ReconstructionsView) -> None:
    draw(view, snapshot(inputs=pictures(1, 0), reconstructions=pictures(0.5, 0), labels=("seven", "two")))
    layout = view.shown
    assert layout is not None
    assert view.describe(QPointF(layout.left + 2, 99)) == "example 1 (seven): mean squared error per component 0.25"
    assert view.describe(QPointF(2, 99)) == ""


def test_there_are_fewer_examples_where_there_is_less_room(view: ReconstructionsView) -> None:
    draw(view, snapshot())
    assert view.shown is not None
    assert view.shown.count == 10
    view.resize(400, 300)
    assert 1 <= view.shown.count < 10


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
    assert layout.top + 3 * layout.line - layout.grid.gap + words <= height + 1
    assert layout.left + layout.count * layout.pitch - layout.grid.gap_across <= image.width()
    assert layout.count >= 8


def test_nothing_is_drawn_twice(view: ReconstructionsView) -> None:
    moment = snapshot()
    draw(view, moment)
    errors = view.errors
    assert errors is not None
    draw(view, moment)
    assert view.errors is errors
    draw(view, snapshot())
    assert view.errors is not errors


@pytest.mark.parametrize("size", [(990, 250), (1150, 300), (500, 300)])
@pytest.mark.parametrize("shape", [(1, 1), (1, 8), (2, 4), (8, 1)])
def test_the_words_beside_low_pictures_do_not_lie_on_each_other(
    view: ReconstructionsView, shape: tuple[int, int], size: tuple[int, int]
) -> None:
    view.resize(*size)
    values = np.random.default_rng(0).normal(size=(10, shape[0] * shape[1])).astype(np.float32)
    draw(view, snapshot(shape=shape, inputs=values))
    rows = view.shown
    assert rows is not None
    # The name of a row with a scale is two lines high, the one below it one.
    assert rows.line >= 1.5 * QFontMetricsF(view.font()).height()


@pytest.mark.parametrize("scale", [1e-12, 1.5e-7, 1.5e-4, 0.1, 30.0, 1.5e5, 1e30])
def test_the_scale_of_the_errors_is_not_cut_off_and_moves_nothing(view: ReconstructionsView, scale: float) -> None:
    moment = snapshot(inputs=pictures(1, 0.5), reconstructions=pictures(1, 0.5))
    draw(view, moment)
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
    for error in (0.0, 0.12345, 9.99999, 10.0, 123.456, 99999.7, 3e7, 1e38, math.nan, math.inf):
        assert metrics.horizontalAdvance(figure(error, *FIGURE)) <= metrics.horizontalAdvance(USUAL)


def _with_reconstructions(moment: Snapshot, reconstructions: Array) -> Snapshot:
    only = lane(moment)
    later = Moment(only.moment.step, next(_revisions))
    parts = {**only.parts, Reconstructions(): ReconstructionsPart(later, reconstructions)}
    return replace(moment, lanes=(replace(only, moment=later, parts=parts),))
