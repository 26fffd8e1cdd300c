"""The second line of a row that needs a new network: what it is about, or what to do with the value that waits."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from gui.panel.struck import Struck
from gui.widgets.controls import Button
from gui.widgets.elided import Elided


class EnterButton(Button):
    """Enter presses it, too, and not what it stands in."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class Waiting(QWidget):
    """Always of one height, so that nothing moves when a value begins to wait."""

    applied = Signal()
    kept = Signal()

    def __init__(self, key: str, name: str, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = Elided()
        self._caption.setProperty("role", "muted")
        self._caption.say(caption)
        self._old = Struck()
        self._old.setObjectName(f"{key}-old")
        self._apply = EnterButton(self.tr("↵ new network"))
        self._apply.setObjectName(f"{key}-apply")
        self._apply.clicked.connect(self.applied)
        self._keep = EnterButton(self.tr("Esc keep"))
        self._keep.setObjectName(f"{key}-keep")
        self._keep.setAccessibleName(self.tr("{}: keep what is in force").format(name))
        self._keep.clicked.connect(self.kept)
        self._name = name
        bar = QWidget()
        line = QHBoxLayout(bar)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._old, 1)
        line.addWidget(self._apply)
        line.addWidget(self._keep)
        self._line = line
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        holder = QWidget()
        self._indented = QHBoxLayout(holder)
        self._indented.setContentsMargins(0, 0, 0, 0)
        self._indented.addWidget(self._caption)
        self._stack.addWidget(holder)
        self._stack.addWidget(bar)

    def show_caption(self) -> None:
        """Nothing waits."""
        self._stack.setCurrentIndex(0)

    def show_waiting(self, old: str, why_not: str, others: str) -> None:
        """A value waits in place of ``old``.

        Args:
            old: what is in force.
            why_not: why no new network can be had; empty if it can.
            others: what else it would change, for the tool tip; empty if nothing.
        """
        self._old.say(old)
        self._old.setToolTip(self.tr("in force: {}").format(old))
        self._old.setAccessibleName(self.tr("{0} in force: {1}").format(self._name, old))
        self._apply.setEnabled(not why_not)
        does = self.tr("Start a new network with this {}, from step 0").format(self._name)
        also = self.tr("It takes in what else waits: {}").format(others) if others else ""
        self._apply.setAccessibleName(does)
        self._apply.setToolTip(why_not or ". ".join(filter(None, (does, also))))
        self._stack.setCurrentIndex(1)

    def use_zoom(self, zoom: float, indent: int) -> None:
        """Be that much larger; the caption begins where the field does."""
        self.setFixedHeight(round(24 * zoom))
        self._line.setSpacing(round(4 * zoom))
        self._indented.setContentsMargins(indent, 0, 0, round(4 * zoom))
