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
from core.parts.reconstructions import Reconstructions
from gui.design.theme import Theme
from gui.painting import colours, pictures
from gui.painting.canvas import Canvas
from gui.painting.rows import Rows, arrange, fill
from gui.painting.steady import SteadyLimit
from gui.race.looks import looks
from gui.race.side_by_side import SideBySide
from gui.views import reconstructions_words as words
from gui.views.ahead import Ahead
from gui.views.base import View
from gui.views.reconstructions_column import ReconstructionsColumn, canvas_of
from gui.views.reconstructions_looking import ReconstructionsLooking, Scene
from gui.views.reconstructions_picture import Shown, room_for_words
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
        self._steady = SteadyLimit()
        self._error = ToolButton()
        self._error.setObjectName("reconstructions-error")
        self._error.setText(self.tr("error"))
        self._error.setCheckable(True)
        self._error.setAccessibleName(self.tr("The row of errors"))
        self._error.setToolTip(self.tr("Reconstruction − input: shown by itself where there is height enough"))
        self._error.clicked.connect(self._on_error)
        self.header.right.addWidget(self._error)
        self.magnifier = Magnifier(self)
        self.columns: list[ReconstructionsColumn] = []
        self._main = 0  # the column of the lane that is looked at
        self.stage = SideBySide(self.name, self._made_column, self)
        self.stage.lane_chosen.connect(self.lane_chosen)
        self.page.addWidget(self.stage, 1)

    def _made_column(self, place: int) -> Canvas:
        title = self.tr("Examples, their reconstructions, and reconstruction − input")
        canvas = canvas_of(place, title, self)
        column = ReconstructionsColumn(canvas, self.magnifier)
        canvas.resized.connect(self._compose)
        canvas.sized.connect(self._on_sized)
        column.looking.changed.connect(self.write)
        column.looking.chosen.connect(self.chosen)
        self.columns.append(column)
        return canvas

    @property
    def main(self) -> ReconstructionsColumn:
        """Of the lane that is looked at."""
        return self.columns[self._main]

    @property
    def canvas(self) -> Canvas:
        """Its."""
        return self.main.canvas

    @property
    def looking(self) -> ReconstructionsLooking:
        """At which of its examples."""
        return self.main.looking

    @property
    def moment_shown(self) -> Shown | None:
        """What is drawn of it."""
        return self.main.moment_shown

    @property
    def shown(self) -> Rows | None:
        """And where."""
        return self.main.shown

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
        self._let_go()
        self.redraw()

    def needs(self) -> frozenset[Need[Any]]:
        return frozenset({Reconstructions()})

    def needs_beside(self, lane: LaneSnapshot) -> frozenset[Need[Any]]:
        return self.needs()

    def present(self, presented: bool) -> None:
        super().present(presented)
        self._error.setVisible(not presented)
        # Beside its rows stands what they are.
        self.header.title.setVisible(not presented)

    def use_theme(self, theme: Theme) -> None:
        self.magnifier.use_theme(theme)
        super().use_theme(theme)

    def render_snapshot(self, snapshot: Snapshot, lane: LaneSnapshot) -> bool:
        of_all = looks(snapshot.lanes)
        self._main = next((place for place, each in enumerate(self.lanes) if each.name == lane.name), 0)
        ratio = self.devicePixelRatioF()
        before = round(room_for_words(self.theme, ratio, snapshot.examples).left / ratio)
        self.stage.show_lanes([of_all[each.name] for each in self.lanes], lane.name, self.theme, before)
        new = [column.take(snapshot, each) for column, each in zip(self.columns, self.lanes, strict=False)]
        if any(new):
            self._compose()
        return new[self._main] is not None

    def render_ahead(self, ahead: Ahead) -> bool:
        inputs = ahead.examples.inputs
        unknown = np.full(len(inputs), np.nan)
        colour = self.theme.decoder(ahead.experiment.decoder, None)
        shown = Shown(ahead.examples, inputs, np.zeros_like(inputs), unknown, 1.0, colour)
        self.main.picture.draw_inputs(self.theme, shown, self._lay_out(shown))
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
        for column in self.columns:
            column.forget()
        super().redraw()

    @property
    def _seen(self) -> list[ReconstructionsColumn]:
        """The columns that are shown."""
        return self.columns[: self.stage.count]

    def _let_go(self) -> None:
        for column in self.columns:
            column.looking.let_go()

    def _compose(self) -> None:
        """Make the image, at the size there is."""
        if self.moment is None:
            self.redraw()  # what is known before
            return
        if not self.in_sight:
            return
        snapshot, _ = self.moment
        inputs = snapshot.examples.inputs
        found = [(column, column.difference(inputs)) for column in self._seen]
        known = [(column, difference) for column, difference in found if difference is not None]
        if not known:
            return
        names = tuple(lane.name for lane in self.lanes)
        largest = colours.largest(*(difference for _, difference in known))
        limit = self._steady.follow(largest, (snapshot.run, names))
        rows: Rows | None = None
        for column, difference in known:
            lane = column.lane
            assert lane is not None, "it has reconstructions"
            colour = self.theme.decoder(lane.experiment.decoder, lane.dial)
            shown = column.show(snapshot, difference, limit, colour)
            rows = rows or self._lay_out(shown)
            self._draw(column, shown, rows)
        for column, none in found:
            if none is None:
                column.picture.draw_nothing(self.theme)
        assert rows is not None, "one is known at least"
        with QSignalBlocker(self._error):
            self._error.setChecked(rows.rows == self._most_rows(shown))

    def _draw(self, column: ReconstructionsColumn, shown: Shown, rows: Rows) -> None:
        """In all columns alike; the words at the left stand beside the first."""
        first = column is self.columns[0]
        if not first:
            left = room_for_words(self.theme, self.canvas.devicePixelRatioF(), shown.examples).left
            rows = replace(rows, left=rows.left - left)
        column.shown = rows
        column.picture.draw(self.theme, shown, rows, named=first)
        column.looking.show(Scene(self.theme, shown, rows))

    def _most_rows(self, shown: Shown) -> int:
        return len(words.row_names(curves=shown.curves))

    def _lay_out(self, shown: Shown) -> Rows:
        """As large as fit; with the errors if they are wanted, or if they cost nothing."""
        ratio = self.canvas.devicePixelRatioF()
        size = self.columns[0].canvas.size() * ratio
        room = size.height(), size.width()
        beside = room_for_words(self.theme, ratio, shown.examples)
        if self.stage.count > 1:
            beside = replace(beside, labels=False)  # there is a head, and what goes in says what it is
        there = len(shown.examples.inputs)
        usual = 2 * USUAL // (self.stage.count + 1)  # fewer, rather than much smaller ones
        count = max(FEWEST, min(self._state.count or usual, there))
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
        self._let_go()
        super().hideEvent(event)
