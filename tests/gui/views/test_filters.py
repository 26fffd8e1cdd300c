"""The filters view: which unit is where, in which colour."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QToolButton, QWidget
from pytestqt.logging import _QtMessageCapture as QtLog
from pytestqt.qtbot import QtBot

from core.messages.snapshot import Array
from core.parts.filters import Filters
from gui.painting import colours as scales
from gui.views.filters import FiltersState, FiltersView
from tests.gui.snapshots import draw, layer, snapshot

Child = TypeVar("Child", bound=QWidget)


@pytest.fixture
def view(qtbot: QtBot) -> FiltersView:
    return made_view(qtbot)


def made_view(qtbot: QtBot) -> FiltersView:
    made = FiltersView()
    qtbot.addWidget(made)
    made.resize(600, 330)
    made.show()
    return made


def child(view: FiltersView, kind: type[Child], name: str) -> Child:
    found = view.findChild(kind, name)
    assert isinstance(found, kind)
    return found


def colours(view: FiltersView, unit: int) -> tuple[QColor, QColor]:
    """Of the first value of the unit's encoder row and of its decoder column, as painted."""
    page = view.shown
    assert page is not None
    pairs = page.pairs
    scale, (rows, columns) = pairs.grid.scale, pairs.tile
    across, down = columns * scale + pairs.grid.gap_across, rows * scale + pairs.grid.gap
    row, column = divmod(unit - page.first, pairs.grid.columns)
    x, y = pairs.left + column * across, pairs.top + row * down
    image = view.canvas.copy()
    side = (columns - 1) // 2 + 1
    return image.pixelColor(x + scale // 2, y + scale // 2), image.pixelColor(x + side * scale + scale // 2, y)


def constant(*values: float) -> Array:
    """Units of which every weight is the same."""
    return np.repeat(np.array(values, np.float32)[:, None], 64, axis=1)


def scale_colour(view: FiltersView, index: int) -> QColor:
    return QColor(int(scales.diverging(view.theme)[index]))


def test_row_and_column_of_a_unit_stand_side_by_side_on_one_scale(view: FiltersView) -> None:
    draw(view, snapshot(layers=(layer(constant(1, -1, 0.5, 0), constant(-1, 0, 1, 0.5).T),)))
    high, low, zero = (scale_colour(view, index) for index in (255, 1, 128))
    assert colours(view, 0) == (high, low)
    assert colours(view, 1) == (low, zero)
    assert colours(view, 2)[1] == high
    assert colours(view, 3)[0] == zero


def test_own_scale_shows_weak_units_as_strongly(view: FiltersView, qtbot: QtBot) -> None:
    draw(view, snapshot(layers=(layer(constant(1, 0.01, 0)),)))
    high, zero = scale_colour(view, 255), scale_colour(view, 128)
    assert colours(view, 1)[0] != high
    QTest.mouseClick(child(view, QToolButton, "filters-own-scale"), Qt.MouseButton.LeftButton)
    assert colours(view, 1)[0] == high
    assert colours(view, 2)[0] == zero


def test_there_is_a_layer_choice_only_in_deep_networks(view: FiltersView) -> None:
    choice = child(view, QComboBox, "filters-layer")
    draw(view, snapshot())
    assert not choice.isVisible()
    draw(view, snapshot(layers=(layer(constant(1, 1, 1)), layer(np.array([[-1, 0, 0], [1, 1, 1]], np.float32)))))
    assert choice.isVisible()
    assert choice.count() == 2


def test_deeper_units_are_shown_through_the_layers_below(view: FiltersView) -> None:
    second = np.array([[-3, 0, 0], [1, 1, 1]], np.float32)
    draw(view, snapshot(layers=(layer(constant(1, 1, 1)), layer(second))))
    child(view, QComboBox, "filters-layer").setCurrentIndex(1)
    assert colours(view, 0)[0] == scale_colour(view, 1)  # −3 throughout, on a scale to 3
    assert colours(view, 1)[0] == scale_colour(view, 255)


def test_a_layer_that_is_gone_is_not_asked_for_any_more(view: FiltersView, qtbot: QtBot) -> None:
    draw(view, snapshot(layers=(layer(constant(1, 1)), layer(np.ones((2, 2), np.float32)))))
    child(view, QComboBox, "filters-layer").setCurrentIndex(1)
    assert view.needs() == {Filters(1)}
    with qtbot.waitSignal(view.needs_changed):
        draw(view, snapshot(layers=(layer(constant(1, 1, 1)),)))
    assert view.needs() == {Filters(0)}


def test_a_network_with_other_layers_begins_with_the_first(view: FiltersView) -> None:
    draw(view, snapshot(layers=(layer(constant(1, 1)), layer(np.ones((2, 2), np.float32)))))
    child(view, QComboBox, "filters-layer").setCurrentIndex(1)
    draw(view, snapshot(layers=(layer(constant(1, 1, 1)),)))
    assert child(view, QComboBox, "filters-layer").currentIndex() == 0
    assert view.filters is not None
    assert len(view.filters.encoder) == 3


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 1.75, 2.0])
def test_as_many_units_fit_on_screens_of_any_scale(
    view: FiltersView, monkeypatch: pytest.MonkeyPatch, ratio: float
) -> None:
    monkeypatch.setattr(view.canvas, "devicePixelRatioF", lambda: ratio)
    draw(view, snapshot(shape=(28, 28), layers=(layer(np.ones((64, 784), np.float32)),)))
    page = view.shown
    assert page is not None
    assert page.count == 64
    assert page.pairs.drawn[0] * page.pairs.grid.scale >= 24 * ratio


