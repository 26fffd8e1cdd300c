"""What is computed, from left to right: an example, the encoder, its code, the decoder, and what comes out; beside it
the formula in force. What it shows can be changed in it."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from core import preview
from core.errors import TiescopeError
from core.experiment import Experiment
from core.experiment.choices import ACTIVATIONS, DATASETS, DECODERS
from core.messages.commands import Change, Replace
from core.messages.needs import Need
from core.messages.snapshot import Array, Examples, LaneSnapshot, Snapshot
from core.parts.codes import Codes
from core.parts.reconstructions import Reconstructions
from gui.bands import model_strip_words as words
from gui.bands.base import Band
from gui.bands.model_strip_bars import Bars
from gui.bands.model_strip_editor import WidthsEditor, add, choices
from gui.bands.model_strip_layout import Arrangement
from gui.bands.model_strip_pieces import HEIGHT, Fact, Link, Picture, Piece
from gui.design.theme import Theme
from gui.design.tokens import STEP
from gui.formula.label import FormulaLabel
from gui.formula.law import formula
from gui.painting import colours, images, pictures, strokes
from gui.painting.numbers import at_step
from gui.painting.steady import SteadyLimit
from gui.panel.words import in_words
from gui.widgets.behind import Behind

CURVE = 1.6  # pixels, how thick an example is drawn that is no picture


class ModelStrip(Band):
    """Above the views. Examples, widths and formula are there before torch is; the code and what comes out of it come
    with the first snapshot."""

    name: ClassVar[str] = "model_strip"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "card")
        self._experiment: Experiment | None = None
        self._dial: float | None = None
        self._between = False
        self._examples: Examples | None = None
        self._example = 0
        self._moment: tuple[Snapshot, LaneSnapshot] | None = None
        self._drawn: tuple[object, ...] = ()
        self._drawn_input: tuple[object, ...] = ()
        self._steady = SteadyLimit()
        self._begun = False
        self._behind = Behind(self)
        self._behind.done.connect(self._on_done)
        self.input = Picture("strip-input", self)
        self.encoder = Link("strip-encoder", True, self)
        self.activation = Link("strip-activation", False, self)
        self.code = Bars("strip-code", self)
        self.decoder = Link("strip-decoder", True, self)
        self.output_activation = Link("strip-output-activation", False, self)
        self.output = Picture("strip-output", self)
        self.formula = FormulaLabel(self)
        self.data = Fact("strip-data", self)
        self.widths = Fact("strip-widths", self)
        self._pieces: tuple[Piece, ...] = (
            self.input,
            self.encoder,
            self.activation,
            self.code,
            self.decoder,
            self.output_activation,
            self.output,
            self.data,
            self.widths,
        )
        self._arrangement = Arrangement(
            self._pieces[:-2],
            (self.output_activation, self.code, self.activation, self.encoder, self.decoder, self.output),
            self.formula,
            (self.data, self.widths),
        )
        self._name_parts()
        for piece, action in (
            (self.input, self.flow_next),
            (self.output, self.flow_next),
            (self.encoder, lambda: self._edit_widths(self.encoder)),
            (self.code, lambda: self._edit_widths(self.code)),
            (self.widths, lambda: self._edit_widths(self.widths)),
            (self.activation, self._edit_activation),
            (self.output_activation, self._edit_activation),
            (self.decoder, self._edit_decoder),
            (self.data, self._edit_data),
        ):
            piece.clicked.connect(action)

    @property
    def title(self) -> str:
        return self.tr("The model")

    @property
    def example(self) -> int:
        """Which of the fixed examples flows."""
        return self._example

    def needs(self) -> frozenset[Need[Any]]:
        return frozenset({Codes(), Reconstructions()})

    def begin(self, experiment: Experiment) -> None:
        self._show_experiment(experiment, None)

    def choose(self, example: int) -> None:
        self._example = example
        self._draw_pictures()

    def flow_next(self) -> None:
        """Let the next of the fixed examples flow."""
        if self._examples is not None:
            self.choose((self._example + 1) % len(self._examples.inputs))
            self.input.flash(self._colour)

    def draw(self, snapshot: Snapshot, lane: LaneSnapshot) -> None:
        self._moment = snapshot, lane
        self._show_experiment(lane.experiment, lane.dial)
        if self._examples is not snapshot.examples:
            self._show_examples(snapshot.examples)
        if self.in_sight:
            self._draw_pictures()

    def write(self) -> None:
        if self._experiment is None:
            return
        described = words.aloud(self._inputs, self._experiment, formula(self._experiment, between=self._between))
        if described != self.accessibleDescription():
            self.setAccessibleDescription(described)

    def use_theme(self, theme: Theme) -> None:
        for piece in self._pieces:
            piece.use_theme(theme)
        self.formula.use_theme(theme)
        super().use_theme(theme)
        self._drawn = self._drawn_input = ()
        self.updateGeometry()
        if self._experiment is not None:
            self._write_words(self._experiment)
        self._arrange()
        self._draw_pictures()

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
        self.formula.begin()
        experiment = self._experiment
        if experiment is not None and self._examples is None:
            self._behind.ask("examples", lambda: preview.examples(experiment))
            self._behind.ask("floors", lambda: preview.floors(experiment))

    def _on_done(self, name: str, result: object) -> None:
        if isinstance(result, Examples) and self._moment is None:
            self._show_examples(result)
            self._draw_pictures()
        if isinstance(result, preview.Floors) and self._moment is None:
            self._tell_floors(result.train, result.validation)

    @property
    def _inputs(self) -> int:
        """The width of the input."""
        if self._examples is not None:
            return int(np.prod(self._examples.shape))
        assert self._experiment is not None
        try:
            return int(np.prod(preview.shape(self._experiment)))
        except TiescopeError:
            return 0

    @property
    def _colour(self) -> str:
        assert self._experiment is not None
        name = "dial" if self._between else self._experiment.decoder
        return self.theme.decoder(name, self._dial)

    def _show_examples(self, examples: Examples) -> None:
        self._examples = examples
        self._example = min(self._example, len(examples.inputs) - 1)
        self._drawn = self._drawn_input = ()
        for picture in (self.input, self.output):
            picture.set_aspect(pictures.aspect(examples.shape))
        if self._experiment is not None:
            self._write_words(self._experiment)
        self._arrange()

    def _show_experiment(self, experiment: Experiment, dial: float | None) -> None:
        place = DECODERS[experiment.decoder].place_on_dial
        between = dial is not None and place is not None and dial != place
        shown = (self._experiment, self._dial, self._between)
        if (experiment, dial, between) == shown:
            return
        before, was_between = self._experiment, self._between
        self._experiment, self._dial, self._between = experiment, dial, between
        if before is not None and before.dataset != experiment.dataset:
            self._example = 0
        self._write_words(experiment)
        if before is not None and (before != experiment or was_between != between):
            self._flash_changes(before, experiment)
            self._arrange()
        elif before is None:
            self._arrange()

    def _write_words(self, experiment: Experiment) -> None:
        inputs, colour = self._inputs, self._colour
        dial = self._dial if self._dial is not None else experiment.dial if experiment.decoder == "dial" else None
        self.encoder.say(words.encoder(inputs, experiment))
        self.activation.say(words.activation(experiment))
        self.decoder.say(words.decoder(inputs, experiment, dial), colour)
        output = words.output(experiment)
        self._arrangement.want(self.output_activation, output is not None)
        if output is not None:
            self.output_activation.say(output)
        self.code.colour = colour
        self.code.set_units(experiment.layers[-1])
        self.data.say(words.data(experiment))
        self.widths.say(words.all_widths(inputs, experiment))
        dialled = self._between or experiment.decoder == "dial"
        remark = f"t = {dial:.2f}" if dialled and dial is not None else ""
        self.formula.show_formula(formula(experiment, between=self._between), self.tr("The formula in force"), remark)
        for piece, said in (
            (self.encoder, f"W, {self.encoder.words.rest}"),
            (self.activation, self.activation.words.name),
            (self.decoder, f"{self.decoder.words.name}, {self.decoder.words.rest}"),
            (self.data, words.data(experiment)),
            (self.widths, words.all_widths(inputs, experiment)),
        ):
            piece.setAccessibleDescription(said)

    def _flash_changes(self, before: Experiment, now: Experiment) -> None:
        changed = {key for key, value in now.model_dump().items() if getattr(before, key) != value}
        for key, pieces in (
            ("layers", (self.encoder, self.widths)),
            ("activation", (self.activation,)),
            ("output_activation", (self.output_activation,)),
            ("decoder", (self.decoder,)),
            ("dataset", (self.data, self.input)),
        ):
            if key in changed:
                for piece in pieces:
                    piece.flash(self._colour)

    def _arrange(self) -> None:
        if self.width() > 0:
            self._arrangement.fit(self.width(), self.theme)

    def _draw_pictures(self) -> None:
        """The example, its code, and what comes out, as far as they are known and not drawn yet."""
        examples = self._examples
        if examples is None:
            return
        ratio = self.devicePixelRatioF()
        size = self.input.size_in_pixels()
        flows = (id(examples), self._example, size, self.theme)
        if flows != self._drawn_input:
            self._drawn_input = flows
            self.input.show_image(self._picture_of(examples.inputs, size, ratio))
            label = "" if examples.labels is None else examples.labels[self._example]
            self.input.setAccessibleDescription(self.tr("example {0} {1}").format(self._example + 1, label).strip())
        if self._moment is None:
            return
        snapshot, lane = self._moment
        codes, answers = lane.part(Codes()), lane.part(Reconstructions())
        if codes is None or answers is None or answers.reconstructions.shape != examples.inputs.shape:
            self.output.show_image(None)
            return
        drawn = (*flows, snapshot.run, lane.name, codes.moment, answers.moment, self._colour)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        self.output.show_image(self._picture_of(answers.reconstructions, size, ratio))
        code = codes.codes[self._example]
        limit = self._steady.follow(colours.largest(code), (snapshot.run, lane.name, self._example))
        signed = bool(codes.codes.min() < 0)
        self.code.show_code(code, limit, signed)
        self._tell_floors(lane.pca_floor, lane.validation_floor)

    def _picture_of(self, values: Array, size: tuple[int, int], ratio: float) -> Any:
        """The image of the chosen row of (n, d) values, on the scale of all examples that go in."""
        examples = self._examples
        assert examples is not None
        row = values[self._example : self._example + 1]
        if pictures.is_curve(examples.shape):
            table = strokes.pair_colours(self.theme, self.theme.text, self.theme.text)
            covered = strokes.cover(row / np.float32(pictures.input_limit(examples)), size, CURVE * ratio)
            pixels = strokes.both(covered, np.zeros_like(covered), table)
        else:
            pixels = pictures.like_inputs(row, examples, size, self.theme, ratio)
        return images.image(pixels[0], ratio)

    def _tell_floors(self, train: float, validation: float) -> None:
        told = self.tr("{0}: press to learn other data. PCA leaves {1} of the training set, {2} of the validation set.")
        tip = told.format(self.data.accessibleDescription(), at_step(train), at_step(validation))
        if tip != self.data.toolTip():
            self.data.setToolTip(tip)

    def _name_parts(self) -> None:
        for piece, spoken, tip in (
            (self.input, self.tr("Input"), self.tr("What goes in: press for the next example")),
            (self.encoder, self.tr("Encoder"), self.tr("The encoder's weights W: press for other widths")),
            (self.activation, self.tr("Activation"), self.tr("What each hidden layer does: press for another")),
            (
                self.code,
                self.tr("Code"),
                self.tr("The code of this example, a bar for each unit: press for other widths"),
            ),
            (self.decoder, self.tr("Decoder"), self.tr("The decoder's weights D: press for another")),
            (self.output_activation, self.tr("Output"), self.tr("What the last layer does: press for another")),
            (self.output, self.tr("Reconstruction"), self.tr("What comes out: press for the next example")),
            (self.data, self.tr("Data"), self.tr("Press to learn other data")),
            (self.widths, self.tr("Widths"), self.tr("From input to output: press for other widths")),
        ):
            piece.setAccessibleName(spoken)
            piece.setToolTip(tip)

    def _edit_data(self) -> None:
        if self._experiment is not None:
            menu = choices(self, "strip-data-menu", DATASETS.values(), self._experiment.dataset, self._learn)
            self._open(menu, self.data)

    def _edit_activation(self) -> None:
        experiment = self._experiment
        if experiment is None:
            return
        table = ACTIVATIONS.values()
        menu = choices(
            self,
            "strip-activation-menu",
            table,
            experiment.activation,
            lambda name: self.sent.emit(Change.of(activation=name)),
            self.tr("hidden layers"),
        )
        menu.addSeparator()
        last = menu.addMenu(self.tr("output"))
        last.setObjectName("strip-output-menu")
        add(last, table, experiment.output_activation, lambda name: self.sent.emit(Change.of(output_activation=name)))
        self._open(menu, self.activation)

    def _edit_decoder(self) -> None:
        if self._experiment is not None:
            menu = choices(
                self,
                "strip-decoder-menu",
                DECODERS.values(),
                self._experiment.decoder,
                lambda name: self.sent.emit(Change.of(decoder=name)),
            )
            self._open(menu, self.decoder)

    def _edit_widths(self, piece: Piece) -> None:
        if self._experiment is not None:
            editor = WidthsEditor(self._experiment, self.theme, self)
            editor.wanted.connect(self._replace)
            editor.open_below(piece)

    def _open(self, menu: QMenu, piece: Piece) -> None:
        menu.popup(piece.mapToGlobal(QPoint(0, piece.height())))

    def _learn(self, dataset: str) -> None:
        assert self._experiment is not None
        if dataset == self._experiment.dataset:
            return
        try:
            self._replace(self._experiment.with_values({"dataset": dataset}))
        except TiescopeError as error:
            self.told.emit(in_words(str(error)))

    def _replace(self, wanted: Experiment) -> None:
        self.sent.emit(Replace((wanted,)))
