"""The experiment, field by field. What can change in flight does so at once; the rest asks first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.activations import ACTIVATIONS
from core.commands import Change, Replace
from core.datasets import DATASETS
from core.experiment import IN_FLIGHT, OPTIMIZERS, Experiment, parse, problems
from gui.panel.changes import ChangesBar
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
        self._experiment = experiment
        self._waiting: dict[str, Any] = {}  # changes that need a new network
        self._wrong: dict[str, Any] = {}  # values in flight that are not allowed, still in their fields
        self._fields: dict[str, Field] = {}
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
        self._show_all()

    def show_experiment(self, experiment: Experiment) -> None:
        """The settings in force. What a person has typed and not yet settled stays."""
        if experiment == self._experiment:
            return
        self._experiment = experiment
        self._show_all()

    def show_problem(self, key: str, sentence: str) -> bool:
        """Say beside a field why a command was refused; False if there is no such field."""
        if key not in self._fields:
            return False
        self._fields[key].show_problem(sentence)
        return True

    def _add(self, field: Field, name: str) -> None:
        label = QLabel(name)
        label.setBuddy(field.editor)
        field.edited.connect(self._edited)
        self._fields[field.key] = field
        self._form.addRow(label, field)

    def _edited(self, key: str, value: Any) -> None:
        if key in IN_FLIGHT:
            self._change(key, value)
        else:
            self._gather(key, value)

    def _change(self, key: str, value: Any) -> None:
        sentence = problems({**self._experiment.model_dump(), key: value}).get(key, "")
        self._fields[key].show_problem(sentence)
        if sentence:
            self._wrong[key] = value
            return
        self._wrong.pop(key, None)
        self.command.emit(Change(((key, value),)))

    def _gather(self, key: str, value: Any) -> None:
        self._waiting[key] = value
        self._review()

    def _review(self) -> None:
        """What the waiting changes come to together."""
        in_force = self._experiment.model_dump()
        wanted = {**in_force, **self._waiting}
        found = problems(wanted)
        for key, field in self._fields.items():
            if key not in self._wrong:
                field.show_problem(found.get(key, ""))
        if not found:
            # Through the model, so that a list and a tuple, 1 and 1.0 are the same.
            asked = parse(wanted)
            self._waiting = {key: getattr(asked, key) for key in asked.needs_new_network(self._experiment)}
        self._changes.show_changes(tuple(self._waiting), valid=not found)
        self._show_what_matters()

    def _apply(self) -> None:
        experiment = parse({**self._experiment.model_dump(), **self._waiting})
        self._waiting.clear()
        self._review()
        # Shown at once; the engine's answer may put it right.
        self.show_experiment(experiment)
        self.command.emit(Replace((experiment,)))

    def _revert(self) -> None:
        self._waiting.clear()
        self._wrong.clear()
        self._review()
        self._show_all()

    def _show_all(self) -> None:
        for key, field in self._fields.items():
            if key in self._waiting or key in self._wrong:
                continue
            if isinstance(field, TextField) and field.being_edited:
                continue
            field.show_value(getattr(self._experiment, key))
        self._show_what_matters()

    def _show_what_matters(self) -> None:
        """Fields that the other fields give a meaning."""
        dataset = self._waiting.get("dataset", self._experiment.dataset)
        self._form.setRowVisible(self._fields["spectrum"], dataset == "gaussian")
        self._form.setRowVisible(self._fields["momentum"], self._experiment.optimizer == "sgd")


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
