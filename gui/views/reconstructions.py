"""The same examples all along: what went in, what came out, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from core.messages.needs import Need
from core.messages.snapshot import LaneSnapshot, Snapshot
from core.parts.reconstructions import Reconstructions, ReconstructionsPart
from gui.design.theme import Theme
from gui.painting import colours, pictures
from gui.painting.canvas import Canvas
from gui.painting.rows import Rows, arrange, fill
from gui.painting.steady import SteadyLimit
from gui.views import reconstructions_words as words
from gui.views.ahead import Ahead
from gui.views.base import View
from gui.views.reconstructions_looking import ReconstructionsLooking, Scene
from gui.views.reconstructions_picture import ReconstructionsPicture, Shown, room_for_words
from gui.widgets.controls import ToolButton
from gui.widgets.magnifier import Magnifier

FEWEST, USUAL = 1, 10  # examples
LITTLE = 1.1  # times: pictures that are hardly larger are not worth the errors


@dataclass(frozen=True)
class ReconstructionsState:
    """What a person can choose."""

    count: int | None = None  # examples, as far as there is room for them; None: the usual, and more where it is wide
    error: bool | None = None  # its row; None: where it makes nothing smaller


class ReconstructionsView(View):
    """Input, reconstruction and signed error below each other, as large as the examples wanted can be."""

    name: ClassVar[str] = "reconstructions"
    chosen = Signal(int)  # an example was clicked

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = ReconstructionsState()
        self._drawn: tuple[object, ...] = ()
        self._part: ReconstructionsPart | None = None
        self._steady = SteadyLimit()
        self.moment_shown: Shown | None = None
        self.shown: Rows | None = None
        self._error = ToolButton()
        self._error.setObjectName("reconstructions-error")
        self._error.setText(self.tr("error"))
        self._error.setCheckable(True)
        self._error.setAccessibleName(self.tr("The row of errors"))
        self._error.setToolTip(self.tr("Reconstruction − input: shown by itself where there is height enough"))
        self._error.clicked.connect(self._on_error)
        self.header.right.addWidget(self._error)
        self.magnifier = Magnifier(self)
        self.canvas = Canvas(self)
        self.canvas.setObjectName("reconstructions-canvas")
        self.canvas.setAccessibleName(self.tr("Examples, their reconstructions, and reconstruction − input"))
        self._picture = ReconstructionsPicture(self.canvas)
        self.canvas.resized.connect(self._compose)
        self.canvas.sized.connect(self._on_sized)
        self.looking = ReconstructionsLooking(self.canvas, self.magnifier)
        self.looking.changed.connect(self.write)
        self.looking.chosen.connect(self.chosen)
        self.page.addWidget(self.canvas, 1)

    @property
    def title(self) -> str:
        return self.tr("Reconstructions")

    @property
    def state(self) -> ReconstructionsState:
        """What is chosen now."""
        return self._state

    @state.setter
    def state(self, state: ReconstructionsState) -> None:
        self._state = state
        self.looking.let_go()
        self.redraw()

    def needs(self) -> frozenset[Need[Any]]:
        return frozenset({Reconstructions()})

    def present(self, presented: bool) -> None:
        super().present(presented)
        self._error.setVisible(not presented)
        # Beside its rows stands what they are.
        self.header.title.setVisible(not presented)

    def use_theme(self, theme: Theme) -> None:
        self.magnifier.use_theme(theme)
        super().use_theme(theme)

    def render_snapshot(self, snapshot: Snapshot, lane: LaneSnapshot) -> bool:
        part = lane.part(Reconstructions())
        if part is None:
            return False
        drawn = (snapshot.run, lane.name, part.moment)
        if drawn != self._drawn:
            self._drawn, self._part = drawn, part
            self._compose()
        return True

    def render_ahead(self, ahead: Ahead) -> bool:
        inputs = ahead.examples.inputs
        unknown = np.full(len(inputs), np.nan)
        colour = self.theme.decoder(ahead.experiment.decoder, None)
        shown = Shown(ahead.examples, inputs, np.zeros_like(inputs), unknown, 1.0, colour)
        self._picture.draw_inputs(self.theme, shown, self._lay_out(shown))
        return True

    def render_text(self, snapshot: Snapshot, lane: LaneSnapshot) -> None:
        shown, rows = self.moment_shown, self.shown
        if shown is None or rows is None or not rows.count:
            return
        sentence = words.described(rows.count, shown.examples, shown.errors, shown.limit)
        if self.looking.index is not None:
            sentence = f"{self.magnifier.words()}. {sentence}"
        if sentence != self.canvas.accessibleDescription():
            self.canvas.setAccessibleDescription(sentence)

    def redraw(self) -> None:
        self._drawn = ()
        super().redraw()

    def _compose(self) -> None:
        """Make the image, at the size there is."""
        if self.moment is None:
            self.redraw()  # what is known before
            return
        if self._part is None or not self.in_sight:
            return
        snapshot, lane = self.moment
        examples, reconstructions = snapshot.examples, self._part.reconstructions
        if reconstructions.shape != examples.inputs.shape:
            return  # They are of another run: this one's have not come yet.
        difference = reconstructions - examples.inputs
        errors = np.square(difference, dtype=np.float64).mean(axis=1)
        limit = self._steady.follow(colours.largest(difference), (snapshot.run, lane.name))
        colour = self.theme.decoder(lane.experiment.decoder, lane.dial)
        self.moment_shown = Shown(examples, reconstructions, difference, errors, limit, colour)
        self.shown = self._lay_out(self.moment_shown)
        with QSignalBlocker(self._error):
            self._error.setChecked(self.shown.rows == self._most_rows(self.moment_shown))
        self._picture.draw(self.theme, self.moment_shown, self.shown)
        self.looking.show(Scene(self.theme, self.moment_shown, self.shown))

    def _most_rows(self, shown: Shown) -> int:
        return len(words.row_names(curves=shown.curves))

    def _lay_out(self, shown: Shown) -> Rows:
        """As large as fit; with the errors if they are wanted, or if they cost nothing."""
        ratio = self.canvas.devicePixelRatioF()
        size = self.canvas.size() * ratio
        room = size.height(), size.width()
        beside = room_for_words(self.theme, ratio, shown.examples)
        there = len(shown.examples.inputs)
        count = max(FEWEST, min(self._state.count or USUAL, there))
        most, aspect = self._most_rows(shown), pictures.aspect(shown.examples.shape)
        with_errors = arrange(count, aspect, room, beside, most, ratio)
        # Figures below the pictures go with the errors that they sum up: both take height from the pictures.
        without = arrange(count, aspect, room, replace(beside, figures=False), most - 1, ratio)
        error = self._state.error
        if error is None:
            fewer = with_errors.count < without.count
            error = not fewer and without.picture[0] <= LITTLE * with_errors.picture[0]
        placed = with_errors if error else without
        return fill(placed, there if self._state.count is None else placed.count, beside, room[1])

    def _on_error(self, wanted: bool) -> None:
        self.state = replace(self._state, error=wanted)

    def _on_sized(self, notches: int) -> None:
        """Larger pictures are fewer."""
        if self.moment is None or self.shown is None:
            return
        most = len(self.moment[0].examples.inputs)
        count = max(FEWEST, min(self.shown.count - notches, most))
        if count != self._state.count:
            self.state = replace(self._state, count=count)

    def hideEvent(self, event: QHideEvent) -> None:
        self.looking.let_go()
        super().hideEvent(event)
