"""The example that flows through the model strip: what goes in, its code, and what comes out, drawn when it is news."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from core.messages.snapshot import Array, Examples, LaneSnapshot, Snapshot
from core.parts.codes import Codes
from core.parts.reconstructions import Reconstructions
from gui.bands.model_strip_parts import Parts
from gui.design.theme import Theme
from gui.painting import colours, images, pictures, strokes
from gui.painting.steady import SteadyLimit

CURVE = 1.6  # pixels, how thick an example is drawn that is no picture


class Example:
    """One of the fixed examples, drawn in ``parts``."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._examples: Examples | None = None
        self._drawn: tuple[object, ...] = ()
        self._drawn_input: tuple[object, ...] = ()
        self._steady = SteadyLimit()
        self.number = 0

    @property
    def all(self) -> Examples | None:
        """Those it is one of, once they are known."""
        return self._examples

    def take(self, examples: Examples) -> None:
        """It is one of these from now on."""
        self._examples = examples
        self.number = min(self.number, len(examples.inputs) - 1)
        self.forget()
        for picture in (self._parts.input, self._parts.output):
            picture.set_aspect(pictures.aspect(examples.shape))

    def forget(self) -> None:
        """Nothing that is drawn can stay."""
        self._drawn = self._drawn_input = ()

    def draw(self, moment: tuple[Snapshot, LaneSnapshot] | None, colour: str, theme: Theme) -> None:
        """What is known of it and not drawn yet; ``colour`` is that of the decoder."""
        examples, parts = self._examples, self._parts
        if examples is None:
            return
        ratio = parts.input.devicePixelRatioF()
        size = parts.input.size_in_pixels()
        flows = (id(examples), self.number, size, theme)
        if flows != self._drawn_input:
            self._drawn_input = flows
            parts.input.show_image(self._picture_of(examples.inputs, examples, size, theme, ratio))
            label = "" if examples.labels is None else examples.labels[self.number]
            said = QCoreApplication.translate("ModelStrip", "example {0} {1}").format(self.number + 1, label)
            parts.input.setAccessibleDescription(said.strip())
        if moment is None:
            return
        snapshot, lane = moment
        codes, answers = lane.part(Codes()), lane.part(Reconstructions())
        if codes is None or answers is None or answers.reconstructions.shape != examples.inputs.shape:
            parts.output.show_image(None)
            return
        drawn = (*flows, snapshot.run, lane.name, codes.moment, answers.moment, colour)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        parts.output.show_image(self._picture_of(answers.reconstructions, examples, size, theme, ratio))
        code = codes.codes[self.number]
        limit = self._steady.follow(colours.largest(code), (snapshot.run, lane.name, self.number))
        parts.code.show_code(code, limit, bool(codes.codes.min() < 0))
        parts.tell_floors(lane.pca_floor, lane.validation_floor)

    def _picture_of(
        self, values: Array, examples: Examples, size: tuple[int, int], theme: Theme, ratio: float
    ) -> QImage:
        """Its row of (n, d) values, on the scale of all examples that go in."""
        row = values[self.number : self.number + 1]
        if pictures.is_curve(examples.shape):
            table = strokes.pair_colours(theme, theme.text, theme.text)
            covered = strokes.cover(row / np.float32(pictures.input_limit(examples)), size, CURVE * ratio)
            places = strokes.both(covered, np.zeros_like(covered))
        else:
            places, table = pictures.like_inputs(row, examples, size, theme, ratio)
        return images.image(table.take(places[0]), ratio)
