"""What stands at the four sides of a plot has in common: it knows the field, and draws in the theme's type."""

from __future__ import annotations

import pyqtgraph
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from gui.design.theme import Theme
from gui.design.tokens import LIGHT
from gui.design.typography import Role


class Side(pyqtgraph.AxisItem):
    """Of pyqtgraph's axis it keeps the place in the layout and the link to the field's range; a subclass draws it."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.theme = LIGHT
        self._metrics: QFontMetricsF | None = None
        self.enableAutoSIPrefix(False)
        self.showLabel(False)
        self.setZValue(-1)

    def use_theme(self, theme: Theme) -> None:
        """Draw in its colours and type from now on."""
        self.theme, self._metrics = theme, None
        self.update()

    @property
    def metrics(self) -> QFontMetricsF:
        """Of the words at the side."""
        if self._metrics is None:
            self._metrics = QFontMetricsF(self.theme.font(Role.SMALL))
        return self._metrics

    def own(self) -> QRectF:
        """Its own place, in its coordinates."""
        found: QRectF = self.mapRectFromParent(self.geometry())
        return found

    def field(self) -> QRectF:
        """The field's place, in the same coordinates."""
        view = self.linkedView()
        found: QRectF = view.mapRectToItem(self, view.boundingRect())
        return found

    def along(self, place: float) -> float:
        """The pixel of a place of the field's range."""
        field, (low, high) = self.field(), self.range
        share = (place - low) / (high - low) if high > low else 0.0
        if self.orientation in ("left", "right"):
            return field.bottom() - share * field.height()
        return field.left() + share * field.width()

    def boundingRect(self) -> QRectF:
        return self.own()
