"""The filters view: which unit is where, in which colour."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QToolButton, QWidget
from pytestqt.logging import _QtMessageCapture as QtLog
from pytestqt.qtbot import QtBot

from core.messages.snapshot import Array
from core.parts.filters import Filters
from core.parts.inverse_filters import InverseFilters
from core.parts.likeness import Likeness
from gui.painting import colours as scales
from gui.views.filters import FiltersState, FiltersView
from gui.views.filters_order import Sorting
from gui.views.filters_state import Scale
from tests.gui.snapshots import draw, layer, snapshot

Child = TypeVar("Child", bound=QWidget)


@pytest.fixture
def view(qtbot: QtBot) -> FiltersView:
    return made_view(qtbot)


def made_view(qtbot: QtBot) -> FiltersView:
    made = FiltersView()
    qtbot.addWidget(made)
    made.resize(760, 400)
    dock = QWidget(made)  # beside what can be seen of it
    dock.setGeometry(0, 1000, 1300, 60)
    made.header.setParent(dock)
    made.header.resize(760, 40)
    dock.show()
    with qtbot.waitExposed(made):
        made.show()
    return made


def child(view: FiltersView, kind: type[Child], name: str) -> Child:
    # What stands above a view is in its dock's title bar.
    found = view.findChild(kind, name) or view.header.findChild(kind, name)
    assert isinstance(found, kind)
    return found


def colours(view: FiltersView, unit: int) -> tuple[QColor, ...]:
    """Of the first value of each of the unit's pictures, as painted."""
    page = view.shown
    assert page is not None
    place = page.place_of(unit)
    assert place is not None
    x, y, _, _ = page.pairs.box(place)
    image = view.canvas.copy()
    return tuple(image.pixelColor(x + page.pairs.across(side) + 1, y + 1) for side in range(page.pairs.sides))


