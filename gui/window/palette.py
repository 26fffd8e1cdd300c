"""Everything by its name: a line to type in, what fits it below, and the key beside it that would have been quicker."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

ROWS = 10  # in sight at once
LETTERS = 72  # side by side
MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True)
class Item:
    """Something that can be done: its name, more words to find it by, the key that does it."""

    name: str
    act: Callable[[], None]
    words: str = ""
    key: str = ""


def rank(query: str, item: Item) -> int | None:
    """How well an item fits: less is better; ``None`` if it does not.

    Every word of the query must begin a word of the item, or be found inside of one.
    """
    name, found = item.name.lower(), f"{item.name} {item.words}".lower().replace("-", " ")
    wanted = query.lower().replace("-", " ").split()
    if not all(word in found for word in wanted):
        return None
    # What a person reads counts for more than what is found beside it.
    called = sum(any(each.startswith(word) for each in name.split()) for word in wanted)
    starts = sum(any(each.startswith(word) for each in found.split()) for word in wanted)
    return (0 if name.startswith(query.lower().strip()) else 1) + 3 * len(wanted) - 2 * called - starts


class Palette(QDialog):
    """Opens over the window; Enter does what is chosen, Esc nothing.

    Args:
        items: all that can be done.
        more: what can be done with what was typed, beside.
        first: what is shown until something is typed; without it all that can be done.
        parent: as for every widget.
    """

    def __init__(
        self,
        items: Sequence[Item],
        more: Callable[[str], Iterable[Item]],
        parent: QWidget,
        first: Sequence[Item] = (),
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("palette-list")
        self.setWindowTitle(self.tr("Find everything"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._items, self._more, self._first = items, more, first
        self._shown: list[Item] = []
        self._line = QLineEdit()
        self._line.setObjectName("palette-line")
        self._line.setAccessibleName(self.tr("Name of what is to be done"))
        self._line.setPlaceholderText(self.tr("A decoder, a view, a setting (learning rate 0.01), anything …"))
        self._line.textChanged.connect(self._look)
        self._line.installEventFilter(self)
        self._list = QListWidget()
        self._list.setObjectName("palette-found")
        self._list.setAccessibleName(self.tr("What was found"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.itemClicked.connect(lambda _: self._do())
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self._line)
        column.addWidget(self._list)
        self._look("")
        row = self._list.sizeHintForRow(0)
        # All keys there are, where the window is high enough for them.
        rows = max(ROWS, min(len(first), (parent.height() - parent.height() // 4) // row - 2))
        self._list.setFixedHeight(row * rows + 16)
        self.setFixedWidth(min(LETTERS * self.fontMetrics().averageCharWidth(), parent.width() - 48))
        place = parent.mapToGlobal(parent.rect().topLeft())
        down = parent.height() // 8 if not first else (parent.height() - self.sizeHint().height()) // 2
        self.move(place.x() + (parent.width() - self.width()) // 2, place.y() + max(down, 0))
        self._line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in MOVES:
                row = self._list.currentRow() + (1 if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) else -1)
                self._list.setCurrentRow(max(0, min(row, self._list.count() - 1)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._do()
                return True
            if event.text() == "?" and self._first and not self._line.text():
                # The key that opened it.
                self.close()
                return True
        return False

    def _look(self, query: str) -> None:
        searched = self._items if query.strip() or not self._first else self._first
        ranked = [(rank(query, item), place, item) for place, item in enumerate(searched)]
        fitting = sorted((rank, place, item.name) for rank, place, item in ranked if rank is not None)
        self._shown = [*self._more(query), *(searched[place] for _, place, _ in fitting)]
        self._list.clear()
        for item in self._shown:
            row = QListWidgetItem()
            row.setData(Qt.ItemDataRole.AccessibleTextRole, item.name)
            line = _Row(item)
            row.setSizeHint(QSize(0, max(line.sizeHint().height(), round(1.9 * self.fontMetrics().height()))))
            self._list.addItem(row)
            self._list.setItemWidget(row, line)
        self._list.setCurrentRow(0)

    def _do(self) -> None:
        row = self._list.currentRow()
        item = self._shown[row] if 0 <= row < len(self._shown) else None
        self.close()
        if item is not None:
            # Once this is gone: what is done may want the focus.
            QTimer.singleShot(0, item.act)


class _Row(QWidget):
    """A name, and its key at the end of the line."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.addWidget(QLabel(item.name))
        row.addStretch(1)
        if item.key:
            key = QLabel(item.key)
            key.setProperty("role", "key")
            row.addWidget(key)
