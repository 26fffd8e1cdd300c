"""The experiment, field by field. What can change in flight does so at once; the rest asks first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.activations import ACTIVATIONS
from core.datasets import DATASETS
from core.experiment import OPTIMIZERS, Experiment
from core.messages.commands import Command
from gui.panel.changes import ChangesBar
from gui.panel.draft import Draft
from gui.panel.fields import ChoiceField, Field, ListField, TextField

OPTIMIZER_TITLES = {"sgd": "SGD", "adam": "Adam"}
GROUPS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("Network", (("dataset", "data"), ("spectrum", "spectrum"), ("layers", "layers"), ("activation", "activation"),
                 ("output_activation", "output"))),
    ("Training", (("optimizer", "optimizer"), ("learning_rate", "learning rate"), ("momentum", "momentum"),
                  ("batch_size", "batch"), ("noise", "noise"), ("weight_decay", "weight decay"), ("seed", "seed"))),
    ("Flip over steps", (("ramp_to_transpose", "W⁺ to Wᵀ"), ("ramp_to_pseudo_inverse", "Wᵀ to W⁺"))),
)  # fmt: skip


class _Column(QScrollArea):
    """Scrolls up and down only: what is in it is never cut off at the side, however narrow a dock would be."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Its fields take it, and are scrolled to.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def minimumSizeHint(self) -> QSize:
        width = self._inside.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(width, super().minimumSizeHint().height())


class ExperimentPanel(QWidget):
    """Emits commands; shows the experiment in force and what a person is about to make of it."""

    command = Signal(object)

    def __init__(self, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, Field] = {}
        self._draft = Draft(experiment, self._fields)
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._form.setContentsMargins(8, 4, 8, 8)
        self._form.setVerticalSpacing(6)
        for title, fields in GROUPS:
            heading = QLabel(self.tr(title))
            heading.setProperty("role", "heading")
            self._form.addRow(heading)
            for key, name in fields:
                self._add(_field(key), self.tr(name))
        inside = QWidget()
        inside.setLayout(self._form)
        self._changes = ChangesBar()
        self._changes.apply_clicked.connect(self._apply)
        self._changes.revert_clicked.connect(self._revert)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(_Column(inside))
        column.addWidget(self._changes)
        self.show_in_force()

    def show_experiment(self, experiment: Experiment) -> None:
        """The settings in force. What a person has typed and not yet settled stays."""
        if experiment == self._draft.in_force:
            return
        self._draft.use(experiment)
        self._send_allowed()
        self.show_in_force()

    def show_in_force(self) -> None:
        """Show it again in every field in which nothing waits: what was sent may have come to nothing."""
        for key, field in self._fields.items():
            if key not in self._draft and not (isinstance(field, TextField) and field.being_edited):
                field.show_value(self._draft.value(key))
        self._show_draft()

    def show_refusal(self, command: Command, sentence: str, key: str | None) -> bool:
        """Say beside the field why its command was refused; False if it came from no field."""
        back = self._draft.refuse(command, sentence, key)
        if back is None:
            return False
        for each in back:
            self._fields[each].show_value(self._draft.value(each))
        self.show_in_force()
        return True

    def _add(self, field: Field, name: str) -> None:
        label = QLabel(name)
        label.setBuddy(field.editor)
        field.edited.connect(self._edited)
        self._fields[field.key] = field
        self._form.addRow(label, field)

    def _edited(self, key: str, value: Any) -> None:
        self._draft.enter(key, value)
        self._send_allowed()
        self._show_draft()

    def _send_allowed(self) -> None:
        for change in self._draft.take_allowed():
            self.command.emit(change)

    def _apply(self) -> None:
        command = self._draft.take_network()
        # Shown at once; the engine's answer may put it right.
        self.show_in_force()
        if command is not None:
            self.command.emit(command)

    def _revert(self) -> None:
        self._draft.forget()
        self.show_in_force()

    def _show_draft(self) -> None:
        for key, field in self._fields.items():
            field.show_problem(self._draft.sentences.get(key, ""))
        self._changes.show_changes(self._draft.changes, valid=self._draft.valid)
        self._show_what_matters()

    def _show_what_matters(self) -> None:
        """Fields that the other fields give a meaning."""
        self._form.setRowVisible(self._fields["spectrum"], self._draft.value("dataset") == "gaussian")
        self._form.setRowVisible(self._fields["momentum"], self._draft.in_force.optimizer == "sgd")


def _field(key: str) -> Field:
    match key:
        case "dataset":
            return ChoiceField(key, [(source.name, source.title) for source in DATASETS.values()])
        case "activation" | "output_activation":
            return ChoiceField(key, [(activation.name, activation.title) for activation in ACTIVATIONS.values()])
        case "optimizer":
            return ChoiceField(key, [(name, OPTIMIZER_TITLES[name]) for name in OPTIMIZERS])
        case "layers" | "spectrum":
            return ListField(key)
        case _:
            return TextField(key)
