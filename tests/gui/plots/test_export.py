"""What is taken away of a whole loss plot: the drawing, rendered again, is the picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.messages.snapshot import Mark, Snapshot
from gui.design.theme import Theme
from gui.design.tokens import DARK, LIGHT
from gui.plots import export
from gui.plots.field import Range
from gui.plots.loss_plot import LossPlot
from gui.plots.loss_state import LossState
from gui.views.loss import LossView
from gui.window.ghosts import Ghosts
from tests.gui.conftest import lane
from tests.gui.snapshots import draw, flip, pieces, snapshot

Pixels = npt.NDArray[np.float64]
RATIO = 2
FAR = 96.0  # of 255: between one colour and another one, not between one way to smooth an edge and another


def everything(number: int) -> Snapshot:
    """Two flips, one of them to the dial, and a rate."""
    told = pieces(
        ([1, 10, 100], [0.2, 0.1, 0.05]), ([100, 101, 300], [0.4, 0.2, 0.02 + 0.01 * number]),
        ([300, 900], [0.03 + 0.01 * number, 0.012]),
    )  # fmt: skip
    marks = (flip(100, "pseudo_inverse"), Mark(300, (("decoder", "dial"), ("learning_rate", 0.1)), 0.02, 0.03))
    made = snapshot(step=900, seed=number, course=told, marks=marks, dial=0.5)
    return replace(made, lanes=(replace(lane(made), parts={}),))


@pytest.fixture(params=[LIGHT, DARK], ids=lambda theme: theme.name)
def plot(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[LossPlot]:
    theme: Theme = request.param
    view = LossView()
    qtbot.addWidget(view)
    view.header.setParent(view)
    view.use_theme(theme)
    kept = Ghosts(view)
    view.resize(820, 460)
    view.show()
    view.state = LossState(batches=True)
    for number in range(3):
        now = everything(number)
        draw(view, now)
        kept.notice(now, lane(now))
    view.show_ghosts(kept.kept)
    QApplication.processEvents()
    assert view.plot is not None
    yield view.plot
    view.hide()  # it is held until here, and its plot with it


def rendered(file: Path, plot: LossPlot) -> QImage:
    """The drawing, by Qt's own reader."""
    image = QImage(plot.size() * RATIO, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff00ff"))
    reader = QSvgRenderer(str(file))
    assert reader.isValid()
    assert reader.viewBox() == plot.rect()
    painter = QPainter(image)
    reader.render(painter, QRectF(image.rect()))
    painter.end()
    return image


def pixels(image: QImage) -> Pixels:
    """(height, width, 3)"""
    bits = np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint8)
    return bits.reshape(image.height(), image.width(), 4)[..., :3].astype(np.float64)


def lines(image: Pixels, plot: LossPlot) -> Pixels:
    """The field, and the ribbon on the whole width: beside them are words, which every reader sets in its own way."""
    field = plot.field.mapRectToScene(plot.field.boundingRect())
    top, bottom, left, right = (
        int(RATIO * edge) for edge in (field.top(), field.bottom(), field.left(), field.right())
    )
    found = image[:bottom].copy()
    found[top:, :left] = found[top:, right:] = image[0, 0]
    return found


def near(one: Pixels) -> Pixels:
    """The largest value within three pixels: what is drawn a little beside is drawn there."""
    found = one.copy()
    for down in range(-3, 4):
        for right in range(-3, 4):
            found = np.maximum(found, np.roll(one, (down, right), (0, 1)))
    return found


@pytest.mark.parametrize("magnified", [False, True])
def test_the_drawing_is_the_picture(plot: LossPlot, tmp_path: Path, magnified: bool) -> None:
    if magnified:
        plot.look_at(Range(1.5, 2.6, -1.8, -1.0))
        QApplication.processEvents()
    export.save_drawing(plot, tmp_path / "loss.svg")
    export.save_picture(plot, tmp_path / "loss.png")
    picture = QImage(str(tmp_path / "loss.png"))
    assert picture.size() == plot.size() * RATIO
    drawn, taken = (lines(pixels(image), plot) for image in (rendered(tmp_path / "loss.svg", plot), picture))
    # Nothing of one is missing in the other: what stands out from the ground does so there, too.
    paper = plot.backgroundBrush().color()
    ground = np.array([paper.blue(), paper.green(), paper.red()], np.float64)
    one, other = (np.abs(image - ground).max(axis=2) for image in (drawn, taken))
    assert (one > FAR).mean() > 0.02
    for here, there in ((one, near(other)), (other, near(one))):
        assert ((here > FAR) & (there < FAR / 3)).mean() < 5e-4


def test_a_picture_has_twice_as_many_pixels_and_not_the_same_ones_twice(plot: LossPlot) -> None:
    once, twice = pixels(export.picture(plot, 1.0)), pixels(export.picture(plot, 2.0))
    assert twice.shape[:2] == (2 * once.shape[0], 2 * once.shape[1])
    blocks = twice.reshape(once.shape[0], 2, once.shape[1], 2, 3)
    assert np.abs(blocks.mean(axis=(1, 3)) - once).mean() < 4, "it is the same picture"
    assert (blocks.max(axis=(1, 3)) - blocks.min(axis=(1, 3))).max() > 100, "letters and lines are finer"
