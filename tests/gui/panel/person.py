"""A person in front of the panel alone: real clicks and keys, and what the panel has asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from core.experiment import parse
from core.messages.commands import Command
from gui.design import dress
from gui.design.theme import Theme
from gui.design.tokens import LIGHT
from gui.panel.panel import ExperimentPanel


class Person:
    """Whatever is clicked is clicked where it lies in the window: something over it would be hit instead."""

    def __init__(self, bot: QtBot, *, theme: Theme = LIGHT, zoom: float = 1, width: int = 320, **values: Any) -> None:
        self.sent: list[Command] = []
        self._bot = bot
        chosen = replace(theme, zoom=zoom)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        dress.apply(application, chosen)
        self.window = QMainWindow()
        bot.addWidget(self.window)
        self.window.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.panel = ExperimentPanel(parse({"dataset": "digits8x8", "layers": [16], **values}), self._send)
        self.panel.use_theme(chosen)
        self.window.setCentralWidget(self.panel)
        self.window.resize(width, round(760 * zoom))
        self.window.setFocus()
        self.window.show()
        bot.waitExposed(self.window)
        self.window.activateWindow()
        bot.waitUntil(self.window.isActiveWindow)
        self.settle()

    def _send(self, command: Command) -> int:
        self.sent.append(command)
        return len(self.sent)

    @property
    def area(self) -> QScrollArea:
        """What scrolls."""
        area = self.panel.findChild(QScrollArea)
        assert isinstance(area, QScrollArea)
        return area

    def settle(self) -> None:
        """Until everything stands where it is to."""
        for _ in range(3):
            QApplication.processEvents()

    def find(self, name: str) -> Any:
        (found,) = self.window.findChildren(QWidget, name)
        return found

    def place(self, name: str) -> QRect:
        """Where something lies in the window."""
        widget = self.find(name)
        return QRect(widget.mapTo(self.window, QPoint()), widget.size())

    def click(self, name: str) -> None:
        """In the middle of it, through the window: whatever lies there is hit."""
        assert self.find(name).isVisible(), name
        handle = self.window.windowHandle()
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, self.place(name).center())
        self.settle()

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.window.focusWidget() or self.window, key)
        self.settle()

    def type(self, name: str, text: str) -> None:
        """Click into a field and type over what is in it; no Enter."""
        self.click(name)
        field = self.find(name)
        assert field.hasFocus(), name
        field.selectAll()
        QTest.keyClicks(field, text)
        self.settle()

    def write(self, name: str, text: str) -> None:
        """And Enter."""
        self.type(name, text)
        self.press(Qt.Key.Key_Return)

    def choose(self, name: str, value: str) -> None:
        box = self.find(name)
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())
        self.settle()

    def turn_wheel(self, name: str, notches: int) -> bool:
        """Over it; whether it took the turn."""
        widget = self.find(name)
        middle = QPointF(widget.rect().center())
        turn = QWheelEvent(
            middle, QPointF(widget.mapToGlobal(middle)), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        turn.ignore()
        QApplication.sendEvent(widget, turn)
        self.settle()
        return turn.isAccepted()

    def role(self, key: str) -> str:
        """What its row is marked as."""
        return str(self.find(f"{key}-row").property("role"))

    def places(self) -> dict[str, QRect]:
        """Where all the rows are."""
        return {row.objectName(): row.geometry() for row in self.panel.findChildren(QWidget) if self._is_row(row)}

    def _is_row(self, widget: QWidget) -> bool:
        return widget.objectName().endswith("-row") and widget.isVisible()
