"""What the model strip consists of: each part, its name, and what it says of the experiment in force."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from core.experiment.choices import DECODERS
from gui.bands import model_strip_words as words
from gui.bands.model_strip_bars import Bars
from gui.bands.model_strip_in_force import InForce
from gui.bands.model_strip_layout import Arrangement
from gui.bands.model_strip_link import Link
from gui.bands.model_strip_pieces import Fact, Picture, Piece
from gui.design.theme import Theme
from gui.formula.label import FormulaLabel
from gui.formula.law import formula
from gui.painting.numbers import at_step
from gui.widgets.tips import wrapped


def tr(words: str) -> str:
    """In the person's language."""
    return QCoreApplication.translate("ModelStrip", words)


class Parts:
    """Those of ``strip``, from left to right."""

    def __init__(self, strip: QWidget) -> None:
        self._floors: tuple[object, ...] = ()
        self.input = Picture("strip-input", strip)
        self.encoder = Link("strip-encoder", True, strip)
        self.activation = Link("strip-activation", False, strip)
        self.code = Bars("strip-code", strip)
        self.decoder = Link("strip-decoder", True, strip)
        self.output_activation = Link("strip-output-activation", False, strip)
        self.output = Picture("strip-output", strip)
        self.formula = FormulaLabel(strip)
        self.data = Fact("strip-data", strip)
        self.widths = Fact("strip-widths", strip)
        flow: tuple[Piece, ...] = (
            self.input,
            self.encoder,
            self.activation,
            self.code,
            self.decoder,
            self.output_activation,
            self.output,
        )
        self.pieces: tuple[Piece, ...] = (*flow, self.data, self.widths)
        self.links = tuple(piece for piece in flow if isinstance(piece, Link))
        self.arrangement = Arrangement(
            flow,
            (self.output_activation, self.code, self.activation, self.encoder, self.decoder, self.output),
            self.formula,
            (self.data, self.widths),
        )
        self._name()

    def use_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        for piece in self.pieces:
            piece.use_theme(theme)
        self.formula.use_theme(theme)

    def say(self, inputs: int, now: InForce, theme: Theme) -> None:
        """What is computed; ``inputs`` is the width of the input."""
        experiment, colour = now.experiment, now.colour(theme)
        self.encoder.say(words.encoder(inputs, experiment))
        self.activation.say(words.activation(experiment))
        self.decoder.say(words.decoder(inputs, experiment, now.on_dial), colour)
        output = words.output(experiment)
        self.arrangement.want(self.output_activation, output is not None)
        if output is not None:
            self.output_activation.say(output)
        self.code.colour = colour
        self.code.set_units(experiment.layers[-1])
        self.data.say(words.data(experiment))
        self.widths.say(words.all_widths(inputs, experiment))
        self.formula.show_formula(formula(experiment, between=now.between), tr("The formula in force"), now.remark)
        for piece, said in (
            (self.encoder, f"W, {self.encoder.words.rest}"),
            (self.activation, self.activation.words.name),
            (self.decoder, ", ".join((self.decoder.words.name, self.decoder.words.note, self.decoder.words.rest))),
            (self.data, words.data(experiment)),
            (self.widths, words.all_widths(inputs, experiment)),
        ):
            piece.setAccessibleDescription(said)
        teaches = QCoreApplication.translate("Decoder", DECODERS[experiment.decoder].teaches)
        self.decoder.setToolTip(wrapped(f"{teaches} {tr('Press for another decoder.')}"))

    def flash(self, changed: frozenset[str], colour: str) -> None:
        """Say that these keys of the experiment have other values."""
        for key, pieces in (
            ("layers", (self.encoder, self.widths)),
            ("activation", (self.activation,)),
            ("output_activation", (self.output_activation,)),
            ("decoder", (self.decoder,)),
            ("dataset", (self.data, self.input)),
        ):
            if key in changed:
                for piece in pieces:
                    piece.flash(colour)

    def tell_floors(self, train: float, validation: float) -> None:
        """What PCA leaves of both sets, where the data are named."""
        floors = (train, validation, self.data.accessibleDescription())
        if floors == self._floors:
            return
        self._floors = floors
        told = tr("{0}: press to learn other data. PCA leaves {1} of the training set, {2} of the validation set.")
        self.data.setToolTip(told.format(floors[2], at_step(train), at_step(validation)))

    def _name(self) -> None:
        for piece, spoken, tip in (
            (self.input, tr("Input"), tr("What goes in: press for the next example")),
            (self.encoder, tr("Encoder"), tr("The encoder's weights W: press for other widths")),
            (self.activation, tr("Activation"), tr("What each hidden layer does: press for another")),
            (self.code, tr("Code"), tr("The code of this example, a bar for each unit: press for other widths")),
            (self.decoder, tr("Decoder"), ""),
            (self.output_activation, tr("Output"), tr("What the last layer does: press for another")),
            (self.output, tr("Reconstruction"), tr("What comes out: press for the next example")),
            (self.data, tr("Data"), tr("Press to learn other data")),
            (self.widths, tr("Widths"), tr("From input to output: press for other widths")),
        ):
            piece.setAccessibleName(spoken)
            piece.setToolTip(tip)
