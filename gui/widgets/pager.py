"""Turns pages when there is more than fits legibly."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gui.widgets.controls import ToolButton


class Pager(QWidget):
    """◀ units 1–64 of 256 ▶, hidden while everything fits on one page. ``turned`` carries the page to show."""

    turned = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._page = 0
        self._ways: tuple[str, ...] = ("",)
        self._brief = 0
        self._back = self._button(f"{name}-previous", "◀", self.tr("Previous units"))
        self._range = QLabel(self)
        self._on = self._button(f"{name}-next", "▶", self.tr("Next units"))
        self._back.clicked.connect(self._turn_back)
        self._on.clicked.connect(self._turn_on)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (self._back, self._range, self._on):
            row.addWidget(widget)
        self.hide()

    def show_page(self, page: int, units: int, places: int) -> int:
        """Show that this page is open, or the last one there is, if a page has so many places; which one it is."""
        pages = -(-units // places)
        self._page = max(0, min(page, pages - 1))
        first = self._page * places
        self.setVisible(pages > 1)
        self._back.setEnabled(self._page > 0)
        self._on.setEnabled(self._page < pages - 1)
        last = min(first + places, units)
        ways = (self.tr("units {0}–{1} of {2}").format(first + 1, last, units), f"{first + 1}–{last}", "")
        if ways != self._ways:
            self._ways = ways
            self._range.setToolTip(ways[0])
            self._range.setText(ways[self._brief])
        return self._page

    @property
    def count(self) -> int:
        """How many letters the longest of what it says has."""
        return len(self._ways[0])

    def be_brief(self, level: int) -> None:
        """Say all (0), little (1) or nothing (2) of which units they are."""
        if level != self._brief:
            self._brief = level
            self._range.setText(self._ways[min(level, len(self._ways) - 1)])
            self._row.invalidate()
            self.updateGeometry()

    def _button(self, name: str, sign: str, words: str) -> ToolButton:
        button = ToolButton(self)
        button.setObjectName(name)
        button.setText(sign)
        button.setAccessibleName(words)
        button.setToolTip(words)
        return button

    def _turn_back(self) -> None:
        self.turned.emit(self._page - 1)

    def _turn_on(self) -> None:
        self.turned.emit(self._page + 1)
