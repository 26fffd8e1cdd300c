"""Gauges and the sentence, drawn by hand and in a window that trains."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.messages.moment import Moment
from core.messages.snapshot import Snapshot
from core.parts.figures import Figures, FiguresPart, LayerFigures
from core.parts.losses import LossPart, TrainingLoss, ValidationLoss
from core.parts.traces import Traces, TracesPart
from gui.bands.gauge import BESIDE, Gauge
from gui.bands.gauge_traces import shapes
from gui.bands.gauges import GaugesBand
from gui.bands.sentence import SentenceLine
from gui.design.tokens import LIGHT, STEP
from gui.design.typography import Role
from gui.sentences.rules import Words
from tests.gui.conftest import User
from tests.gui.snapshots import flip, layer, pieces, snapshot

NAMES = ("tie_gap", "sigma", "off_pca", "dead", "step_time")
NEAR = LayerFigures(0.01, 0.0021, np.array([1.002, 1.0, 0.999], np.float32), 2.2)


@pytest.fixture
def band(qtbot: QtBot) -> GaugesBand:
    made = GaugesBand()
    qtbot.addWidget(made)
    made.use_theme(LIGHT)
    made.resize(1400, 40)
    made.show()
    return made


def gauge(band: QWidget, name: str) -> Gauge:
    found = band.findChild(QWidget, f"gauge-{name}")
    assert isinstance(found, Gauge)
    return found


def show(band: GaugesBand, moment: Snapshot) -> None:
    (lane,) = moment.lanes
    band.draw(moment, lane)
    band.write()


def of(figures: LayerFigures, **options: object) -> Snapshot:
    weights = np.eye(3, 64, dtype=np.float32)
    moment = snapshot(layers=(layer(weights, figures=figures),), dead=(1,), **options)  # type: ignore[arg-type]
    return replace(moment, step_seconds={"transpose": 0.00008, "pseudo_inverse": 0.00016})


def test_they_say_what_w_is_like(band: GaugesBand) -> None:
    show(band, of(NEAR))
    said = {name: gauge(band, name).accessibleDescription() for name in NAMES}
    assert said == {
        "tie_gap": ".0021",
        "sigma": ".999 … 1.002",
        "off_pca": "2°",
        "dead": "1 / 3",
        "step_time": ".08 ms W⁺ .16",
    }
    for name in NAMES:
        assert gauge(band, name).toolTip()


def test_where_no_subspace_is_the_principal_one_there_is_no_angle(band: GaugesBand) -> None:
    show(band, of(replace(NEAR, largest_principal_angle=70.6, subspace_unique=False, captured=0.9991)))
    assert gauge(band, "off_pca").figure == "99.9 %"
    assert "Equal variances" in gauge(band, "off_pca").toolTip()


def test_nothing_moves_while_numbers_change(band: GaugesBand) -> None:
    show(band, of(NEAR))
    before = places(band)
    for gap, stretch, angle in ((1.3e-5, 0.0123, 88.9), (4.02, 3.3, 0.3), (0.5, 1.0, 12.0)):
        values = np.array([stretch, stretch / 2], np.float32)
        show(band, of(LayerFigures(1.0, gap, values, angle)))
        assert places(band) == before


def test_what_is_old_says_of_which_step_it_is(band: GaugesBand, qtbot: QtBot) -> None:
    moment = of(NEAR, step=5000)
    (lane,) = moment.lanes
    show(band, moment)
    fresh = gauge(band, "sigma").grab().toImage()
    old = replace(lane, parts={**lane.parts, Figures(): FiguresPart(Moment(40), (NEAR,))})
    show(band, replace(moment, lanes=(old,)))
    assert "At step 40." in gauge(band, "sigma").toolTip()
    assert gauge(band, "sigma").grab().toImage() != fresh


def places(band: GaugesBand) -> list[QRect]:
    return [gauge(band, name).geometry() for name in NAMES if gauge(band, name).isVisible()]


@pytest.mark.parametrize(
    ("width", "traced", "timed"), [(1416, True, True), (1000, False, True), (700, False, False), (400, False, False)]
)
def test_where_there_is_little_room_traces_go_first_and_then_the_time_of_a_step(
    band: GaugesBand, width: int, traced: bool, timed: bool
) -> None:
    band.resize(width, band.height())
    show(band, of(NEAR))
    assert gauge(band, "tie_gap").traced == traced
    assert gauge(band, "step_time").isVisible() == timed
    for one, other in pairwise([*places(band), band.sentence.geometry()]):
        assert not one.intersects(other)
        assert band.rect().contains(other)


def test_gauges_are_evenly_apart_and_the_sentence_has_a_line_of_its_own_below(band: GaugesBand) -> None:
    band.resize(1416, band.height())
    show(band, of(NEAR))
    lefts = {other.left() - one.left() for one, other in pairwise(places(band))}
    assert len(lefts) == 1
    assert band.sentence.width() == 1416
    assert all(each.bottom() < band.sentence.y() for each in places(band))
    assert band.height() % STEP == 0


def ink(image: QImage, left: int, right: int) -> tuple[int, int]:
    """The first and the last line that something is drawn on between two columns."""
    empty = image.pixel(0, 0)
    lines = [y for y in range(image.height()) if any(image.pixel(x, y) != empty for x in range(left, right))]
    return lines[0], lines[-1]


def test_a_trace_stands_on_the_line_of_its_figure_as_high_as_its_capitals_and_right_beside_it(
    band: GaugesBand,
) -> None:
    band.resize(1416, band.height())
    flat = np.tile(np.array([0.5, 0.9, 1.1, 3.0, np.nan, 0], np.float32), (4, 1))
    flat[:, 5] = 0, 1, 2, 3
    moment = of(NEAR, step=1000)
    (lane,) = moment.lanes
    part = TracesPart(Moment(1000), np.array([1, 10, 100, 1000]), flat)
    show(band, replace(moment, lanes=(replace(lane, parts={**lane.parts, Traces(): part}),)))
    one = gauge(band, "dead")
    words = QFontMetrics(LIGHT.font(Role.SMALL)).horizontalAdvance("dead") + STEP + BESIDE
    figure = words + QFontMetrics(LIGHT.font(Role.FIGURE)).horizontalAdvance("1 / 3")
    image = one.grab().toImage()
    trace = ink(image, figure + 1, one.width())
    capitals = QFontMetrics(LIGHT.font(Role.FIGURE)).capHeight()
    base = (one.height() + capitals) // 2
    assert abs(trace[1] - base) <= 1
    assert abs(trace[0] - (base - capitals)) <= 1
    columns = range(figure + 1, one.width())
    first = next(x for x in columns if any(image.pixel(x, y) != image.pixel(0, 0) for y in range(image.height())))
    assert abs(first - figure - 1.5 * STEP) <= 2


def test_a_sentence_for_which_there_is_no_room_ends_in_dots(qtbot: QtBot) -> None:
    line = SentenceLine()
    qtbot.addWidget(line)
    line.use_theme(LIGHT)
    line.resize(2000, 24)
    line.say(Words("What is seen is this.", "[T] flips."))
    whole = line.grab().toImage()
    line.resize(100, 24)
    assert ink(line.grab().toImage(), 0, 100)
    line.resize(2000, 24)
    assert line.grab().toImage() == whole


def test_losses_of_whole_sets_are_not_asked_for_beside_a_sample_s_curve(band: GaugesBand, qtbot: QtBot) -> None:
    moment = of(NEAR)
    (lane,) = moment.lanes
    show(band, moment)
    assert {TrainingLoss(), ValidationLoss()} <= band.needs()
    few = replace(lane, losses=replace(lane.losses, sampled=256))
    with qtbot.waitSignal(band.needs_changed):
        show(band, replace(moment, lanes=(few,)))
    assert not {TrainingLoss(), ValidationLoss()} & band.needs()


def test_a_trace_has_the_colours_of_its_decoders() -> None:
    steps = np.array([1, 10, 100, 1000])
    values = np.tile(np.array([0.5, 0.9, 1.1, 3.0, np.nan, 0], np.float32), (4, 1))
    part = TracesPart(Moment(1000), steps, values)
    moment = snapshot(step=1000, losses=np.full(1000, 0.02), marks=(flip(50, "pseudo_inverse"),))
    (lane,) = moment.lanes
    shape = shapes(part, lane, LIGHT)["tie_gap"]
    assert shape.pieces == ((0, 2, LIGHT.transpose), (1, 4, LIGHT.pseudo_inverse))
    assert shape.across[-1] == pytest.approx(1)
    assert (np.diff(shape.across) > 0).all()
    assert len(shapes(part, lane, LIGHT)["sigma"].lines) == 2


def test_what_stands_still_is_told_by_the_sentence_as_by_the_figures(band: GaugesBand) -> None:
    """The last loss comes a moment after the pause, and no other snapshot after it."""
    line = band.findChild(SentenceLine)
    assert line is not None
    for loss, words in ((0.03, "3.00"), (0.02, "2.00")):
        moment = snapshot(step=100, running=False, run=7, floor=0.01)
        (lane,) = moment.lanes
        parts = {**lane.parts, TrainingLoss(): LossPart(lane.moment, loss)}
        show(band, replace(moment, lanes=(replace(lane, parts=parts),)))
        assert words in line.words.seen


def test_a_sentence_can_be_read_before_another_comes(qtbot: QtBot) -> None:
    now = [0.0]
    line = SentenceLine(clock=lambda: now[0])
    qtbot.addWidget(line)
    line.say(Words("One.", "[T] flips."))
    now[0] = 1.9
    line.say(Words("Two."))
    assert line.words.seen == "One."
    now[0] = 2.1
    line.say(Words("Two."))
    assert line.words.seen == "Two."
    line.say(Words("Three."), at_once=True)
    assert line.words.seen == "Three."
    assert line.accessibleDescription() == "Three."


def test_a_sentence_that_came_too_early_is_said_when_its_time_has_come(qtbot: QtBot) -> None:
    now = [0.0]
    line = SentenceLine(clock=lambda: now[0])
    qtbot.addWidget(line)
    line.say(Words("One."))
    now[0] = 1.95
    line.say(Words("Two."))
    line.say(Words("Three."))
    # It stands still: nothing else is said.
    qtbot.waitUntil(lambda: line.words.seen == "Three.")


def test_of_a_step_that_is_seen_again_its_own_loss_is_said_as_soon_as_it_is_known(band: GaugesBand) -> None:
    course = pieces(([1, 5], [0.09, 0.08]))
    before, known = (replace(snapshot(step=step, floor=0.01, course=course), seen=step) for step in (5, 6))
    show(band, before)
    (lane,) = known.lanes
    unknown = {need: part for need, part in lane.parts.items() if need != TrainingLoss()}
    show(band, replace(known, lanes=(replace(lane, parts=unknown),)))
    show(band, known)
    assert band.sentence.words.seen.startswith("Step 6, seen again: 3.00 times")


def test_a_click_opens_the_view_that_explains_it(user: User) -> None:
    view = user.window.views["singular_values"]
    assert not view.in_sight
    user.click("gauge-sigma")
    user.wait(lambda: view.in_sight)


def test_in_a_window_they_follow_the_training(open_window: Callable[..., User]) -> None:
    user = open_window()
    user.see(lambda moment: len(moment.lanes[0].parts.keys() & {Figures(), Traces()}) == 2)
    user.wait(lambda: user.find("gauge-tie_gap").figure != "–")
    assert user.find("sentence").words.seen
    user.click("run")
    user.see(lambda moment: not moment.running)
    user.wait(lambda: "[Space]" in user.find("sentence").words.then or "after" in user.find("sentence").words.seen)
