"""One line that explains the colours of curves; it has their names for as long as there is room beside the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from gui.widgets.steady_label import SteadyLabel


@dataclass(frozen=True)
class Entry:
    """A curve's names, the longest first, and how it is drawn."""

    names: tuple[str, str]
    dashed: bool = False


class Legend(QWidget):
    """An entry a curve: a piece of its line, its name, its newest value, which is as wide as one of ``widest``."""

    def __init__(self, entries: Sequence[Entry], widest: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = [_Key(entry, widest, self) for entry in entries]
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.fontMetrics().averageCharWidth())
        for key in self._keys:
            row.addWidget(key)
        row.addStretch(1)

    def text(self) -> str:
        """What can be read."""
        return "  ".join(key.text() for key in self._keys if not key.isHidden())

    def show_colours(self, colours: Sequence[str]) -> None:
        """Those of the curves."""
        for key, colour in zip(self._keys, colours, strict=True):
            key.sample.show_colour(colour)

    def show_figures(self, figures: Sequence[str]) -> None:
        """The curves' newest values."""
        for key, figure in zip(self._keys, figures, strict=True):
            key.figure.say(figure)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Names first give way, then whole entries, the last one first: rather nothing than half a word."""
        between = self.fontMetrics().averageCharWidth()
        for level in range(3):
            for key in self._keys:
                key.show_name(level)
            widths = [key.sizeHint().width() + between for key in self._keys]
            if sum(widths) <= self.width() + between:
                break
        for index, key in enumerate(self._keys):
            key.setVisible(sum(widths[: index + 1]) <= self.width() + between)


class _Key(QWidget):
    """One entry."""

    def __init__(self, entry: Entry, widest: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._names = entry.names
        self.setToolTip(entry.names[0])
        self.sample = _Sample(entry.dashed, self)
        self._name = QLabel(entry.names[0], self)
        self.figure = SteadyLabel(widest, self)
        self.figure.setAccessibleName(entry.names[0])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.fontMetrics().averageCharWidth() // 2)
        for part in (self.sample, self._name, self.figure):
            row.addWidget(part)

    def text(self) -> str:
        """The name that can be read, and the value."""
        return self.figure.text() if self._name.isHidden() else f"{self._name.text()} {self.figure.text()}"

    def show_name(self, level: int) -> None:
        """The longest name at level 0, then a shorter one, then none."""
        self._name.setVisible(level < len(self._names))
        if level < len(self._names):
            self._name.setText(self._names[level])


class _Sample(QWidget):
    """A piece of a curve."""

    def __init__(self, dashed: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._style = Qt.PenStyle.DotLine if dashed else Qt.PenStyle.SolidLine
        self._colour = QColor()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def show_colour(self, colour: str) -> None:
        """Of the curve."""
        self._colour = QColor(colour)
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 3 // 2, metrics.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(self._colour, 3, self._style, Qt.PenCapStyle.FlatCap))
        middle = self.height() // 2
        painter.drawLine(0, middle, self.width(), middle)
