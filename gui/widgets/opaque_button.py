"""A button that paints all of itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractButton


class OpaqueButton(QAbstractButton):
    """Nothing behind it is painted anew when it changes: a subclass fills its rectangle first."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._be_opaque()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._be_opaque()

    def _be_opaque(self) -> None:
        # The style takes it from every button that it dresses: it is to be said again after that.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
