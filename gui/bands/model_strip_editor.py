"""What opens when a part of the model strip is pressed: the things it could be, or a line for the widths."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QMenu, QVBoxLayout, QWidget

from core.errors import TiescopeError
from core.experiment import Experiment
from core.experiment.choices import Choice
from gui.design.theme import Theme
from gui.design.tokens import STEP
from gui.panel.words import beside, in_words
from gui.widgets.controls import Button


def choices(
    parent: QWidget, name: str, table: Iterable[Choice], chosen: str, then: Callable[[str], object], heading: str = ""
) -> QMenu:
    """A menu of ``table`` with what is chosen ticked; it is gone when it closes."""
    menu = QMenu(parent)
    menu.setObjectName(name)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    add(menu, table, chosen, then, heading)
    return menu


def add(menu: QMenu, table: Iterable[Choice], chosen: str, then: Callable[[str], object], heading: str = "") -> None:
    """More choices below those that are there."""
    if heading:
        menu.addAction(heading).setEnabled(False)
    group = QActionGroup(menu)
    for choice in table:
        action = menu.addAction(QCoreApplication.translate("Choice", choice.title))
        action.setObjectName(choice.name)
        action.setCheckable(True)
        action.setChecked(choice.name == chosen)
        group.addAction(action)
        action.triggered.connect(lambda _=False, choice=choice: then(choice.name))


class WidthsEditor(QFrame):
    """Widths to be typed, halved, doubled; a network that has them is new, so that it takes a press to make it."""

    wanted = Signal(object)  # an Experiment
    FIELD = "strip-widths-field"

    def __init__(self, experiment: Experiment, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("strip-widths-editor")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "card")
        self._experiment = experiment
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(1.5 * STEP)] * 4)
        column.setSpacing(theme.px(STEP))
        label = QLabel(self.tr("Widths of the encoder's layers, outermost first"))
        column.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(theme.px(STEP))
        self._field = QLineEdit(", ".join(map(str, experiment.layers)))
        self._field.setObjectName(self.FIELD)
        self._field.setAccessibleName(label.text())
        self._field.selectAll()
        self._field.returnPressed.connect(self._take)
        self._field.textEdited.connect(lambda _: self._complain(""))
        for name, text, spoken, times in (
            ("strip-widths-less", "−", self.tr("Half the code"), 0.5),
            ("strip-widths-more", "+", self.tr("Twice the code"), 2.0),
        ):
            button = Button(text)
            button.setObjectName(name)
            button.setAccessibleName(spoken)
            button.setToolTip(spoken)
            button.clicked.connect(lambda _=False, times=times: self._scale(times))
            row.addWidget(button)
        row.insertWidget(1, self._field, 1)
        column.addLayout(row)
        self._error = QLabel()
        self._error.setObjectName("strip-widths-error")
        self._error.setProperty("role", "error")
        self._error.setWordWrap(True)
        self._error.hide()
        column.addWidget(self._error)
        make = Button(self.tr("New network"))
        make.setObjectName("strip-widths-make")
        make.setProperty("role", "primary")
        make.clicked.connect(self._take)
        column.addWidget(make, 0, Qt.AlignmentFlag.AlignRight)

    def open_below(self, widget: QWidget) -> None:
        """Show it there, ready to be typed into."""
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(0, widget.height()))
        screen = widget.screen().availableGeometry()
        corner.setX(max(screen.left(), min(corner.x(), screen.right() - self.width())))
        self.move(corner)
        self.show()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _widths(self) -> list[object]:
        words = [word for word in re.split(r"[\s,;–→-]+", self._field.text()) if word]
        return [int(word) if word.isdecimal() else word for word in words]

    def _scale(self, times: float) -> None:
        widths = self._widths()
        if widths and isinstance(widths[-1], int):
            widths[-1] = max(1, round(widths[-1] * times))
            self._field.setText(", ".join(map(str, widths)))
            self._complain("")

    def _take(self) -> None:
        try:
            wanted = self._experiment.with_values({"layers": self._widths()})
        except TiescopeError as error:
            self._complain(beside("layers", in_words(str(error))))
            return
        if wanted != self._experiment:
            self.wanted.emit(wanted)
        self.close()

    def _complain(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self.adjustSize()
