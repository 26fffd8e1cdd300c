"""Which kind of field a key of the experiment has, by the kind of its value."""

from __future__ import annotations

from typing import Any, get_origin

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from core.experiment import Experiment
from core.experiment.choices import CHOICES
from gui.panel.choice_field import ChoiceField
from gui.panel.field import Field
from gui.panel.number_field import Allows, NumberField, WidthsField
from gui.panel.text_field import ListField, WordsField


class SwitchField(Field):
    """Yes or no."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(key, parent)
        self._box = QCheckBox()
        self._box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._box.clicked.connect(self._click)
        self._place(self._box)

    def show_value(self, value: Any) -> None:
        self._box.setChecked(bool(value))

    def words_of(self, value: Any) -> str:
        return self.tr("yes") if value else self.tr("no")

    def _click(self, checked: bool) -> None:
        self.edited.emit(self.key, checked)
        if self.waits:
            self.setFocus()


def field_of(key: str, allows: Allows) -> Field:
    """The field for a key of the experiment, by the kind of value that it takes.

    Args:
        key: of the experiment.
        allows: whether a value would be allowed for a key.
    """
    if key in CHOICES:
        return ChoiceField(key)
    kind = Experiment.model_fields[key].annotation
    if get_origin(kind) is tuple:
        return WidthsField(key, allows) if key == "layers" else ListField(key)
    if kind is str:
        return WordsField(key)
    return SwitchField(key) if kind is bool else NumberField(key, allows, whole=kind is int)
