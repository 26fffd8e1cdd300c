"""One field of the experiment: an editor, and below it what is wrong with what was typed.

A field knows its key and nothing of what the value does.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from typing import Any, get_origin

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from core.experiment import ALLOWED, Experiment
from core.experiment.choices import CHOICES
from gui.widgets.controls import ChoiceBox, end_typing


class Field(QWidget):
    """``edited`` is emitted when a person has finished changing the value, right or wrong."""

    edited = Signal(str, object)

    editor: QWidget

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self._problem = QLabel()
        self._problem.setObjectName(f"{key}-problem")
        self._problem.setProperty("role", "error")
        self._problem.setWordWrap(True)
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.hide()

    def _place(self, editor: QWidget) -> None:
        self.editor = editor
        about = Experiment.model_fields[self.key]
        extra = about.json_schema_extra
        allowed = extra[ALLOWED] if isinstance(extra, dict) else ""
        editor.setObjectName(self.key)
        editor.setAccessibleName(self.key.replace("_", " "))
        editor.setAccessibleDescription(about.description or "")
        editor.setToolTip(f"{about.description}: {allowed}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(editor)
        column.addWidget(self._problem)
        self.setFocusProxy(editor)

    @property
    def problem(self) -> str:
        """What is wrong, empty if nothing is."""
        return self._problem.text()

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong beside the value; an empty sentence takes it back."""
        if sentence == self.problem:
            return
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self.editor.setProperty("role", "error" if sentence else None)
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)

    def show_value(self, value: Any) -> None:
        """Show a value, without ``edited``."""
        raise NotImplementedError


class ChoiceField(Field):
    """One of a few names."""

    def __init__(self, key: str, choices: Iterable[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(key, parent)
        self._box = ChoiceBox()
        for name, title in choices:
            self._box.addItem(title, name)
        self._box.activated.connect(self._choose)
        self._place(self._box)

    def show_value(self, value: Any) -> None:
        self._box.setCurrentIndex(self._box.findData(value))

    def _choose(self, index: int) -> None:
        self.edited.emit(self.key, self._box.itemData(index))


class TextField(Field):
    """Numbers and lists of numbers, as they are written in an experiment's file."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(key, parent)
        self._line = QLineEdit()
        self._shown = ""
        self._line.editingFinished.connect(self._finish)
        self._line.returnPressed.connect(self._enter)
        self._place(self._line)

    def show_value(self, value: Any) -> None:
        self._shown = self._written(value)
        if self._line.text() != self._shown:
            self._line.setText(self._shown)
            self._line.setCursorPosition(0)

    @property
    def being_edited(self) -> bool:
        """Whether a person is typing: what they have typed must not be overwritten."""
        return self._line.hasFocus() and self._line.isModified()

    def _enter(self) -> None:
        """Leave the field, so that the next letter is a key of the window again; but not what has to be mended."""
        self._finish()
        if self.problem:
            self._line.selectAll()
        else:
            end_typing()

    def _finish(self) -> None:
        text = self._line.text().strip()
        self._line.setModified(False)
        if text != self._shown:
            self._shown = text
            self.edited.emit(self.key, self._value(text))

    def _value(self, text: str) -> Any:
        """The number that was written, or the text itself, for the experiment to say what is wrong with it."""
        return _toml(text)

    def _written(self, value: Any) -> str:
        return f"{value:g}" if isinstance(value, float) else str(value)


class ListField(TextField):
    """Several numbers, with commas between them and no brackets needed."""

    def _value(self, text: str) -> Any:
        return _toml(text if text.startswith("[") else f"[{text}]")

    def _written(self, value: Any) -> str:
        return ", ".join(f"{item:g}" if isinstance(item, float) else str(item) for item in value)


class WordsField(TextField):
    """Words or a path, as they are."""

    def _value(self, text: str) -> Any:
        return text


class SwitchField(Field):
    """Yes or no."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(key, parent)
        self._box = QCheckBox()
        self._box.clicked.connect(self._click)
        self._place(self._box)

    def show_value(self, value: Any) -> None:
        self._box.setChecked(bool(value))

    def _click(self, checked: bool) -> None:
        self.edited.emit(self.key, checked)


def field_of(key: str) -> Field:
    """The field for a key of the experiment, by the kind of value that it takes."""
    if key in CHOICES:
        return ChoiceField(key, [(choice.name, choice.title) for choice in CHOICES[key].values()])
    kind = Experiment.model_fields[key].annotation
    if get_origin(kind) is tuple:
        return ListField(key)
    if kind is str:
        return WordsField(key)
    return SwitchField(key) if kind is bool else TextField(key)


def _toml(text: str) -> Any:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (ValueError, RecursionError):
        # ValueError also where it is TOML: a whole number has too many digits for Python to read.
        return text
