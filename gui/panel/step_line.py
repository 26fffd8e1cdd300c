"""A line of text whose number goes up and down: by ↑ and ↓, by the wheel while it is typed in, by two small buttons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from gui.panel.arrows import Arrow, Sign

NOTCH = 120  # what a wheel says for one turn of it


class StepLine(QLineEdit):
    """``stepped`` says up (True) or down; ``entered`` and ``escaped`` are keys that a line would keep for itself.

    ``aside`` stands at the right end: a unit, or what is in force instead. The line fills the widget that it is in.
    """

    stepped = Signal(bool)
    entered = Signal()
    escaped = Signal()

    def __init__(self, signs: tuple[Sign, Sign] | None, holder: QWidget) -> None:
        super().__init__(holder)
        # Beside the line and not in it: a click on what takes no focus gives it to what that is in.
        self._arrows = [Arrow(sign, holder) for sign in signs or ()]
        self._zoom = 1.0
        self._turned = 0
        self._beside_each_other = signs is not None and signs[0] == Sign.LESS
        for arrow, up in zip(self._arrows, (not self._beside_each_other, self._beside_each_other), strict=False):
            arrow.clicked.connect(lambda _=False, up=up: self.stepped.emit(up))
        self.aside = QLabel(self)
        self.aside.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.aside.setTextFormat(Qt.TextFormat.RichText)
        self.aside.setProperty("role", "muted")
        self.aside.installEventFilter(self)

    def name_arrows(self, key: str) -> None:
        """Object names, for whoever looks for them."""
        for arrow, name in zip(
            self._arrows, ("down", "up") if self._beside_each_other else ("up", "down"), strict=False
        ):
            arrow.setObjectName(f"{key}-{name}")

    def name_arrows_aloud(self, up: str, down: str) -> None:
        """What a screen reader calls them."""
        for arrow, name in zip(self._arrows, (down, up) if self._beside_each_other else (up, down), strict=False):
            arrow.setAccessibleName(name)

    def say_aside(self, text: str) -> None:
        """Rich text at the right end."""
        self.aside.setText(text)
        self._arrange()

    def use_zoom(self, zoom: float) -> None:
        """Be that much larger."""
        self._zoom = zoom
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._own(event):
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FontChange:
            self._arrange()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._own(event):
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self.stepped.emit(event.key() == Qt.Key.Key_Up)
            case Qt.Key.Key_Escape:
                self.escaped.emit()
            case _:
                self.entered.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus() or not self._arrows:
            event.ignore()  # it means to scroll
            return
        self._turned += event.angleDelta().y()
        while abs(self._turned) >= NOTCH:
            up = self._turned > 0
            self._turned -= NOTCH if up else -NOTCH
            self.stepped.emit(up)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _own(self, event: QKeyEvent) -> bool:
        keys = {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if self._arrows:
            keys |= {Qt.Key.Key_Up, Qt.Key.Key_Down}
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return event.key() in keys and modifiers == Qt.KeyboardModifier.NoModifier

    def _arrange(self) -> None:
        """Buttons and words at the right end, and the text left of them."""
        wide, edge = round(16 * self._zoom), round(4 * self._zoom)
        right, high = self.width() - edge, self.height()
        if self._beside_each_other:
            for place, arrow in enumerate(reversed(self._arrows)):
                arrow.setGeometry(right - (place + 1) * wide - place * edge, 1, wide, high - 2)
            taken = 2 * wide + 2 * edge
        else:
            half = (high - 4) // 2
            for place, arrow in enumerate(self._arrows):
                arrow.setGeometry(right - wide, 2 + place * half, wide, half)
            taken = wide + edge if self._arrows else 0
        words = self.aside.sizeHint().width() if self.aside.text() else 0
        # Half of the line at the least is for what is typed.
        words = min(words, max(0, (self.width() - taken) // 2))
        self.aside.setGeometry(right - taken - words, 0, words, high)
        self.setTextMargins(0, 0, taken + words + (edge if words else 0), 0)
