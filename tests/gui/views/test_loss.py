"""The loss view: what can be read off the plot, and that nothing shows before its cause."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from core.messages.events import LeftBehind
from core.messages.losses import LossCurve
from core.messages.moment import Moment
from core.messages.snapshot import Mark, Snapshot
from gui.design.tokens import LIGHT
from gui.plots.line import Line
from gui.plots.loss_state import LossState
from gui.plots.losses import course
from gui.views.loss import LossView
from gui.window.ghosts import Ghosts
from tests.gui.conftest import lane
from tests.gui.snapshots import draw, flip, pieces, snapshot


@pytest.fixture
def view(qtbot: QtBot) -> LossView:
    made = LossView()
    qtbot.addWidget(made)
    made.header.setParent(made)
    made.resize(640, 420)
    made.show()
    return made


def curves(view: LossView, *, dotted: bool = False) -> list[Line]:
    """Of the training set, or the dotted ones of the validation set."""
    assert view.plot is not None
    return [line for line in view.plot.lines if line.describe is not None and line.stroke.dots == dotted]


def words(view: LossView, name: str) -> str:
    found = view.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def names(view: LossView) -> list[str]:
    assert view.plot is not None
    return [said for _, said, _ in view.plot.names.placed()]


def twice_flipped(step: int = 400) -> Snapshot:
    told = pieces(([1, 10, 100], [0.2, 0.1, 0.05]), ([100, 101, 300], [0.4, 0.2, 0.02]), ([300, 310], [0.03, 0.02]))
    flips = (flip(100, "pseudo_inverse"), flip(300, "transpose"))
    return snapshot(step=step, course=told, marks=flips, validation_floor=0.012)


def test_no_line_crosses_a_change_and_each_has_its_decoder_s_colour(view: LossView) -> None:
    draw(view, twice_flipped())
    for dotted in (False, True):
        lines = curves(view, dotted=dotted)
        assert [line.x.tolist() for line in lines] == [[1, 10, 100], [100, 101, 300], [300, 310, 400]]
        colours = [LIGHT.transpose, LIGHT.pseudo_inverse, LIGHT.transpose]
        assert [line.stroke.colour for line in lines] == colours


def test_the_screen_shows_nothing_of_a_flip_before_it(view: LossView) -> None:
    draw(view, twice_flipped())
    QApplication.processEvents()
    assert view.plot is not None
    field = view.plot.field
    image = view.plot.grab().toImage()
    orange = QColor(LIGHT.pseudo_inverse)
    across = {x for x in range(image.width()) for y in range(40, image.height()) if image.pixelColor(x, y) == orange}
    ((begin, _), (end, _)) = field.pixels(np.log10([100.0, 300.0]), np.array([-1.0, -1.0])).tolist()
    left = field.mapToScene(QPointF(0, 0)).x()
    assert min(across) >= left + begin - 2
    assert max(across) <= left + end + 2


def test_the_plot_begins_at_the_first_step_and_reaches_from_the_first_loss_to_the_floor(view: LossView) -> None:
    draw(view, twice_flipped())
    assert view.plot is not None
    shown = view.plot.field.shown_range()
    assert shown.left == pytest.approx(np.log10(0.8)), "what was before the first step"
    assert shown.right >= np.log10(400)
    assert shown.bottom < np.log10(0.01)
    assert shown.top > np.log10(0.44)


def test_no_axis_jumps_while_it_learns(view: LossView) -> None:
    steps = np.unique(np.geomspace(1, 900, 60).astype(int))
    losses = 0.01 + 0.2 / np.sqrt(steps)
    ranges = set()
    for count in range(1, len(steps) + 1):
        told = pieces((steps[:count].tolist(), losses[:count].tolist()))
        now = snapshot(step=int(steps[count - 1]), run=999_999, course=told)
        draw(view, replace(now, lanes=(replace(lane(now), parts={}),)))
        assert view.plot is not None
        ranges.add(view.plot.field.shown_range())
    assert len(ranges) <= 2


def test_the_headline_is_how_far_above_the_floor_it_is_now(view: LossView) -> None:
    draw(view, snapshot(step=101, floor=0.0299))
    view.write()
    assert (words(view, "loss-figure"), words(view, "loss-unit")) == ("1.003", "× floor")


@pytest.mark.parametrize(
    ("loss", "said"), [(3.1e-8, "3.1·10⁻⁸"), (1e-15, "10⁻¹⁵"), (0.0, "0"), (2.5e30, "2.5·10³⁰"), (0.03, ".03")]
)
def test_where_there_is_no_floor_the_loss_is_said_however_small_or_large(
    view: LossView, loss: float, said: str
) -> None:
    now = snapshot(course=pieces(([1, 100], [0.1, loss])), floor=0.0, validation_floor=0.0)
    draw(view, replace(now, lanes=(replace(lane(now), parts={}),)))
    view.write()
    assert words(view, "loss-figure") == said
    assert view.plot is not None
    QApplication.processEvents()
    assert np.isfinite([view.plot.field.shown_range().bottom, view.plot.field.shown_range().top]).all()
    assert any("PCA" in said for said in names(view)) is False


def test_a_sample_is_called_one(view: LossView) -> None:
    now = snapshot()
    few: LossCurve = replace(lane(now).losses, sampled=2000)
    draw(view, replace(now, lanes=(replace(lane(now), losses=few),)))
    view.write()
    assert words(view, "loss-unit") == "× floor, over 2\u2009000 examples"


def test_a_lost_ghost_does_not_press_the_curve_flat(view: LossView) -> None:
    kept = Ghosts()
    lost = snapshot(step=205, seed=0, floor=0.01, course=pieces(([1, 10, 205], [0.2, 0.1, 1e15])))
    kept.notice(lost, lane(lost))
    now = snapshot(step=205, seed=1, floor=0.01)
    kept.notice(now, lane(now))
    view.show_ghosts(kept.kept)
    draw(view, now)
    assert view.plot is not None
    assert len(kept.kept) == 1
    assert view.plot.field.shown_range().top < 1


def test_floors_and_mean_are_named_with_their_figures(view: LossView) -> None:
    view.resize(900, 500)
    draw(view, snapshot(floor=0.009, validation_floor=0.0094))
    QApplication.processEvents()
    assert names(view) == ["mean .0700", "PCA floor, validation .0094", "PCA floor, train .0090"]


def test_the_ribbon_has_every_decoder_and_a_flag_stands_for_every_other_change(view: LossView) -> None:
    now = twice_flipped()
    rate = Mark(50, (("learning_rate", 0.1),), 0.06, 0.07)
    draw(view, replace(now, lanes=(replace(lane(now), marks=(rate, *lane(now).marks)),)))
    assert view.plot is not None
    assert [piece.name for piece in view.plot.ribbon.pieces] == ["Wᵀ", "W⁺", "Wᵀ"]
    (flag,) = view.plot.flags.told
    assert flag.symbol == "η"
    assert flag.place == pytest.approx(np.log10(50))
    assert flag.sentence.endswith("learning rate → 0.1, loss .0600 → .0700")


def test_a_change_seen_from_the_start_says_what_it_was_before(view: LossView) -> None:
    begun = snapshot(run=4711, learning_rate=0.5)
    draw(view, begun)
    rate = Mark(50, (("learning_rate", 0.1),), 0.06, 0.07)
    draw(view, replace(begun, lanes=(replace(lane(begun), marks=(rate,)),)))
    assert view.plot is not None
    assert "learning rate 0.5 → 0.1" in view.plot.flags.told[0].sentence


def test_a_flip_is_told_by_the_ribbon_and_the_view_says_which_was_clicked(view: LossView, qtbot: QtBot) -> None:
    now = twice_flipped()
    measured = tuple(replace(mark, before=0.05, after=0.4) for mark in lane(now).marks)
    draw(view, replace(now, lanes=(replace(lane(now), marks=measured),)))
    QApplication.processEvents()
    assert view.plot is not None
    box, _, _ = view.plot.ribbon.shown()[1]
    at = view.plot.mapFromScene(view.plot.ribbon.mapToScene(box.center()))
    with qtbot.waitSignal(view.flag_clicked) as clicked:
        QTest.mouseClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert clicked.args == [100]
    assert view.plot.telling.card.lines == (
        "W⁺ in force, step 100 to 300",
        "step 100",
        "decoder Wᵀ → W⁺",
        "loss .0500 → .4000",
    )


def late(now: int) -> Snapshot:
    """Flipped after 5000 steps."""
    told = pieces(([1, 100, 5000], [0.2, 0.1, 0.05]), ([5000, 5010, now], [0.4, 0.2, 0.02]))
    made = snapshot(step=now, run=7, course=told, marks=(flip(5000, "pseudo_inverse"),), losses=np.full(2, 0.1))
    return replace(made, lanes=(replace(lane(made), parts={}),))


def test_l_goes_from_log_to_linear_steps_to_those_since_the_change_if_there_was_one(view: LossView) -> None:
    button = view.findChild(QToolButton, "loss-steps")
    assert isinstance(button, QToolButton)
    draw(view, snapshot(step=400))
    assert view.plot is not None
    said = [button.text()]
    for _ in range(2):
        view.next_steps()
        said.append(button.text())
        assert (view.plot.field.shown_range().right == 400) == (view.state.steps == "linear")
    assert said == ["log steps", "linear steps", "log steps"]
    draw(view, twice_flipped())
    for steps in ("linear", "since", "log"):
        view.next_steps()
        assert view.state.steps == steps


def test_the_button_s_menu_and_that_of_the_plot_have_all_three(view: LossView) -> None:
    draw(view, twice_flipped())
    button = view.findChild(QToolButton, "loss-steps")
    assert isinstance(button, QToolButton)
    assert view.plot is not None
    view.plot.menu_wanted.emit(QPoint(0, 0))
    opened = view.plot.findChild(QMenu, "loss-menu")
    assert isinstance(opened, QMenu)
    for menu in (button.menu(), opened):
        for words, steps in (("Since the change", "since"), ("Linear steps", "linear"), ("Log steps", "log")):
            (action,) = (action for action in menu.actions() if action.text() == words)
            action.trigger()
            assert view.state.steps == steps
            assert action.isChecked()
    opened.close()


def test_a_late_change_that_is_a_sliver_is_hinted_at_until_it_is_seen(view: LossView) -> None:
    view.resize(900, 420)
    hint = view.findChild(QToolButton, "loss-hint")
    assert isinstance(hint, QToolButton)
    draw(view, twice_flipped())
    view.write()
    assert not hint.isVisible(), "an early change is wide soon"
    draw(view, late(5200))
    view.write()
    assert hint.isVisible()
    QTest.mouseClick(hint, Qt.MouseButton.LeftButton)
    assert view.state.steps == "since"
    assert not hint.isVisible()
    view.state = LossState()
    assert hint.isVisible()
    draw(view, late(9000))
    view.write()
    assert not hint.isVisible(), "wide enough"


def test_batches_are_a_faint_band_on_demand(view: LossView) -> None:
    draw(view, twice_flipped())
    assert view.plot is not None
    assert all(line.describe is not None for line in view.plot.lines)
    button = view.findChild(QToolButton, "loss-batches")
    assert isinstance(button, QToolButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    band = view.plot.lines[0]
    assert band.describe is None
    assert len(band.x) > 10


def test_steps_since_the_change_begin_every_piece_anew(view: LossView) -> None:
    view.state = LossState(steps="since")
    draw(view, twice_flipped())
    assert [line.x.tolist() for line in curves(view)] == [[0, 9, 99], [0, 1, 200], [0, 10, 100]]
    assert view.plot is not None
    assert view.plot.ribbon.pieces == ()


def test_what_is_read_is_what_was_measured(view: LossView) -> None:
    now = twice_flipped()
    draw(view, now)
    known = course(lane(now))
    for line in curves(view):
        assert line.describe is not None
        for index, step in enumerate(line.x.tolist()):
            said = line.describe(index)
            assert said[0].startswith(f"step {step} · ")
            assert f"train {line.y[index]:.4g}".replace("0.", ".") in said[1]
            assert line.y[index] in known.train


def test_losses_of_ten_to_the_minus_eight_are_read_with_their_digits(view: LossView) -> None:
    now = snapshot(step=100, course=pieces(([1, 10, 100], [0.1, 1e-4, 3.1234e-8])), floor=1e-15, validation_floor=0.0)
    draw(view, replace(now, lanes=(replace(lane(now), parts={}),)))
    described = curves(view)[0].describe
    assert described is not None
    assert described(2)[1] == "train 3.123·10⁻⁸", "and not how many times a floor that is rounding"


def test_the_table_has_all_that_is_drawn(view: LossView) -> None:
    now = twice_flipped()
    draw(view, now)
    table = view.table()
    assert table.headings == ("step", "train", "validation", "changes_before", "decoder")
    known = course(lane(now))
    np.testing.assert_array_equal([row[0] for row in table.rows], known.steps)
    np.testing.assert_array_equal([row[1] for row in table.rows], known.train)
    assert [row[4] for row in table.rows] == ["Wᵀ"] * 3 + ["W⁺"] * 3 + ["Wᵀ"] * 3


def test_a_moment_without_news_is_not_drawn_again(view: LossView, monkeypatch: pytest.MonkeyPatch) -> None:
    now = twice_flipped()
    draw(view, now)
    QApplication.processEvents()
    assert view.plot is not None
    monkeypatch.setattr(view.plot, "show_lines", lambda *_: pytest.fail("drawn again"))
    draw(view, replace(now, lanes=(replace(lane(now), moment=Moment(401)),)))
    assert view.plot.stays[-1].end == 401


def test_what_there_is_no_room_for_in_the_header_is_not_half_there(view: LossView) -> None:
    draw(view, snapshot())
    for width in (900, 640, 400, 300, 200):
        view.resize(width, 300)
        view.header.resize(width, view.header.height())
        view.write()
        parts = [view.findChild(QWidget, f"loss-{name}") for name in ("figure", "unit", "key", "steps")]
        wanted = [part.sizeHint().width() for part in parts if part is not None and not part.isHidden()]
        assert sum(wanted) <= width
    assert words(view, "loss-figure")


@pytest.mark.parametrize("size", [(900, 500), (420, 260), (330, 150), (200, 90)])
def test_a_button_in_a_corner_covers_nothing(view: LossView, size: tuple[int, int]) -> None:
    draw(view, twice_flipped())
    view.resize(*size)
    for _ in range(3):
        QApplication.processEvents()
    plot = view.plot
    assert plot is not None
    for button in plot.findChildren(QToolButton):
        if button.isVisible():
            below = plot.mapFromScene(plot.field.mapToScene(plot.field.boundingRect().bottomLeft())).y()
            assert button.geometry().top() >= below + plot.bottom.metrics.height()
            left = plot.mapFromScene(plot.bottom.mapToScene(plot.bottom.own().topLeft())).x()
            right = plot.mapFromScene(plot.bottom.mapToScene(plot.bottom.own().topRight())).x()
            assert button.geometry().right() <= left or button.geometry().left() >= right - 1


def test_it_says_to_a_screen_reader_what_it_shows(view: LossView) -> None:
    draw(view, twice_flipped())
    view.write()
    assert view.plot is not None
    said = view.plot.accessibleDescription()
    for each in (".2000", "step 1", ".0300", "step 400", ".0100", "Wᵀ"):
        assert each in said


def test_the_runs_before_this_one_are_pale_and_named_and_can_be_hidden(view: LossView) -> None:
    kept = Ghosts()
    kept.changed.connect(lambda: view.show_ghosts(kept.kept))
    view.resize(900, 500)
    for number in range(5):
        now = snapshot(step=205, seed=number, decoder="pseudo_inverse", floor=0.01)
        now = replace(now, lanes=(replace(lane(now), decoder_at_start="pseudo_inverse"),))
        draw(view, now)
        kept.notice(now, lane(now))
    QApplication.processEvents()
    assert [ghost.seed for ghost in kept.kept] == [1, 2, 3]
    assert {f"W⁺ · seed {seed} · .0300" for seed in (1, 2, 3)} < {*names(view)}
    ghosts = [line for line in curves(view) if line.stroke.colour != LIGHT.pseudo_inverse]
    assert len(ghosts) == 3
    assert ghosts[0].describe is not None
    assert ghosts[0].describe(0)[0] == "W⁺ · seed 1 · .0300"
    view.toggle_ghosts()
    assert len(curves(view)) == 1


def leave_behind(kept: Ghosts, view: LossView, numbers: range) -> None:
    """Runs of these seeds, one after the other."""
    for number in numbers:
        told = pieces(([1, 10, 205], [0.2, 0.1, 0.03 + 0.01 * number]))
        now = snapshot(step=205, seed=number, floor=0.01, course=told)
        now = replace(now, lanes=(replace(lane(now), parts={}),))
        draw(view, now)
        kept.notice(now, lane(now))


def menu_at(view: LossView, at: QPoint) -> QMenu:
    """What a right click there opens."""
    assert view.plot is not None
    QTest.mouseClick(view.plot.viewport(), Qt.MouseButton.RightButton, pos=at)
    (opened,) = (menu for menu in view.plot.findChildren(QMenu, "loss-menu") if menu.isVisible())
    assert isinstance(opened, QMenu)
    return opened


def trigger(menu: QMenu, words: str) -> None:
    (action,) = (action for action in menu.actions() if action.text().startswith(words))
    action.trigger()
    menu.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def haunted(view: LossView) -> tuple[LossView, Ghosts]:
    """Three ghosts, of seeds 0 to 2."""
    kept = Ghosts(view)
    kept.changed.connect(lambda: view.show_ghosts(kept.kept))
    view.ghost_pinned.connect(kept.pin)
    view.ghost_removed.connect(kept.remove)
    view.resize(900, 500)
    leave_behind(kept, view, range(4))
    QApplication.processEvents()
    return view, kept


def test_a_right_click_on_a_ghost_or_on_its_name_pins_and_removes_it(haunted: tuple[LossView, Ghosts]) -> None:
    view, kept = haunted
    plot = view.plot
    assert plot is not None
    ghost = next(line for line in plot.lines if line.of == kept.kept[0].number)
    places = plot.across.places(ghost.x[:2]), plot.up.places(ghost.y[:2])
    ((left, top), (right, bottom)) = plot.field.pixels(*places).tolist()
    # Between two of its points.
    middle = plot.mapFromScene(plot.field.mapToScene(QPointF((left + right) / 2, (top + bottom) / 2)))
    trigger(menu_at(view, middle), "Pin")
    pinned = [ghost.number for ghost in kept.kept if ghost.pinned]
    assert len(pinned) == 1
    y = next(y for y, words, _ in plot.names.placed() if "seed 1" in words)
    own = plot.names.own()
    at = plot.mapFromScene(plot.names.mapToScene(QPointF(own.left() + 20, y)))
    trigger(menu_at(view, at), "Remove")
    assert [ghost.seed for ghost in kept.kept] == [0, 2]


def test_a_pinned_ghost_stays_beyond_three_runs_and_says_so(haunted: tuple[LossView, Ghosts]) -> None:
    view, kept = haunted
    kept.pin(kept.kept[0].number)
    leave_behind(kept, view, range(4, 9))
    assert [ghost.seed for ghost in kept.kept] == [0, 5, 6, 7]
    assert view.plot is not None
    line = next(line for line in view.plot.lines if line.of == kept.kept[0].number)
    assert line.describe is not None
    assert line.describe(0)[0] == "Wᵀ · seed 0 · .0300 · pinned"
    kept.pin(kept.kept[0].number, False)
    assert [ghost.seed for ghost in kept.kept] == [5, 6, 7]


def test_the_menu_of_the_plot_has_every_ghost(haunted: tuple[LossView, Ghosts]) -> None:
    view, kept = haunted
    assert view.plot is not None
    view.plot.menu_wanted.emit(view.plot.mapToGlobal(QPoint(2, 2)))
    (opened,) = view.plot.findChildren(QMenu, "loss-menu")
    assert isinstance(opened, QMenu)
    (earlier,) = (action.menu() for action in opened.actions() if action.text() == "Earlier runs")
    assert isinstance(earlier, QMenu)
    assert [action.text() for action in earlier.actions()] == [ghost.title for ghost in reversed(kept.kept)]
    newest = earlier.actions()[0].menu()
    assert isinstance(newest, QMenu)
    trigger(newest, "Remove")
    opened.close()
    assert [ghost.seed for ghost in kept.kept] == [0, 1]


def test_a_run_that_goes_back_leaves_what_it_leaves_behind_as_a_ghost() -> None:
    kept = Ghosts()
    for step in (10, 200, 300):
        now = snapshot(step=step, run=1234)
        kept.notice(now, lane(now))
    kept.leave(LeftBehind("A", 300, 20))
    back = snapshot(step=20, run=1234)
    kept.notice(back, lane(back))
    assert len(kept.kept) == 1
    assert kept.kept[0].course.steps[-1] == 300


def test_a_step_back_leaves_no_ghost() -> None:
    kept = Ghosts()
    for step in (300, 299):
        now = snapshot(step=step, run=1234)
        kept.notice(now, lane(now))
    assert not kept.kept
