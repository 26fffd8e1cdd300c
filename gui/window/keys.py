"""Space belongs to whatever button has the focus, and a person can look up which keys there are."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QGridLayout, QLabel, QWidget

from gui.widgets.controls import by_keyboard
from gui.window.entries import Entry

LETTERS = 110  # side by side in the list, where there is room


class YieldsToButtons(QObject):
    """Takes an action's key away for as long as a button or a list has the focus: there it presses that.

    A line of text needs no such thing: Qt offers it all letters first.
    """

    def __init__(self, action: QAction) -> None:
        super().__init__(action)
        self._action, self._key = action, action.shortcut()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    def _focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        theirs = isinstance(now, QAbstractButton | QComboBox) and by_keyboard(now)
        self._action.setShortcut(QKeySequence() if theirs else self._key)


class KeyList(QDialog):
    """All keys and what they do, over the window; any key or a click beside it puts it away."""

    def __init__(self, entries: Iterable[Entry], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("keys")
        self.setWindowTitle(self.tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        grid = QGridLayout(self)
        grid.setContentsMargins(20, 16, 24, 16)
        grid.setHorizontalSpacing(24)
        grid.setColumnStretch(1, 1)
        for row, entry in enumerate(entries):
            key = QLabel(QKeySequence(entry.key).toString(QKeySequence.SequenceFormat.NativeText))
            key.setProperty("role", "key")
            does = QLabel(entry.does)
            does.setWordWrap(True)
            grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(does, row, 1)
        # No larger than the window, whatever the size of its letters.
        wide = min(LETTERS * self.fontMetrics().averageCharWidth(), parent.width() - 48)
        self.setFixedSize(wide, min(grid.totalHeightForWidth(wide), parent.height()))
        place = parent.mapToGlobal(parent.rect().topLeft())
        self.move(place.x() + (parent.width() - wide) // 2, place.y() + (parent.height() - self.height()) // 2)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            # Whoever reads which keys there are presses none of them.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta):
            self.close()
