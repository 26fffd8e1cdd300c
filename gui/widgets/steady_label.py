"""A label that stays as wide as it is while the numbers on it change."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QWidget


class SteadyLabel(QLabel):
    """As wide as the widest of some texts in its font, with so many letters' room at both sides.

    What is wider all the same makes it wider for good. Of fixed size, it has nothing around it laid out anew.
    """

    def __init__(self, widest: Sequence[str], parent: QWidget | None = None, *, sides: int = 0) -> None:
        super().__init__(parent)
        self._widest = tuple(widest)
        self._sides = sides
        self._fit()

    def say(self, text: str) -> None:
        """Show this from now on."""
        if text == self.text():
            return
        if self.fontMetrics().horizontalAdvance(text) > self.contentsRect().width():
            self._widest = (*self._widest, text)
            self._fit()
        self.setText(text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        beside = self._sides * metrics.averageCharWidth()
        self.setContentsMargins(beside, 0, beside, 0)
        width = max(metrics.horizontalAdvance(text) for text in self._widest)
        self.setFixedSize(width + 2 * beside, metrics.height())
