"""One field of the experiment: a row with its name, an editor, and what is wrong with or waits in it.

A field knows its key and nothing of what the value does.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.experiment import IN_FLIGHT
from gui.design.theme import Theme
from gui.panel import words
from gui.panel.balloon import Balloon
from gui.panel.captions import caption, more
from gui.panel.dress import HEIGHT
from gui.panel.rich_text import struck, tip
from gui.panel.waiting import Waiting
from gui.widgets.controls import end_typing

GAP = 2  # above and below
PADDING = 8  # at the sides: a row that waits has another colour


class Field(QWidget):
    """``edited`` is emitted when a person has finished changing the value, right or wrong.

    ``applied`` and ``kept`` say what is to become of a value that waits; ``looked_at`` that a person turns to the row
    or away from it.
    """

    edited = Signal(str, object)
    applied = Signal()
    kept = Signal(str)
    looked_at = Signal()

    editor: QWidget

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.side = PADDING  # pixels at the left and right of what is in the row
        self.waits = False  # whether the value is not in force, and is not wrong
        self.setObjectName(f"{key}-row")
        self.setProperty("role", "row")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._problem = Balloon(key)
        self._full = ""
        self.label = QLabel(words.label(key))
        self._waiting = None if key in IN_FLIGHT else Waiting(key, words.label(key), caption(key))

    def _place(self, editor: QWidget, holder: QWidget | None = None) -> None:
        """Put the editor into the row, in its ``holder`` if it has one."""
        self.editor = editor
        editor.setObjectName(self.key)
        editor.setAccessibleName(words.label(self.key))
        self.label.setBuddy(editor)
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(self.label)
        line.addWidget(holder or editor, 1)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addLayout(line)
        if self._waiting is not None:
            self._column.addWidget(self._waiting)
            self._waiting.applied.connect(self.applied)
            self._waiting.kept.connect(self._keep)
        self._describe()

    @property
    def balloon(self) -> Balloon:
        """What says what is wrong, over the next row."""
        return self._problem

    @property
    def problem(self) -> str:
        """What is wrong, empty if nothing is."""
        return self._full

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong with the value; an empty sentence takes it back."""
        if sentence == self._full:
            return
        self._full = sentence
        self._problem.setText(words.beside(self.key, sentence))
        self._mark(self.editor, "error" if sentence else None)
        self._describe()

    def show_waiting(self, old: Any, why_not: str, others: str) -> None:
        """Offer what can be done with a value that is not in force, where ``old`` is; see :meth:`Waiting.show_waiting`.

        If nothing is wrong with it, it is marked.
        """
        self.waits = not self.problem
        self._mark(self, "waiting" if self.waits else "row")
        if self._waiting is None:
            self._show_old(struck(self.words_of(old)))
        else:
            self._waiting.show_waiting(self.words_of(old), why_not, others)

    def show_settled(self) -> None:
        """The value is in force."""
        self.waits = False
        self._mark(self, "row")
        self._show_old("")
        if self._waiting is not None:
            self._waiting.show_caption()

    def show_value(self, value: Any) -> None:
        """Show a value, without ``edited``."""
        raise NotImplementedError

    def words_of(self, value: Any) -> str:
        """A value as the field would show it."""
        raise NotImplementedError

    def use_theme(self, theme: Theme, label_width: int) -> None:
        """As large as the theme says, the editor so many pixels right of where its name begins."""
        zoom = theme.zoom
        self.label.setFixedWidth(label_width)
        self._problem.pitch, self._problem.gap = theme.px(HEIGHT) + 2 * theme.px(GAP), 2 * theme.px(GAP)
        self.side, gap = theme.px(PADDING), theme.px(GAP)
        self._column.setContentsMargins(self.side, gap, self.side, gap)
        if self._waiting is not None:
            self._waiting.use_zoom(zoom, label_width)

    def settle(self) -> None:
        """After Enter: back to the window's keys, but stay where something is to be mended or to be decided."""
        if self.waits:
            # Enter and Esc are this row's now, and no letter is typed into it.
            self.setFocus()
        elif not self.problem:
            self.leave()

    def leave(self) -> None:
        """Give the keys back to the window."""
        end_typing()
        if self.isAncestorOf(self.window().focusWidget() or self.window()) or self.hasFocus():
            self.window().setFocus()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._decides(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._decides(event):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._keep()
        else:
            self._apply()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.looked_at.emit()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.looked_at.emit()

    def _apply(self) -> None:
        self.applied.emit()
        if not self.waits:
            self.leave()

    def _keep(self) -> None:
        self.kept.emit(self.key)
        self.leave()

    def _decides(self, event: QKeyEvent) -> bool:
        """Whether the key is about the value that waits or is wrong."""
        if event.key() == Qt.Key.Key_Escape:
            return self.waits or bool(self.problem)
        return self.waits and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)

    def _show_old(self, old: str) -> None:
        """Rich text beside the value, where the kind of field has room for it."""

    def _describe(self) -> None:
        meaning = words.meaning(self.key)
        self.editor.setAccessibleDescription(self.problem or meaning)
        self.setToolTip(tip(words.label(self.key), self.problem or meaning, *more(self.key)))

    def _mark(self, widget: QWidget, role: str | None) -> None:
        if widget.property("role") != role:
            widget.setProperty("role", role)
            widget.style().unpolish(widget)
            widget.style().polish(widget)
