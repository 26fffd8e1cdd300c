"""The singular values view: staircases, and the figures that say the same in a number."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QTableWidget
from pytestqt.qtbot import QtBot

from core.messages.moment import Moment
from core.parts.figures import LayerFigures
from gui.design.tokens import LIGHT
from gui.painting.plot import Figure
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


def figure(view: SingularValuesView) -> Figure:
    assert view.plot.figure is not None
    return view.plot.figure


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
    (stairs,) = figure(view).lines
    assert stairs.x.tolist() == [0, 1, 1, 2, 2, 3]
    assert stairs.y.tolist() == [4, 4, 2, 2, 0.5, 0.5]
    assert figure(view).floor == 1
    assert figure(view).right == 3
    assert figure(view).top > 4


def test_one_can_be_seen_where_all_values_are_smaller(view: SingularValuesView) -> None:
    draw(view, snapshot(layers=(of(0.2),)))
    assert figure(view).top > 1
    assert figure(view).bottom == 0


def test_every_layer_has_its_colour_and_its_figures(view: SingularValuesView) -> None:
    draw(view, snapshot(layers=(of(4.0, 2.0), of(1.0, width=2, angle=90.0))))
    first, second = figure(view).lines
    assert (first.colour.name(), second.colour.name()) == (LIGHT.train, LIGHT.validation)
    assert said(view) == [["layer 1", "0.5", "0.25", "3.2°", "100"], ["layer 2", "0.5", "0.25", "90.0°", "100"]]


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
    monkeypatch.setattr(view.plot, "show_figure", lambda *_: pytest.fail("drawn again"))
    later = replace(lane(moment), moment=Moment(101))  # with the figures of step 100
    draw(view, replace(moment, lanes=(later,)))
    assert said(view)[0][4] == "100"


def test_what_is_not_a_number_is_said_and_not_drawn(view: SingularValuesView) -> None:
    draw(view, snapshot(layers=(of(np.nan, np.nan, angle=np.nan),)))
    assert figure(view).lines[0].y.tolist() == [0, 0, 0, 0]
    assert said(view)[0][3] == "–"
