"""The bar that says so before the network is thrown away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.widgets.controls import Button


class ChangesBar(QWidget):
    """Shown while there are changes that need a new network."""

    apply_clicked = Signal()
    revert_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("changes")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text = QLabel()
        self._text.setObjectName("changes-text")
        self._text.setWordWrap(True)
        self._apply = Button(self.tr("New network"))
        self._apply.setObjectName("apply")
        self._apply.setAccessibleName(self.tr("Start a new network with the changes"))
        self._apply.clicked.connect(self.apply_clicked)
        revert = Button(self.tr("Keep this one"))
        revert.setObjectName("revert")
        revert.setAccessibleName(self.tr("Take the changes back and keep the network"))
        revert.clicked.connect(self.revert_clicked)
        buttons = QHBoxLayout()
        buttons.addWidget(self._apply)
        buttons.addWidget(revert)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 8)
        column.addWidget(self._text)
        column.addLayout(buttons)
        self.hide()

    def show_changes(self, keys: Sequence[str], *, valid: bool) -> None:
        """Name what waits; it can be applied only if all of it is allowed."""
        if keys:
            names = ", ".join(key.replace("_", " ") for key in keys)
            self._text.setText(
                self.tr("A change of {} needs a new network: training starts again from step 0.").format(names)
            )
        self._apply.setEnabled(valid)
        self.setVisible(bool(keys))
