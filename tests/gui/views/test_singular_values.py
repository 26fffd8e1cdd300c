"""The singular values view: staircases, and the figures that say the same in a number."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QLabel, QTableWidget
from pytestqt.qtbot import QtBot

from core.messages.moment import Moment
from core.parts.figures import LayerFigures
from gui.design.tokens import LIGHT
from gui.plots.field import Range
from gui.plots.line import Line
from gui.views.singular_values import SingularValuesView
from tests.gui.conftest import lane
from tests.gui.snapshots import Layer, draw, layer, snapshot


@pytest.fixture
def view(qtbot: QtBot) -> SingularValuesView:
    made = SingularValuesView()
    qtbot.addWidget(made)
    made.resize(900, 240)
    made.show()
    return made


def of(*values: float, width: int = 64, angle: float = 3.25) -> Layer:
    """A layer with these singular values over ``width`` units."""
    figures = LayerFigures(0.5, 0.25, np.array(values, np.float32), angle)
    return layer(np.ones((len(values), width), np.float32), figures=figures)


def lines(view: SingularValuesView) -> tuple[Line, ...]:
    assert view.plot is not None
    return view.plot.lines


def shown(view: SingularValuesView) -> Range:
    assert view.plot is not None
    found: Range = view.plot.field.shown_range()
    return found


def said(view: SingularValuesView) -> list[list[str]]:
    """The table, a row a layer."""
    table = view.findChild(QTableWidget, "singular_values-figures")
    assert isinstance(table, QTableWidget)
    items = [
        [table.item(row, column) for column in range(table.columnCount())]
        for row in range(table.rowCount())
        if not table.isRowHidden(row)
    ]
    return [[item.text() for item in row if item is not None] for row in items]


def test_every_value_is_a_stair_and_one_is_where_the_transpose_undoes_w(view: SingularValuesView) -> None:
    draw(view, snapshot(layers=(of(4.0, 2.0, 0.5),)))
    (stairs,) = lines(view)
    assert stairs.x.tolist() == [0, 1, 1, 2, 2, 3]
    assert stairs.y.tolist() == [4, 4, 2, 2, 0.5, 0.5]
    assert view.plot is not None
    assert [words for _, words, _ in view.plot.names.placed()] == ["1: Wᵀ = W⁺"]
    assert (shown(view).left, shown(view).right) == (0, 3)
    assert shown(view).top > 4


def test_one_can_be_seen_where_all_values_are_smaller(view: SingularValuesView) -> None:
    draw(view, snapshot(layers=(of(0.2),)))
    assert shown(view).top > 1
    assert shown(view).bottom == 0


def test_every_layer_has_its_colour_and_its_figures(view: SingularValuesView) -> None:
    draw(view, snapshot(layers=(of(4.0, 2.0), of(1.0, width=2, angle=90.0))))
    first, second = lines(view)
    assert (first.stroke.colour, second.stroke.colour) == LIGHT.layers[:2]
    assert said(view) == [["layer 1", "0.5", "0.25", "3.2°", "100"], ["layer 2", "0.5", "0.25", "90.0°", "100"]]


def test_where_no_subspace_is_the_principal_one_it_is_said_what_is_captured(view: SingularValuesView) -> None:
    figures = LayerFigures(0.5, 0.25, np.ones(2, np.float32), 70.6, subspace_unique=False, captured=0.982)
    draw(view, snapshot(layers=(layer(np.ones((2, 64), np.float32), figures=figures),)))
    view.write()
    assert said(view)[0][3] == "captures 98.2 %"
    assert view.plot is not None
    assert "70.6" not in view.plot.accessibleDescription()


def test_a_value_can_be_read_and_taken_away(view: SingularValuesView) -> None:
    draw(view, snapshot(layers=(of(4.0, 2.0), of(1.25, width=2))))
    read = lines(view)[0].describe
    assert read is not None
    assert read(2) == ("layer 1, value 2 of 2", "σ = 2.0000")
    table = view.table()
    assert table.headings == ("number", "layer_1", "layer_2")
    assert [list(row) for row in table.rows] == [[1, 4.0, 1.25], [2, 2.0, ""]]


def test_rows_of_layers_that_are_gone_are_gone(view: SingularValuesView) -> None:
    for layers in ((of(1.0),), (of(1.0), of(2.0, width=1)), (of(1.0),)):
        draw(view, snapshot(layers=layers))
        assert len(said(view)) == len(layers)


def test_figures_without_new_values_are_not_drawn_again(
    view: SingularValuesView, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = snapshot(step=100, layers=(of(1.0),))
    draw(view, moment)
    QApplication.processEvents()  # The table has come, and the plot makes room for it.
    assert view.plot is not None
    monkeypatch.setattr(view.plot, "show_values", lambda *_: pytest.fail("drawn again"))
    later = replace(lane(moment), moment=Moment(101))  # with the figures of step 100
    draw(view, replace(moment, lanes=(later,)))
    assert said(view)[0][4] == "100"


def test_figures_of_long_ago_are_pale_and_say_so(view: SingularValuesView) -> None:
    moment = snapshot(step=100, layers=(of(1.0),))
    draw(view, moment)
    view.write()
    assert at(view) == "at step 100"
    assert lines(view)[0].stroke.colour == LIGHT.layer_1
    later = replace(moment, lanes=(replace(lane(moment), moment=Moment(1612)),))  # fifteen seconds later
    draw(view, later)
    view.write()
    assert at(view) == "at step 100 of 1\u2009612"
    assert lines(view)[0].stroke.colour != LIGHT.layer_1


def test_the_heading_is_of_the_step_that_is_drawn(view: SingularValuesView) -> None:
    for step in (100, 200):
        draw(view, snapshot(step=step, layers=(of(1.0),)))
        assert (at(view), said(view)[0][4]) == (f"at step {step}", str(step))


def test_it_says_to_a_screen_reader_what_it_shows(view: SingularValuesView) -> None:
    draw(view, snapshot(layers=(of(4.0, 2.0, 0.5),)))
    view.write()
    assert view.plot is not None
    for words in ("at step 100", "3 singular values from 4 to .5", "tie gap 0.25", "3.2°"):
        assert words in view.plot.accessibleDescription()


def test_what_is_not_a_number_is_said_and_not_drawn(view: SingularValuesView) -> None:
    draw(view, snapshot(layers=(of(np.nan, np.nan, angle=np.nan),)))
    assert np.isnan(lines(view)[0].y).all()
    assert said(view)[0][3] == "–"


def at(view: SingularValuesView) -> str:
    label = view.header.findChild(QLabel, "singular_values-at")
    assert isinstance(label, QLabel)
    return label.text()
