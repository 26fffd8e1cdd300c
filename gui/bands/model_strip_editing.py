"""What a press on a part of the model strip opens, and what is sent when something is chosen there."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from core.errors import TiescopeError
from core.experiment import Experiment
from core.experiment.choices import ACTIVATIONS, DATASETS, DECODERS
from core.messages.commands import Change, Replace
from gui.bands.model_strip_editor import WidthsEditor, add, choices
from gui.bands.model_strip_parts import Parts
from gui.bands.model_strip_pieces import Piece
from gui.design.theme import Theme
from gui.design.tokens import LIGHT
from gui.panel.words import in_words


class Editing(QObject):
    """Of ``strip``, which has these parts."""

    sent = Signal(object)  # a command
    told = Signal(str)  # why something can't be

    def __init__(self, strip: QWidget, parts: Parts) -> None:
        super().__init__(strip)
        self._strip, self._parts = strip, parts
        self.experiment: Experiment | None = None
        self.theme: Theme = LIGHT
        for piece, action in (
            (parts.encoder, lambda: self._edit_widths(parts.encoder)),
            (parts.code, lambda: self._edit_widths(parts.code)),
            (parts.widths, lambda: self._edit_widths(parts.widths)),
            (parts.activation, self._edit_activation),
            (parts.output_activation, self._edit_activation),
            (parts.decoder, self._edit_decoder),
            (parts.data, self._edit_data),
        ):
            piece.clicked.connect(action)

    def _edit_data(self) -> None:
        if self.experiment is not None:
            menu = choices(self._strip, "strip-data-menu", DATASETS.values(), self.experiment.dataset, self._learn)
            self._open(menu, self._parts.data)

    def _edit_activation(self) -> None:
        experiment = self.experiment
        if experiment is None:
            return
        table = ACTIVATIONS.values()
        menu = choices(
            self._strip,
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
        self._open(menu, self._parts.activation)

    def _edit_decoder(self) -> None:
        if self.experiment is not None:
            menu = choices(
                self._strip,
                "strip-decoder-menu",
                DECODERS.values(),
                self.experiment.decoder,
                lambda name: self.sent.emit(Change.of(decoder=name)),
            )
            self._open(menu, self._parts.decoder)

    def _edit_widths(self, piece: Piece) -> None:
        if self.experiment is not None:
            editor = WidthsEditor(self.experiment, self.theme, self._strip)
            editor.wanted.connect(self._replace)
            editor.open_below(piece)

    def _open(self, menu: QMenu, piece: Piece) -> None:
        menu.popup(piece.mapToGlobal(QPoint(0, piece.height())))

    def _learn(self, dataset: str) -> None:
        assert self.experiment is not None
        if dataset == self.experiment.dataset:
            return
        try:
            self._replace(self.experiment.with_values({"dataset": dataset}))
        except TiescopeError as error:
            self.told.emit(in_words(str(error)))

    def _replace(self, wanted: Experiment) -> None:
        self.sent.emit(Replace((wanted,)))
