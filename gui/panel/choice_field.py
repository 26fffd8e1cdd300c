"""A field with a list of names."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from core.experiment.choices import CHOICES
from gui.design.theme import Theme
from gui.panel import words
from gui.panel.arrows import Chevron
from gui.panel.field import Field
from gui.widgets.controls import ChoiceBox


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
