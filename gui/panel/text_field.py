"""Fields that are typed into: what a text means is what the kinds of them differ in."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.design.theme import Theme
from gui.panel.arrows import Sign
from gui.panel.field import Field
from gui.panel.numbers import numbers, written
from gui.panel.step_line import StepLine


class TextField(Field):
    """Something that is typed. What kinds of it there are differ in what a text means."""

    signs: tuple[Sign, Sign] | None = None

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(key, parent)
        holder = QWidget()
        self._line = StepLine(self.signs, holder)
        filling = QHBoxLayout(holder)
        filling.setContentsMargins(0, 0, 0, 0)
        filling.addWidget(self._line)
        self._line.name_arrows(key)
        self._shown = ""
        self._unit = ""
        self._line.editingFinished.connect(self._finish)
        self._line.entered.connect(self._enter)
        self._line.escaped.connect(self._escape)
        self._line.stepped.connect(self._step)
        self._place(self._line, holder)

    def set_unit(self, unit: str) -> None:
        """Of what there are so many; behind the number."""
        self._unit = unit
        self._line.say_aside(unit)

    def show_value(self, value: Any) -> None:
        self._shown = self.words_of(value)
        if self._line.text() != self._shown:
            self._line.setText(self._shown)
            self._line.setCursorPosition(0)

    def words_of(self, value: Any) -> str:
        return written(value)

    def use_theme(self, theme: Theme, label_width: int) -> None:
        super().use_theme(theme, label_width)
        self._line.use_zoom(theme.zoom)

    def enter(self, text: str) -> None:
        """Take in a text as if it had been typed here."""
        self._line.setText(text)
        self._finish()

    @property
    def being_edited(self) -> bool:
        """Whether a person is typing: what they have typed must not be overwritten."""
        return self._line.hasFocus() and self._line.isModified()

    def _enter(self) -> None:
        if self._finish() or not self.waits:
            self.settle()
        else:
            # There is nothing new to be taken in: it is about what waits.
            self._apply()
        if self.problem:
            self._line.selectAll()

    def _escape(self) -> None:
        self._line.setModified(False)
        self._keep()

    def _finish(self) -> bool:
        """Take in what was typed; whether there was something."""
        text = self._line.text().strip()
        self._line.setModified(False)
        if text == self._shown:
            return False
        self._shown = text
        self.edited.emit(self.key, self.value(text))
        return True

    def _step(self, up: bool) -> None:
        """Up or down from what is typed; nowhere where that is no number, or the next would not be allowed."""
        value = self.stepped(self.value(self._line.text()), up)
        if value is None:
            return
        self.show_value(value)
        self._line.setModified(False)
        self.edited.emit(self.key, value)
        if self.waits and not self._line.hasFocus():
            self.setFocus()

    def value(self, text: str) -> Any:
        """What was written, or the text itself, for the experiment to say what is wrong with it."""
        raise NotImplementedError

    def stepped(self, value: Any, up: bool) -> Any:
        """The next value, ``None`` if there is none."""
        return None

    def _show_old(self, old: str) -> None:
        self._line.say_aside(old or self._unit)


class ListField(TextField):
    """Several numbers, with commas between them and no brackets needed."""

    def value(self, text: str) -> Any:
        return numbers(text)


class WordsField(TextField):
    """Words or a path, as they are."""

    def value(self, text: str) -> Any:
        return text