def test_many_units_come_in_pages(view: FiltersView, qtbot: QtBot) -> None:
    encoder = np.zeros((1024, 784), np.float32)
    draw(view, snapshot(shape=(28, 28), layers=(layer(encoder),)))
    pages = child(view, QWidget, "filters-page")
    assert pages.isVisible()
    back, on = (child(view, QToolButton, f"filters-page-{name}") for name in ("previous", "next"))
    assert view.shown is not None
    places = view.shown.count
    label = pages.findChild(QLabel)
    assert isinstance(label, QLabel)
    assert label.text() == f"units 1–{places} of 1024"
    assert not back.isEnabled()
    while on.isEnabled():
        QTest.mouseClick(on, Qt.MouseButton.LeftButton)
    assert label.text().endswith("–1024 of 1024")
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    assert on.isEnabled()
    draw(view, snapshot())
    assert not pages.isVisible()


def test_the_unit_under_the_mouse_is_described(view: FiltersView) -> None:
    draw(view, snapshot(layers=(layer(constant(1, 0.5)),)))
    assert view.shown is not None
    placed = view.shown.pairs
    words = view.describe(QPointF(placed.left + 3, placed.top + 3))
    assert words == "unit 1: norm of the encoder row 8, of the decoder column 8"
    assert view.describe(QPointF(placed.left - 3, placed.top + 3)) == ""
    assert view.describe(QPointF(placed.left + 3, placed.top - 3)) == ""


def test_nothing_is_described_where_nothing_could_be_placed(view: FiltersView) -> None:
    draw(view, snapshot(shape=(28, 28)))
    assert view.shown is not None
    placed = view.shown.pairs
    view.resize(600, 1)
    view.canvas.setFixedHeight(30)
    assert view.describe(QPointF(placed.left + 3, placed.top + 3)) == ""


def test_nothing_is_drawn_twice(view: FiltersView) -> None:
    moment = snapshot()
    draw(view, moment)
    shown = view.shown
    assert shown is not None
    draw(view, moment)
    assert view.shown is shown
    draw(view, snapshot())
    assert view.shown is not shown


def test_what_is_chosen_can_be_read_and_set(view: FiltersView, qtbot: QtBot) -> None:
    draw(view, snapshot(layers=(layer(constant(1, 1, 1)), layer(np.ones((300, 3), np.float32)))))
    assert view.state == FiltersState()
    view.state = FiltersState(layer=1, page=1, own_scale=True)
    assert child(view, QComboBox, "filters-layer").currentIndex() == 1
    assert child(view, QToolButton, "filters-own-scale").isChecked()
    assert view.shown is not None
    assert view.shown.first == view.shown.pairs.grid.places
    assert "layer 2" in view.headers()[0]
    QTest.mouseClick(child(view, QToolButton, "filters-page-previous"), Qt.MouseButton.LeftButton)
    assert view.state == FiltersState(layer=1, page=0, own_scale=True)


def test_what_is_chosen_before_there_is_a_network_is_shown_as_soon_as_there_is_one(view: FiltersView) -> None:
    deep = snapshot(layers=(layer(constant(1, 1, 1)), layer(np.ones((3, 3), np.float32))))
    view.state = FiltersState(layer=1)
    draw(view, deep)
    assert view.state.layer == 1
    assert child(view, QComboBox, "filters-layer").currentIndex() == 1


def test_there_is_never_more_than_the_last_layer_and_page(view: FiltersView) -> None:
    draw(view, snapshot())
    view.state = FiltersState(layer=7, page=9)
    assert view.state == FiltersState()


def test_other_data_that_came_while_it_was_hidden_can_be_shown(view: FiltersView) -> None:
    draw(view, snapshot())
    view.hide()
    draw(view, snapshot(shape=(12, 10)))
    view.resize(view.width() + 100, view.height())
    view.show()
    assert view.shown is not None
    assert view.shown.pairs.drawn[0] >= 12


def test_a_pager_that_comes_while_the_picture_is_made_does_not_disturb_it(view: FiltersView, qtlog: QtLog) -> None:
    for units in (4, 2000, 4):
        draw(view, snapshot(layers=(layer(np.ones((units, 64), np.float32)),)))
        view.grab()
    assert [record for record in qtlog.records if "QPainter" in record.message] == []


def test_what_is_drawn_over_another_moment_is_what_would_be_drawn_alone(qtbot: QtBot) -> None:
    weights = np.random.default_rng(0).normal(size=(6, 64)).astype(np.float32)
    moments = [
        snapshot(layers=(layer(weights),)),
        snapshot(layers=(layer(weights * np.float32(0.99)),)),  # on the same scale
        snapshot(layers=(layer(weights * np.float32(30)),)),  # on another
        snapshot(layers=(layer(weights),), dial=0.25),
        snapshot(layers=(layer(weights[:4]),)),
        snapshot(layers=(layer(weights * np.float32(np.nan)),)),
        snapshot(shape=(28, 28), layers=(layer(np.random.default_rng(1).normal(size=(64, 784)).astype(np.float32)),)),
    ]
    old = made_view(qtbot)
    for moment in moments:
        draw(old, moment)
        new = made_view(qtbot)
        draw(new, moment)
        assert old.canvas.copy() == new.canvas.copy()


@pytest.mark.parametrize(
    ("decoder", "dial", "words"),
    [
        ("transpose", None, "column of Wᵀ"),
        ("inverse", 0.0, "column of W⁺"),
        ("pseudo_inverse", 0.37, "column of the dial, t = 0.37"),
        ("untied", None, "column of the decoder"),
    ],
)
def test_the_columns_are_named_after_the_matrix_that_decodes_now(
    view: FiltersView, decoder: str, dial: float | None, words: str
) -> None:
    draw(view, snapshot(decoder=decoder, dial=dial))
    assert any(words in header for header in view.headers())
