"""A plot that can be touched: zoomed, read, taken away."""

from __future__ import annotations

import csv
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.design.theme import Theme
from gui.design.tokens import DARK, LIGHT
from gui.plots import export
from gui.plots.field import Range
from gui.plots.line import Level, Line, Name, Stroke
from gui.plots.plot import Plot
from gui.plots.pointer import placed
from gui.plots.ribbon import Flag, Piece
from gui.plots.scales import LOG_LOSS, LOG_STEPS
from gui.plots.story import Account
from gui.plots.table import Table

STEPS = np.array([1, 10, 100, 1000])
LOSSES = np.array([0.1, 0.05, 0.02, 0.01])
FOLLOWED = Range(0.0, 4.0, -2.3, -0.7)
COLOUR = "#0b4f8a"
CHANGED = Account(10, "step 10", ("learning rate .1 → .01",), "loss .0500 → .0600")


@pytest.fixture
def plot(qtbot: QtBot) -> Plot:
    made = Plot(LOG_STEPS, ("step",), LOG_LOSS, ("mean squared error", "loss"))
    qtbot.addWidget(made)
    made.resize(600, 400)
    fill(made, LIGHT)
    made.show()
    qtbot.waitExposed(made)
    return made


def fill(plot: Plot, theme: Theme) -> None:
    plot.use_theme(theme)
    line = Line(
        STEPS, LOSSES, Stroke(COLOUR), lambda index: (f"step {STEPS[index]}", f"train {LOSSES[index]}"), head=True
    )
    plot.show_lines([line])
    plot.show_levels([Level(Name(0.009, ("PCA, train .0090", ".0090"), theme.muted), Stroke(theme.floor, dashes=True))])
    piece = Piece(0.0, 3.0, "Wᵀ", (COLOUR,), "Wᵀ from step 0 on")
    flag = Flag(1.0, "η", "step 10: learning rate .1 → .01", (CHANGED,))
    plot.show_story([piece], [flag])
    plot.follow(FOLLOWED)


def turn(plot: Plot, at: QPoint, notches: int) -> None:
    where = QPointF(at)
    turned = QWheelEvent(
        where, QPointF(plot.mapToGlobal(at)), QPoint(0, 0), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(plot.viewport(), turned)


def point(plot: Plot, at: QPoint) -> None:
    nothing = Qt.MouseButton.NoButton
    where = QPointF(at), QPointF(plot.mapToGlobal(at))
    moved = QMouseEvent(QEvent.Type.MouseMove, *where, nothing, nothing, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(plot.viewport(), moved)


def pixel(plot: Plot, step: float, loss: float) -> QPoint:
    """Where a point of the curve is on the widget."""
    ((x, y),) = plot.field.pixels(np.log10([step]), np.log10([loss]))
    found: QPoint = plot.mapFromScene(plot.field.mapToScene(QPointF(x, y)))
    return found


def test_the_wheel_magnifies_where_the_pointer_is_and_home_follows_again(plot: Plot) -> None:
    at = pixel(plot, 100, 0.02)
    turn(plot, at, 3)
    shown = plot.field.shown_range()
    assert shown.right - shown.left < 3
    assert (pixel(plot, 100, 0.02) - at).manhattanLength() <= 2
    assert not plot.following
    plot.follow(Range(0.0, 5.0, -2.3, -0.7))
    assert plot.field.shown_range() == shown
    QTest.keyClick(plot, Qt.Key.Key_Home)
    assert plot.following
    assert plot.field.shown_range() == Range(0.0, 5.0, -2.3, -0.7)


def test_a_drag_takes_what_it_covers_and_a_double_click_follows_again(plot: Plot) -> None:
    start, end = pixel(plot, 10, 0.1), pixel(plot, 1000, 0.02)
    viewport = plot.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.3, 0.6, 1.0):
        QTest.mouseMove(viewport, start + (end - start) * share, delay=20)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
    shown = plot.field.shown_range()
    assert [shown.left, shown.right, shown.bottom, shown.top] == pytest.approx([1, 3, np.log10(0.02), -1], abs=0.03)
    assert not plot.following
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=pixel(plot, 100, 0.05))
    assert plot.following
    assert plot.field.shown_range() == FOLLOWED


def test_other_keys_are_left_to_the_window(plot: Plot) -> None:
    for key in (Qt.Key.Key_A, Qt.Key.Key_Plus, Qt.Key.Key_Left, Qt.Key.Key_Space):
        QTest.keyClick(plot, key)
    assert plot.following
    assert plot.field.shown_range() == FOLLOWED


@pytest.mark.parametrize("index", range(4))
def test_under_the_pointer_are_the_values_of_the_nearest_point(plot: Plot, index: int) -> None:
    point(plot, pixel(plot, STEPS[index], LOSSES[index]) + QPoint(4, -6))
    assert plot.reading == (f"step {STEPS[index]}", f"train {LOSSES[index]}")
    point(plot, QPoint(2, 2))
    assert not plot.reading


