"""The kinds of fields: one of a few names, a number, several numbers, words, yes or no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_origin

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from core.experiment import Experiment
from core.experiment.choices import CHOICES
from gui.design.theme import Theme
from gui.panel import words
from gui.panel.arrows import Chevron, Sign
from gui.panel.field import Field
from gui.panel.ladder import ladder_of
from gui.panel.numbers import number, numbers, written
from gui.panel.step_line import StepLine
from gui.widgets.controls import ChoiceBox

Allows = Callable[[str, Any], bool]


class Choices(ChoiceBox):
    """With a mark of its own at the right end."""

    def __init__(self) -> None:
        super().__init__()
        self._chevron = Chevron(self)
        # As narrow as the column: a name that is too long is cut, and stands whole in the list.
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def use_zoom(self, zoom: float) -> None:
        """Be that much larger."""
        wide = round(16 * zoom)
        self._chevron.resize(wide, wide)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide = self._chevron.width()
        self._chevron.move(self.width() - wide - wide // 4, (self.height() - wide) // 2)


class ChoiceField(Field):
    """One of a few names."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(key, parent)
        self._box = Choices()
        for name in CHOICES[key]:
            self._box.addItem(words.title(key, name), name)
        self._box.activated.connect(self._choose)
        self._place(self._box)

    def show_value(self, value: Any) -> None:
        self._box.setCurrentIndex(self._box.findData(value))

    def words_of(self, value: Any) -> str:
        return words.title(self.key, value)

    def use_theme(self, theme: Theme, label_width: int) -> None:
        super().use_theme(theme, label_width)
        self._box.use_zoom(theme.zoom)

    def _choose(self, index: int) -> None:
        self.edited.emit(self.key, self._box.itemData(index))
        if self.waits:
            self.setFocus()


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


class NumberField(TextField):
    """One number, on a ladder."""

    signs = (Sign.UP, Sign.DOWN)

    def __init__(self, key: str, allows: Allows, *, whole: bool, parent: QWidget | None = None) -> None:
        self._ladder, self._allows, self.whole = ladder_of(key, whole=whole), allows, whole
        super().__init__(key, parent)
        self._line.name_arrows_aloud(
            self.tr("{} up").format(self.label.text()), self.tr("{} down").format(self.label.text())
        )

    def value(self, text: str) -> Any:
        return number(text, whole=self.whole)

    def stepped(self, value: Any, up: bool) -> Any:
        if not isinstance(value, (int, float)) or value != value or abs(value) == float("inf"):
            return None
        following = self._ladder.step(value, up)
        return following if following is not None and self._allows(self.key, following) else None


class ListField(TextField):
    """Several numbers, with commas between them and no brackets needed."""

    def value(self, text: str) -> Any:
        return numbers(text)


class WidthsField(ListField):
    """Several widths, of which the last can be doubled and halved."""

    signs = (Sign.LESS, Sign.MORE)

    def __init__(self, key: str, allows: Allows, parent: QWidget | None = None) -> None:
        self._ladder, self._allows = ladder_of(key, whole=True), allows
        super().__init__(key, parent)
        self._line.name_arrows_aloud(self.tr("last layer wider"), self.tr("last layer narrower"))

    def stepped(self, value: Any, up: bool) -> Any:
        if not isinstance(value, list) or not value or not self._allows(self.key, value):
            return None
        following = self._ladder.step(value[-1], up)
        new = [*value[:-1], following]
        return new if following is not None and self._allows(self.key, new) else None


class WordsField(TextField):
    """Words or a path, as they are."""

    def value(self, text: str) -> Any:
        return text


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
