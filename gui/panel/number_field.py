"""Fields whose number goes up and down a ladder: one number, or the last of several widths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from gui.panel.arrows import Sign
from gui.panel.ladder import ladder_of
from gui.panel.numbers import number
from gui.panel.text_field import ListField, TextField

LARGEST = 1e18  # of a number that has a next one: far beyond all that is allowed

Allows = Callable[[str, Any], bool]


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
        if not isinstance(value, (int, float)) or not abs(value) < LARGEST:
            return None
        following = self._ladder.step(value, up)
        return following if following is not None and self._allows(self.key, following) else None


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
