"""The loss while the past is seen: curves go on, a cursor stands where one looks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.messages.moment import Moment
from core.messages.needs import Need, Part
from core.messages.snapshot import Snapshot
from core.parts.losses import LossPart, TrainingLoss, ValidationLoss
from gui.design.tokens import LIGHT
from gui.views.loss import LossView
from tests.gui.snapshots import draw, flip, pieces, snapshot


@pytest.fixture
def view(qtbot: QtBot) -> LossView:
    made = LossView()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.use_theme(LIGHT)
    made.show()
    return made


def now(step: int = 1000) -> Snapshot:
    course = pieces(([1, 10, 100], [0.2, 0.1, 0.05]), ([101, 500], [0.04, 0.03]))
    found = snapshot(step=step, run=77, course=course, marks=(flip(100, "pseudo_inverse"),), floor=0.01)
    return with_loss(found, step, 0.02)


def with_loss(found: Snapshot, step: int, loss: float) -> Snapshot:
    moment = Moment(step)
    known: dict[Need[Any], Part] = {
        TrainingLoss(): LossPart(moment, loss),
        ValidationLoss(): LossPart(moment, loss * 1.1),
    }
    (lane,) = found.lanes
    return replace(found, lanes=(replace(lane, moment=moment, parts={**lane.parts, **known}),))


def then(step: int, loss: float) -> Snapshot:
    return replace(with_loss(now(), step, loss), seen=step)


def drawn(view: LossView) -> tuple[list[float], tuple[int, ...]]:
    assert view.plot is not None
    assert view.plot.course is not None
    ends = tuple(stay.end for stay in view.plot.stays)
    return view.plot.course.steps.tolist(), ends


def test_curves_and_ribbon_go_on_to_now_while_the_past_is_seen(view: LossView) -> None:
    draw(view, now())
    before = drawn(view)
    assert before == ([1, 10, 100, 101, 500, 1000], (100, 1000))
    draw(view, then(40, 0.07))
    assert drawn(view) == before
    draw(view, now())
    assert drawn(view) == before


def test_a_cursor_says_the_step_and_its_loss_and_so_does_the_headline(view: LossView) -> None:
    draw(view, now())
    view.write()
    assert view.plot is not None
    assert view.plot.cursor.seen is None
    assert not view.plot.cursor.isVisible()
    draw(view, then(40, 0.07))
    view.write()
    seen = view.plot.cursor.seen
    assert seen is not None
    assert seen.x == pytest.approx(np.log10(40))
    assert seen.y == pytest.approx(np.log10(0.07))
    assert seen.words[0] == "40: .0700"
    assert view.plot.cursor.isVisible()
    assert "Step 40 is seen again" in view.plot.accessibleDescription()
    draw(view, now())
    assert view.plot.cursor.seen is None


def test_the_words_at_the_cursor_do_not_lie_on_the_curve_that_leads_there(view: LossView) -> None:
    draw(view, now())
    assert view.plot is not None
    plot = view.plot
    before = plot.grab().toImage()
    draw(view, then(900, 0.0205))
    after = plot.grab().toImage()
    end = round(plot.cursor.mapToScene(plot.cursor.boundingRect().topLeft()).x())
    end += round(float(plot.field.pixels(np.array([np.log10(900)]), np.array([0.0]))[0][0])) - 8
    colour = QColor(LIGHT.decoder("pseudo_inverse")).rgb()

    def curve(image: QImage) -> int:
        return sum(image.pixel(x, y) == colour for x in range(end - 60, end) for y in range(60, image.height()))

    assert curve(before) > 20
    assert curve(after) == curve(before)


def test_the_headline_is_that_of_the_step_seen(view: LossView) -> None:
    figure = view.header.findChild(QLabel, "loss-figure")
    assert figure is not None
    draw(view, now())
    view.write()
    assert figure.text() == "2.00"
    draw(view, then(40, 0.07))
    view.write()
    assert figure.text() == "7.00"


def test_a_loss_that_is_not_measured_yet_is_not_said(view: LossView) -> None:
    draw(view, now())
    past = then(40, 0.07)
    (lane,) = past.lanes
    draw(view, replace(past, lanes=(replace(lane, parts={}),)))
    view.write()
    assert view.plot is not None
    seen = view.plot.cursor.seen
    assert seen is not None
    assert seen.words[0] == "40"
    assert np.isnan(seen.y)


def test_since_the_change_there_is_no_cursor(view: LossView) -> None:
    draw(view, now())
    view.state = replace(view.state, steps="since")
    draw(view, then(40, 0.07))
    assert view.plot is not None
    assert view.plot.cursor.seen is None
