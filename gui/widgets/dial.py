"""The dial between W⁺ and Wᵀ: a slider that is there while the decoder stands on that line."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from gui.design.theme import Theme
from gui.design.typography import Role

TICKS = 100


class DialSlider(QWidget):
    """``turned`` carries t in [0, 1] when a person moves it."""

    turned = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setObjectName("dial")
        self._slider.setAccessibleName(self.tr("Dial from W⁺ (0) to Wᵀ (1)"))
        self._slider.setToolTip(self.tr("From W⁺ (left, t = 0) to Wᵀ (right, t = 1)"))
        self._slider.setRange(0, TICKS)
        self._slider.setPageStep(TICKS // 10)
        self._slider.valueChanged.connect(self._moved)
        self._slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._ends = QLabel(self.tr("W⁺")), QLabel(self.tr("Wᵀ"))
        for end in self._ends:
            end.setProperty("role", "muted")
        self._value = QLabel()
        self._value.setObjectName("dial-value")
        self._value.setAccessibleName(self.tr("Value of the dial"))
        self._value.setProperty("role", "muted")
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.addWidget(self._ends[0])
        row.addWidget(self._slider)
        row.addWidget(self._ends[1])
        row.addWidget(self._value)
        self._showing = False

    def show_dial(self, dial: float, *, own: bool) -> None:
        """Where it stands; ``own`` if a person holds it, and not a ramp from one decoder to the other."""
        self._slider.setEnabled(own)
        if not self._slider.isSliderDown():
            self._showing = True
            self._slider.setValue(round(dial * TICKS))
            self._showing = False
            self._say(dial, own=own)

    def use_theme(self, theme: Theme) -> None:
        """Take the theme's type and distances."""
        for label in (*self._ends, self._value):
            label.setFont(theme.font(Role.SMALL))
            label.setMinimumWidth(label.fontMetrics().horizontalAdvance(label.text()) + 2)
        self._slider.setFixedWidth(theme.px(72))
        self._row.setSpacing(theme.px(4))
        self._value.setFixedWidth(self._value.fontMetrics().horizontalAdvance(self._words(0.88, own=False)) + 4)

    def _moved(self, tick: int) -> None:
        self._say(tick / TICKS)
        if not self._showing:
            self.turned.emit(tick / TICKS)

    def _say(self, dial: float, *, own: bool = True) -> None:
        self._value.setText(self._words(dial, own=own))

    def _words(self, dial: float, *, own: bool) -> str:
        """Where it stands; a ramp is on its way."""
        return (self.tr("t = {0}") if own else self.tr("→ {0}")).format(f"{dial:.2f}")