WORDS = ("Wᵀ · seed 0 · .0109 · pinned", "step 12\u2009000 · Wᵀ", "train .01234 · 1.004 × floor", "validation .01256")


@given(st.floats(0, 1), st.floats(0, 1), st.integers(60, 900), st.integers(40, 600), st.sampled_from([1.0, 1.8]))
def test_what_is_read_stands_inside_and_beside_its_point(x: float, y: float, wide: int, high: int, zoom: float) -> None:
    metrics = QFontMetricsF(replace(LIGHT, zoom=zoom).font("small"))
    size, at = QRectF(0, 0, wide, high), QPointF(x * wide, y * high)
    said, box = placed(WORDS, at, size, metrics, 8 * zoom)
    assert all(metrics.horizontalAdvance(words) <= box.width() - 16 * zoom + 1e-6 for words in said)
    assert size.adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(box) or high < metrics.height() + 8 * zoom
    widest = max(metrics.horizontalAdvance(words) for words in WORDS) + 16 * zoom
    if wide >= 2 * widest + 16 * zoom and high >= 2 * box.height():
        assert said == [*WORDS]
        assert not box.contains(at)


def test_the_grid_lies_behind_curves_and_words(plot: Plot) -> None:
    assert max(plot.bottom.zValue(), plot.left.zValue()) < plot.field.zValue()
    at = pixel(plot, 100, 0.02)  # where a line of the grid crosses the curve
    picture = plot.grab().toImage()
    assert QColor(COLOUR) in [picture.pixelColor(at + QPoint(0, down)) for down in (-1, 0, 1)]


def test_pieces_and_flags_say_what_they_are(plot: Plot) -> None:
    box, words, _ = plot.ribbon.shown()[0]
    assert words == "Wᵀ"
    assert plot.words_at(QPointF(plot.mapFromScene(plot.ribbon.mapToScene(box.center())))) == "Wᵀ from step 0 on"
    _, cloth, symbol, _ = plot.flags.shown()[0]
    assert symbol == "η"
    at = QPointF(plot.mapFromScene(plot.field.mapToScene(cloth.center())))
    assert plot.words_at(at) == "step 10: learning rate .1 → .01"
    assert plot.words_at(QPointF(pixel(plot, 1000, 0.05))) == ""


def cloth(plot: Plot) -> QPoint:
    """The middle of the only flag, on the widget."""
    _, box, _, _ = plot.flags.shown()[0]
    found: QPoint = plot.mapFromScene(plot.field.mapToScene(box.center()))
    return found


def test_a_click_on_a_flag_says_what_changed_until_one_clicks_elsewhere(plot: Plot, qtbot: QtBot) -> None:
    card = plot.telling.card
    with qtbot.waitSignal(plot.telling.chosen) as chosen:
        QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=cloth(plot))
    assert chosen.args == [10]
    assert card.isVisible()
    assert card.lines == ("step 10", "learning rate .1 → .01", "loss .0500 → .0600")
    assert plot.rect().contains(card.geometry())
    assert not card.geometry().contains(cloth(plot))
    point(plot, QPoint(2, 2))
    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    plot.follow(Range(0.0, 4.5, -2.3, -0.7))
    fill(plot, LIGHT)
    assert card.isVisible(), "it stays"
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=pixel(plot, 1000, 0.05))
    assert not card.isVisible()
    assert plot.following


def test_a_press_beside_the_plot_closes_the_card_too(plot: Plot) -> None:
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=cloth(plot))
    window = plot.windowHandle()
    middle = plot.telling.card.geometry().center()
    QTest.mousePress(window, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, middle)
    assert plot.telling.card.isVisible(), "the card itself is not elsewhere"
    QTest.mousePress(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(plot.width() - 2, 2))
    assert not plot.telling.card.isVisible()


def test_the_mouse_that_rests_on_a_flag_reads_the_same_and_no_point_of_a_curve(plot: Plot, qtbot: QtBot) -> None:
    point(plot, cloth(plot))
    assert not plot.reading
    qtbot.waitUntil(plot.telling.card.isVisible)
    assert plot.telling.card.lines == ("step 10", "learning rate .1 → .01", "loss .0500 → .0600")
    point(plot, pixel(plot, 100, 0.02))
    assert not plot.telling.card.isVisible()
    assert plot.reading


