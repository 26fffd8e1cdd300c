"""The singular values view: staircases, and the figures that say the same in a number."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QTableWidget
from pytestqt.qtbot import QtBot

from core.messages.snapshot import LayerFigures, LayerSnapshot
from gui.painting.plot import Figure
from gui.views.singular_values import SingularValuesView
from gui.widgets.theme import LIGHT
from tests.gui.snapshots import draw, layer, snapshot


@pytest.fixture
def view(qtbot: QtBot) -> SingularValuesView:
    made = SingularValuesView()
    qtbot.addWidget(made)
    made.resize(900, 240)
    made.show()
    return made


def of(*values: float, step: int = 90, angle: float = 3.25) -> LayerSnapshot:
    """A layer with these singular values."""
    figures = LayerFigures(step, 0.5, 0.25, np.array(values, np.float32), angle)
    return replace(layer(np.ones((len(values), 64), np.float32)), figures=figures)


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
    draw(view, snapshot(layers=(of(4.0, 2.0), of(1.0, angle=90.0))))
    first, second = figure(view).lines
    assert (first.colour.name(), second.colour.name()) == (LIGHT.train, LIGHT.validation)
    assert said(view) == [["layer 1", "0.5", "0.25", "3.2°", "90"], ["layer 2", "0.5", "0.25", "90.0°", "90"]]


def test_rows_of_layers_that_are_gone_are_gone(view: SingularValuesView) -> None:
    for layers in ((of(1.0),), (of(1.0), of(2.0)), (of(1.0),)):
        draw(view, snapshot(layers=layers))
        assert len(said(view)) == len(layers)


def test_figures_without_new_values_are_not_drawn_again(
    view: SingularValuesView, monkeypatch: pytest.MonkeyPatch
) -> None:
    layers = (of(1.0),)
    draw(view, snapshot(step=100, layers=layers))
    QApplication.processEvents()  # The table has come, and the plot makes room for it.
    monkeypatch.setattr(view.plot, "show_figure", lambda *_: pytest.fail("drawn again"))
    draw(view, snapshot(step=101, layers=layers))


def test_what_is_not_a_number_is_said_and_not_drawn(view: SingularValuesView) -> None:
    draw(view, snapshot(layers=(of(np.nan, np.nan, angle=np.nan),)))
    assert figure(view).lines[0].y.tolist() == [0, 0, 0, 0]
    assert said(view)[0][3] == "–"
