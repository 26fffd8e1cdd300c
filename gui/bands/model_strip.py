"""What is computed, from left to right: an example, the encoder, its code, the decoder, and what comes out; beside it
the formula in force. What it shows can be changed in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from core import preview
from core.errors import TiescopeError
from core.experiment import Experiment
from core.messages.needs import Need
from core.messages.snapshot import Examples, LaneSnapshot, Snapshot
from core.parts.codes import Codes
from core.parts.reconstructions import Reconstructions
from gui.bands import model_strip_words as words
from gui.bands.base import Band
from gui.bands.model_strip_editing import Editing
from gui.bands.model_strip_example import Example
from gui.bands.model_strip_in_force import InForce
from gui.bands.model_strip_march import March
from gui.bands.model_strip_parts import Parts
from gui.bands.model_strip_pieces import HEIGHT
from gui.design.theme import Theme
from gui.design.tokens import STEP
from gui.formula.law import formula
from gui.widgets.behind import Behind


class ModelStrip(Band):
    """Above the views. Examples, widths and formula are there before torch is; the code and what comes out of it come
    with the first snapshot."""

    name: ClassVar[str] = "model_strip"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "card")
        self._now: InForce | None = None
        self._moment: tuple[Snapshot, LaneSnapshot] | None = None
        self._begun = False
        self._presented, self._many = False, 1
        self._behind = Behind(self)
        self._behind.done.connect(self._on_done)
        self._parts = Parts(self)
        self._example = Example(self._parts)
        self._march = March(self._parts.links)
        self._editing = Editing(self, self._parts)
        self._editing.sent.connect(self.sent)
        self._editing.told.connect(self.told)
        for picture in (self._parts.input, self._parts.output):
            picture.clicked.connect(self.flow_next)

    @property
    def title(self) -> str:
        return self.tr("The model")

    @property
    def example(self) -> int:
        """Which of the fixed examples flows."""
        return self._example.number

    def needs(self) -> frozenset[Need[Any]]:
        return frozenset({Codes(), Reconstructions()})

    def begin(self, experiment: Experiment) -> None:
        self._show(InForce(experiment))

    def choose(self, example: int) -> None:
        self._example.number = example
        self._draw_example()

    def flow_next(self) -> None:
        """Let the next of the fixed examples flow."""
        examples = self._example.all
        if examples is not None and self._now is not None:
            self.choose((self.example + 1) % len(examples.inputs))
            self._parts.input.flash(self._now.colour(self.theme))

    def draw(self, snapshot: Snapshot, lane: LaneSnapshot, shown: Sequence[LaneSnapshot] = ()) -> None:
        self._moment = snapshot, lane
        if len(snapshot.lanes) != self._many:
            self._many = len(snapshot.lanes)
            self._make_room()
        self._show(InForce(lane.experiment, lane.dial))
        if self._example.all is not snapshot.examples:
            self._take(snapshot.examples)
        if self.in_sight:
            self._draw_example()
            self._march.follow(snapshot)

    def present(self, presented: bool) -> None:
        self._presented = presented
        self._make_room()

    def _make_room(self) -> None:
        # It is of one lane, and a hall that looks at several needs its height for them.
        self.room_wanted.emit(not (self._presented and self._many > 1))

    def use_theme(self, theme: Theme) -> None:
        self._parts.use_theme(theme)
        self._editing.theme = theme
        super().use_theme(theme)
        self._example.forget()
        self.updateGeometry()
        self._say()
        self._arrange()
        self._draw_example()

    def sizeHint(self) -> QSize:
        return QSize(0, self.theme.px(HEIGHT + 2 * STEP))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._begun:
            self._begun = True
            # Only now: neither data nor type may hold up the window.
            QTimer.singleShot(0, self._read_ahead)

    def _read_ahead(self) -> None:
        self._parts.formula.begin()
        if self._now is not None and self._example.all is None:
            experiment = self._now.experiment
            self._behind.ask("examples", lambda: preview.examples(experiment))
            self._behind.ask("floors", lambda: preview.floors(experiment))

    def _on_done(self, name: str, result: object) -> None:
        if isinstance(result, Examples) and self._moment is None:
            self._take(result)
            self._draw_example()
        if isinstance(result, preview.Floors) and self._moment is None:
            self._parts.tell_floors(result.train, result.validation)

    @property
    def _inputs(self) -> int:
        """The width of the input."""
        if self._example.all is not None:
            return int(np.prod(self._example.all.shape))
        assert self._now is not None
        try:
            return int(np.prod(preview.shape(self._now.experiment)))
        except TiescopeError:
            return 0

    def _take(self, examples: Examples) -> None:
        self._example.take(examples)
        self._say()
        self._arrange()

    def _show(self, now: InForce) -> None:
        before = self._now
        if now == before:
            return
        self._now, self._editing.experiment = now, now.experiment
        changed = now.changed_from(before) if before is not None else frozenset[str]()
        if "dataset" in changed:
            self._example.number = 0
        self._say()
        if before is None or changed or now.between != before.between:
            self._parts.flash(changed, now.colour(self.theme))
            self._arrange()

    def _say(self) -> None:
        if self._now is not None:
            self._parts.say(self._inputs, self._now, self.theme)
            experiment = self._now.experiment
            law = formula(experiment, between=self._now.between)
            self.setAccessibleDescription(words.aloud(self._inputs, experiment, law))

    def _arrange(self) -> None:
        if self.width() > 0:
            self._parts.arrangement.fit(self.width(), self.theme)

    def _draw_example(self) -> None:
        colour = self._now.colour(self.theme) if self._now is not None else self.theme.accent
        self._example.draw(self._moment, colour, self.theme)