def test_tab_goes_through_the_story_and_enter_chooses(plot: Plot, qtbot: QtBot) -> None:
    def told() -> str:
        return plot.telling.card.lines[0] if plot.telling.card.isVisible() else ""

    plot.clearFocus()
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(plot.hasFocus)
    assert told() == "Wᵀ from step 0 on"
    QTest.keyClick(plot, Qt.Key.Key_Tab)
    assert told() == "step 10"
    with qtbot.waitSignal(plot.telling.chosen) as chosen:
        QTest.keyClick(plot, Qt.Key.Key_Return)
    assert chosen.args == [10]
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert told() == ""
    QTest.keyClick(plot, Qt.Key.Key_Backtab)
    assert told() == "step 10"
    QTest.keyClick(plot, Qt.Key.Key_Tab)
    assert told() == "", "behind the last one Tab goes on"


def test_a_card_is_inside_of_a_plot_of_any_size(plot: Plot) -> None:
    long = Account(10, "step 10", ("activation sigmoid → a name that is far too long for any plot " * 2,), "loss 1 → 2")
    plot.show_story([], [Flag(place, "η", "", (long,) * 9) for place in (0.0, 2.0, 3.95)])
    for size in ((600, 400), (330, 260), (240, 240)):
        plot.resize(*size)
        plot.follow(FOLLOWED)
        QApplication.processEvents()
        for _, box, _, _ in plot.flags.shown():
            at = plot.mapFromScene(plot.field.mapToScene(box.center()))
            QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
            card = plot.telling.card
            assert card.isVisible()
            assert card.geometry().left() >= 0
            assert card.geometry().right() < plot.width()
            assert card.lines[-1].startswith("and ")


def test_names_on_the_ribbon_are_cut_to_their_piece_and_flags_do_not_cover_each_other(plot: Plot) -> None:
    many = [Piece(index / 25, (index + 1) / 25, "inverse", (COLOUR,), "") for index in range(100)]
    flags = [Flag(index / 25, "η", str(index)) for index in range(100)]
    plot.show_story(many, flags)
    metrics = plot.ribbon.metrics
    shown = plot.ribbon.shown()
    assert len(shown) == 100
    assert all(metrics.horizontalAdvance(words) <= box.width() for box, words, _ in shown)
    assert all(one.right() <= other.left() for (one, *_), (other, *_) in pairwise(shown))
    cloths = [cloth for _, cloth, _, _ in plot.flags.shown()]
    assert all(one.right() <= other.left() for one, other in pairwise(cloths[:-1]))
    assert sum(len(told) for *_, told in plot.flags.shown()) == 100


@pytest.mark.parametrize("size", [(600, 400), (330, 200), (200, 76), (160, 60)])
@pytest.mark.parametrize("top", [-0.7, 30.0, -2.25])
def test_no_number_is_on_another_at_any_size(plot: Plot, size: tuple[int, int], top: float, qtbot: QtBot) -> None:
    plot.resize(*size)
    QApplication.processEvents()
    for bottom, right in ((-2.3, 1.0), (-15.0, 6.3), (-2.3, 0.01)):
        plot.follow(Range(0.0, right, bottom, top))
        metrics = QFontMetricsF(LIGHT.font("small"))
        across = [(at, metrics.horizontalAdvance(words)) for at, words in plot.bottom.shown()]
        assert all(a + w / 2 < b - v / 2 for (a, w), (b, v) in pairwise(across))
        up = [at for at, _ in plot.left.shown()]
        assert all(abs(a - b) >= 0.8 * metrics.height() for a, b in pairwise(up))
        widest = max((metrics.horizontalAdvance(words) for _, words in plot.left.shown()), default=0)
        assert widest < plot.left.width()


def test_names_at_the_right_are_apart_and_inside(plot: Plot) -> None:
    random = np.random.default_rng(0)
    for count in [1, 2, 3, 5, 8] * 10:
        heights = 10 ** random.uniform(-2.3, -0.7, count) if count % 2 else np.full(count, 0.0051)
        plot.show_levels([Level(Name(y, ("words",), "#000000"), Stroke("#000000")) for y in heights.tolist()])
        placed = [y for y, _, _ in plot.names.placed()]
        assert len(placed) == count
        assert all(other - one >= 0.9 * plot.names.metrics.height() for one, other in pairwise(placed))
        assert placed[0] >= plot.names.field().top()
        assert placed[-1] <= plot.names.field().bottom()


