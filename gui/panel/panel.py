"""The experiment, field by field. What can change in flight does so at once; the rest asks first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.experiment import Experiment
from core.experiment.choices import CHOICES, DATASETS, matters
from gui.panel.changes import ChangesBar
from gui.panel.draft import Draft, Send
from gui.panel.fields import Field, TextField, field_of

Groups = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


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
    """Shows the experiment in force and what a person is about to make of it.

    Args:
        experiment: in force at first.
        send: asks the engine for something and gives the command's number, by which a refusal names it.
        parent: as for every widget.
    """

    def __init__(self, experiment: Experiment, send: Send, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, Field] = {}
        self._draft = Draft(experiment, self._fields, send)
        inside = QWidget()
        self._form = QFormLayout(inside)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._form.setContentsMargins(8, 4, 8, 8)
        self._form.setVerticalSpacing(6)
        self._add_fields()
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
        self._draft.send_allowed()
        self.show_in_force()

    def show_in_force(self) -> None:
        """Show it again in every field in which nothing waits: what was sent may have come to nothing."""
        for key, field in self._fields.items():
            if key not in self._draft and not (isinstance(field, TextField) and field.being_edited):
                field.show_value(self._draft.value(key))
        self._show_draft()

    def show_refusal(self, number: int, sentence: str, key: str | None) -> bool:
        """Say beside the field why the command of this number was refused; False if it came from no field."""
        back = self._draft.refuse(number, sentence, key)
        if back is None:
            return False
        for each in back:
            self._fields[each].show_value(self._draft.value(each))
        self.show_in_force()
        return True

    def _groups(self) -> Groups:
        """Headings, and under each the keys that have a field, with their names."""
        return (
            (
                self.tr("Network"),
                (
                    ("dataset", self.tr("data")),
                    ("layers", self.tr("layers")),
                    ("activation", self.tr("activation")),
                    ("output_activation", self.tr("output")),
                ),
            ),
            (
                self.tr("Training"),
                (
                    ("optimizer", self.tr("optimizer")),
                    ("learning_rate", self.tr("learning rate")),
                    ("momentum", self.tr("momentum")),
                    ("batch_size", self.tr("batch")),
                    ("noise", self.tr("noise")),
                    ("weight_decay", self.tr("weight decay")),
                    ("seed", self.tr("seed")),
                ),
            ),
            (
                self.tr("Flip over steps"),
                (
                    ("ramp_to_transpose", self.tr("W⁺ to Wᵀ")),
                    ("ramp_to_pseudo_inverse", self.tr("Wᵀ to W⁺")),
                ),
            ),
        )

    def _add_fields(self) -> None:
        for title, fields in self._groups():
            heading = QLabel(title)
            heading.setProperty("role", "heading")
            self._form.addRow(heading)
            for key, name in fields:
                self._add(field_of(key), name)
                if key == "dataset":
                    for option in _options_of_data():
                        # As in its file, where the source has named it.
                        self._add(field_of(option), option.replace("_", " "))

    def _add(self, field: Field, name: str) -> None:
        label = QLabel(name)
        label.setBuddy(field.editor)
        field.edited.connect(self._edited)
        self._fields[field.key] = field
        self._form.addRow(label, field)

    def _edited(self, key: str, value: Any) -> None:
        self._draft.enter(key, value)
        self._draft.send_allowed()
        self._show_draft()

    def _apply(self) -> None:
        self._draft.send_network()
        # Shown at once; the engine's answer may put it right.
        self.show_in_force()

    def _revert(self) -> None:
        self._draft.forget()
        self.show_in_force()

    def _show_draft(self) -> None:
        for key, field in self._fields.items():
            field.show_problem(self._draft.sentences.get(key, ""))
        self._changes.show_changes(self._draft.changes, valid=self._draft.valid)
        self._show_what_matters()

    def _show_what_matters(self) -> None:
        """Fields that mean something with what is chosen in the others, and those with something to be mended."""
        chosen = {key: self._draft.value(key) for key in CHOICES}
        for key, field in self._fields.items():
            self._form.setRowVisible(field, matters(key, chosen) or bool(field.problem))


def _options_of_data() -> Iterator[str]:
    yield from dict.fromkeys(key for source in DATASETS.values() for key in source.keys)
