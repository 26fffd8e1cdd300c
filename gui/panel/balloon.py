"""What is wrong with a field, drawn over the rows beside it: nothing is moved, and a click goes to what lies below."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel


class Balloon(QLabel):
    """No part of any layout."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.setObjectName(f"{key}-problem")
        self.setProperty("role", "balloon")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.pitch, self.gap = 32, 4  # pixels from row to row, and of these between two
        self.hide()

    def place(self, row: QRect, inside: QRect, free: QRect | None) -> None:
        """Stand below ``row``, or above it where there is no room or ``free`` must be seen; within ``inside``."""
        needed = max(self.heightForWidth(inside.width()), self.minimumSizeHint().height())
        # Whole rows: of one that is half covered the other half would confuse.
        high = -(-(needed + self.gap) // self.pitch) * self.pitch - self.gap
        below = QRect(inside.left(), row.bottom() + 1 + self.gap // 2, inside.width(), high)
        above = QRect(inside.left(), row.top() - high - self.gap // 2, inside.width(), high)
        fitting = [place for place in (below, above) if inside.contains(place)]
        seen = [place for place in fitting if free is None or not place.intersects(free)]
        self.setGeometry((seen or fitting or [below])[0])
        self.raise_()
        self.show()