def test_where_there_is_too_little_height_the_names_that_are_needed_stay(plot: Plot) -> None:
    plot.resize(400, 130)
    QApplication.processEvents()
    names = [Name(0.19 - number / 100, (f"{number}",), "#000000", needed=number % 2) for number in range(12)]
    plot.show_levels([Level(name, Stroke("#000000")) for name in names])
    placed = [words for _, words, _ in plot.names.placed()]
    assert 1 < len(placed) <= 6
    assert all(int(words) % 2 for words in placed)
    assert placed == sorted(placed, key=int)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_a_drawing_has_its_words_as_words_and_its_curve_inside(plot: Plot, theme: Theme, tmp_path: Path) -> None:
    fill(plot, theme)
    turn(plot, pixel(plot, 100, 0.02), 2)
    QApplication.processEvents()
    export.save_drawing(plot, tmp_path / "loss.svg")
    root = ElementTree.parse(tmp_path / "loss.svg").getroot()
    words = ["".join(text.itertext()).strip() for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"step", "mean squared error", "100", "PCA, train .0090"} <= {*words}
    assert "Wᵀ" in "".join(words)
    image = QImage(plot.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    QSvgRenderer(str(tmp_path / "loss.svg")).render(painter)
    painter.end()
    assert image.pixelColor(1, image.height() - 2) == QColor(theme.surface)
    right = plot.mapFromScene(plot.field.mapToScene(plot.field.boundingRect().topRight())).x()
    beside = [image.pixelColor(x, y) for x in range(right + 2, plot.width()) for y in range(60, plot.height(), 3)]
    assert QColor(COLOUR) not in beside


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_a_picture_is_twice_as_fine(plot: Plot, theme: Theme, tmp_path: Path) -> None:
    fill(plot, theme)
    export.save_picture(plot, tmp_path / "loss.png")
    image = QImage(str(tmp_path / "loss.png"))
    assert image.size() == plot.size() * 2
    at = pixel(plot, 3.1623, np.sqrt(0.1 * 0.05)) * 2
    column = [image.pixelColor(at.x(), at.y() + down) for down in range(-12, 12)]
    drawn = [index for index, colour in enumerate(column) if colour == QColor(COLOUR)]
    # Two logical pixels are four of the picture, in one stroke: no tramlines.
    assert len(drawn) >= 3
    assert drawn == [*range(drawn[0], drawn[-1] + 1)]


def test_what_can_t_be_written_is_said(plot: Plot, tmp_path: Path) -> None:
    for save in (export.save_picture, export.save_drawing):
        with pytest.raises(OSError, match="nowhere"):
            save(plot, tmp_path / "nowhere" / "loss.svg")


def test_a_table_can_be_read_back_without_a_loss(tmp_path: Path) -> None:
    rows: list[list[float | int | str]] = [[1, 0.1, "transpose"], [2, float("nan"), "dial, t = 0.5"]]
    Table(("step", "train", "decoder"), rows).save(tmp_path / "loss.csv")
    with (tmp_path / "loss.csv").open(encoding="utf-8", newline="") as file:
        read = list(csv.reader(file))
    assert read == [["step", "train", "decoder"], ["1", "0.1", "transpose"], ["2", "", "dial, t = 0.5"]]


@given(st.lists(st.tuples(st.floats(-50, 150), st.floats(-50, 150)), min_size=2, max_size=8))
def test_a_clipped_line_is_inside_and_on_the_line(points: list[tuple[float, float]]) -> None:
    for piece in export.clipped(np.array(points), 100.0, 80.0):
        assert (piece >= -1e-6).all()
        assert (piece <= np.array([100.0, 80.0]) + 1e-6).all()


class Painted(QObject):
    """The regions of a widget that are painted from now on."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.regions: list[QRect] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.regions.append(event.region().boundingRect())
        return super().eventFilter(watched, event)


def settled(qtbot: QtBot, plot: Plot) -> Painted:
    painted = Painted(plot.viewport())
    plot.viewport().update()
    qtbot.waitUntil(lambda: bool(painted.regions))
    while painted.regions:
        painted.regions.clear()
        QApplication.processEvents()
    return painted


def test_what_was_in_force_for_some_more_steps_is_painted_when_it_can_be_seen_and_alone(
    plot: Plot, qtbot: QtBot
) -> None:
    flags, piece = plot.flags.told, plot.ribbon.pieces[0]
    plot.show_story([piece], flags)
    painted = settled(qtbot, plot)
    plot.show_story([replace(piece, end=piece.end + 1e-4)], flags)
    QApplication.processEvents()
    assert not painted.regions
    plot.show_story([replace(piece, end=piece.end + 0.5)], flags)
    qtbot.waitUntil(lambda: bool(painted.regions))
    field = plot.mapFromScene(plot.field.mapRectToScene(plot.field.boundingRect())).boundingRect()
    assert all(region.bottom() < field.top() + 1 for region in painted.regions)


def on_screen(plot: Plot) -> QImage:
    image: QImage = plot.grab().toImage()
    return image.convertToFormat(QImage.Format.Format_RGB32)


def test_numbers_and_grid_follow_the_range_and_the_theme(plot: Plot) -> None:
    seen = [on_screen(plot)]
    plot.look_at(Range(1.0, 2.0, -2.0, -1.0))
    seen.append(on_screen(plot))
    plot.use_theme(DARK)
    seen.append(on_screen(plot))
    for earlier, later in pairwise(seen):
        assert earlier != later
    assert on_screen(plot) == export.picture(plot, 1.0).convertToFormat(QImage.Format.Format_RGB32)