def centre(view: FiltersView, unit: int) -> QPoint:
    """Where one points at a unit, in the canvas."""
    page = view.shown
    assert page is not None
    place = page.place_of(unit)
    assert place is not None
    x, y, width, height = page.pairs.box(place)
    return QPoint(x + width // 2, y + height // 2)


def choose(view: FiltersView, name: str) -> None:
    """In the menu of order and scale."""
    menu = child(view, QToolButton, "filters-options").menu()
    (action,) = (action for action in menu.actions() if action.objectName() == name)
    action.trigger()


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


def test_a_scale_for_each_unit_shows_weak_ones_as_strongly(view: FiltersView) -> None:
    draw(view, snapshot(layers=(layer(constant(1, 0.01, 0)),)))
    high, zero = scale_colour(view, 255), scale_colour(view, 128)
    assert colours(view, 1)[0] != high
    choose(view, "filters-scale-unit")
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
    assert Filters(1) in view.needs()
    with qtbot.waitSignal(view.needs_changed):
        draw(view, snapshot(layers=(layer(constant(1, 1, 1)),)))
    assert Filters(0) in view.needs()
    assert Filters(1) not in view.needs()


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
    assert page.pairs.picture[0] >= 24 * ratio


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


def test_a_unit_that_is_pointed_at_is_magnified_with_its_figures(view: FiltersView, qtbot: QtBot) -> None:
    encoder, decoder = constant(1, 0.5), constant(1, -0.25)
    draw(view, snapshot(layers=(layer(encoder, decoder.T),)))
    QTest.mouseMove(view.canvas, QPoint(1, 1))  # a move to where it is already would be none
    QTest.mouseMove(view.canvas, centre(view, 1))
    qtbot.waitUntil(view.magnifier.isVisible)
    words = view.magnifier.words()
    assert words.startswith("unit 2 of 2. encoder row: norm 4 · 0.5 … 0.5")
    assert "column of Wᵀ: norm 2 · −0.25 … −0.25" in words
    assert "cosine of row and column −1.000" in words
    ring = view.canvas.ring
    assert ring is not None
    assert ring.contains(QPointF(centre(view, 1)))
    QApplication.sendEvent(view.canvas, QEvent(QEvent.Type.Leave))
    assert not view.magnifier.isVisible()
    assert view.canvas.ring is None


def test_what_is_magnified_follows_the_training_and_asks_for_what_it_shows(view: FiltersView, qtbot: QtBot) -> None:
    draw(view, snapshot(run=1, layers=(layer(constant(1, 0.5)),)))
    assert not view.needs() & {InverseFilters(0), Likeness(0)}
    with qtbot.waitSignal(view.needs_changed):
        QTest.keyClick(view.canvas, Qt.Key.Key_Right)
    assert {InverseFilters(0), Likeness(0)} <= view.needs()
    draw(view, snapshot(run=1, revision=1, layers=(layer(constant(2, 0.5)),)))
    assert "norm 16" in view.magnifier.words()


def test_the_keyboard_reaches_every_unit_on_every_page(view: FiltersView) -> None:
    draw(view, snapshot(shape=(28, 28), layers=(layer(np.ones((300, 784), np.float32)),)))
    assert view.canvas.focusPolicy() & Qt.FocusPolicy.TabFocus
    seen = []
    for _ in range(301):
        QTest.keyClick(view.canvas, Qt.Key.Key_Right)
        seen.append(int(view.magnifier.words().split()[1]))
    assert seen == [*range(1, 301), 300]
    QTest.keyClick(view.canvas, Qt.Key.Key_Up)
    assert int(view.magnifier.words().split()[1]) < 300
    assert "unit" in view.canvas.accessibleDescription()
    QTest.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert not view.magnifier.isVisible()


def test_nothing_is_magnified_between_pages_and_views(view: FiltersView) -> None:
    draw(view, snapshot())
    QTest.keyClick(view.canvas, Qt.Key.Key_Right)
    view.hide()
    assert not view.magnifier.isVisible()


def test_dead_units_are_counted_and_crossed_out(view: FiltersView) -> None:
    draw(view, snapshot(layers=(layer(constant(1, 1, 1, 1)),), dead=(2,)))
    view.write()
    assert child(view, QLabel, "filters-dead").text() == "1 of 4 dead"
    assert "1 dead on 2000 training examples" in view.canvas.accessibleDescription()
    high, image = scale_colour(view, 255), view.canvas.copy()
    crossed = [unit for unit in range(4) if image.pixelColor(centre(view, unit) - QPoint(6, 6)) != high]
    assert crossed == [2]
    draw(view, snapshot(layers=(layer(constant(1, 1, 1, 1)),)))
    view.write()
    assert not child(view, QLabel, "filters-dead").isVisible()


def test_the_column_of_the_pseudo_inverse_stands_beside_that_of_the_decoder(view: FiltersView) -> None:
    draw(view, snapshot(layers=(layer(constant(1)),)))
    assert len(colours(view, 0)) == 2
    QTest.mouseClick(child(view, QToolButton, "filters-inverse"), Qt.MouseButton.LeftButton)
    assert InverseFilters(0) in view.needs()
    third = colours(view, 0)[2]
    assert third == scale_colour(view, 130)  # 1/64 of the scale
    assert "W⁺" in view.headers()[0]


def test_each_side_may_have_its_scale_and_says_it(view: FiltersView) -> None:
    draw(view, snapshot(layers=(layer(constant(2, 1), constant(0.5, 0.25).T),)))
    assert "encoder row of W ±2 | decoder column of Wᵀ ±0.5" in view.headers()
    assert colours(view, 0)[1] != scale_colour(view, 255)
    choose(view, "filters-scale-side")
    assert colours(view, 0) == (scale_colour(view, 255),) * 2
    assert view.state.scale == "side"


def test_units_can_be_ordered_by_norm_and_by_likeness_to_pca(view: FiltersView) -> None:
    draw(view, snapshot(layers=(layer(constant(1, 3, 2)),), running=False))
    assert view.shown is not None
    assert view.shown.units.tolist() == [0, 1, 2]
    choose(view, "filters-order-norm")
    assert view.shown.units.tolist() == [1, 2, 0]
    choose(view, "filters-order-pca")
    assert Likeness(0) in view.needs()
    assert view.shown.units.tolist() == [2, 1, 0]
    assert child(view, QToolButton, "filters-options").text() == "like PCA"


def test_an_order_stays_for_a_second_while_it_learns() -> None:
    now = [10.0]
    sorting = Sorting(clock=lambda: now[0])
    first, second = constant(1, 3, 2), constant(9, 3, 2)

    def order(encoder: Array, *, running: bool = True) -> list[int]:
        return [int(unit) for unit in sorting.order("norm", encoder, None, "run", running=running)]

    assert order(first) == [1, 2, 0]
    now[0] += 0.9
    assert order(second) == [1, 2, 0]
    now[0] += 0.2
    assert order(second) == [0, 1, 2]
    assert order(first, running=False) == [1, 2, 0]


def test_the_wheel_makes_tiles_larger_and_back(view: FiltersView) -> None:
    draw(view, snapshot(shape=(28, 28), layers=(layer(np.ones((64, 784), np.float32)),)))
    assert view.shown is not None
    fitting = view.shown.pairs
    QTest.keyClick(view.canvas, Qt.Key.Key_Plus)
    assert view.shown.pairs.picture[0] > fitting.picture[0]
    assert view.shown.count < 64
    for _ in range(3):
        QTest.keyClick(view.canvas, Qt.Key.Key_Minus)
    assert view.shown.pairs == fitting
    assert view.state.zoom == 0


@pytest.mark.parametrize("shape", [(1, 8), (1, 64), (8, 1)])
def test_rows_of_values_are_curves(view: FiltersView, shape: tuple[int, int]) -> None:
    values = np.linspace(-1, 1, shape[0] * shape[1], dtype=np.float32)[None].repeat(4, axis=0)
    draw(view, snapshot(shape=shape, layers=(layer(values),)))
    assert view.shown is not None
    assert view.shown.pairs.picture[0] >= 60
    x, y, _, height = view.shown.pairs.box(0)
    image = view.canvas.copy()
    inked = [image.pixelColor(x + 3, y + row) != scale_colour(view, 128) for row in range(height)]
    assert not any(inked[: height // 2 - 1])
    assert all(inked[height // 2 + 2 : height * 3 // 4])


def test_a_narrow_header_says_less_and_cuts_nothing_off(view: FiltersView) -> None:
    draw(view, snapshot(shape=(28, 28), layers=(layer(np.ones((300, 784), np.float32)),), dead=(1,)))
    view.write()
    for width in (1200, 900, 700, 500, 400):
        view.header.resize(width, 40)
        QApplication.sendPostedEvents()
        layout = view.header.layout()
        assert layout is not None
        assert layout.minimumSize().width() <= width
        options = child(view, QToolButton, "filters-options")
        assert width < 500 or options.isVisible()
        assert width < 500 or view.controls.caption.text().endswith(("decoder", "Wᵀ", "±1"))


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
    view.state = FiltersState(layer=1, page=1, scale="unit")
    assert child(view, QComboBox, "filters-layer").currentIndex() == 1
    assert view.shown is not None
    assert view.shown.first == view.shown.pairs.grid.places
    assert "layer 2" in view.headers()[0]
    QTest.mouseClick(child(view, QToolButton, "filters-page-previous"), Qt.MouseButton.LeftButton)
    assert view.state == FiltersState(layer=1, page=0, scale="unit")


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
    assert view.shown.pairs.picture[0] >= 12


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
        ("untied", None, "column of the free D"),
    ],
)
def test_the_columns_are_named_after_the_matrix_that_decodes_now(
    view: FiltersView, decoder: str, dial: float | None, words: str
) -> None:
    draw(view, snapshot(decoder=decoder, dial=dial))
    assert any(words in header for header in view.headers())


@pytest.mark.parametrize("inverse", [False, True])
@pytest.mark.parametrize("scale", ["both", "side", "unit"])
@pytest.mark.parametrize("hole", [False, True])
def test_what_is_one_for_both_sides_is_drawn_as_if_it_were_two(
    qtbot: QtBot, scale: Scale, *, inverse: bool, hole: bool
) -> None:
    encoder = np.random.default_rng(0).normal(size=(5, 64)).astype(np.float32)
    if hole:
        encoder[2, 7] = np.nan
    pictures = []
    for columns in (encoder, encoder.copy()):
        view = made_view(qtbot)
        view.state = FiltersState(scale=scale, inverse=inverse)
        moment = snapshot(layers=(layer(encoder),))
        (lane,) = moment.lanes
        part = lane.part(Filters())
        assert part is not None
        parts = {**lane.parts, Filters(): replace(part, encoder=encoder, columns=columns)}
        draw(view, replace(moment, lanes=(replace(lane, parts=parts),)))
        pictures.append(view.canvas.copy())
    assert pictures[0] == pictures[1]
