"""A card in the window: what it shows, the line above it, and the buttons that only whoever points at it needs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from gui.design.theme import Theme
from gui.design.tokens import LIGHT, RADIUS
from gui.widgets import icons
from gui.widgets.controls import ToolButton
from gui.widgets.header import Header

BUTTON = 20  # pixels


class Dock(QDockWidget):
    """Says when a person wants to see it; while it floats it has the focus, and not the first button in it.

    A ``drawer`` stays where it is: it can be closed, and nothing else.
    """

    wanted = Signal(object)

    def __init__(
        self, name: str, title: str, widget: QWidget, header: Header, parent: QMainWindow, *, drawer: bool = False
    ) -> None:
        super().__init__(title, parent)
        self._window, self._theme = parent, LIGHT
        self.setObjectName(f"dock-{name}")
        self.setWidget(widget)
        self.setTitleBarWidget(header)
        self._header = header
        self._float = self._button(f"{name}-float", self.tr("Float {0} beside the window").format(title))
        self._float.clicked.connect(lambda: self.setFloating(not self.isFloating()))
        self._close = self._button(f"{name}-close", self.tr("Close {0}").format(title))
        self._close.clicked.connect(self.close)
        self._drawer, self._presented = drawer, False
        if drawer:
            self.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
            self._float.hide()
        self._show_buttons(False)
        self.toggleViewAction().triggered.connect(self._toggled)
        self.topLevelChanged.connect(self._floats)

    def use_theme(self, theme: Theme) -> None:
        """Draw the card in these colours."""
        self._theme = theme
        self._header.use_theme(theme)
        self._float.setIcon(icons.detach(theme.muted))
        self._close.setIcon(icons.close(theme.muted))
        for button in (self._float, self._close):
            button.setFixedSize(theme.px(BUTTON), theme.px(BUTTON))
            button.setIconSize(QSize(theme.px(12), theme.px(12)))
        self.update()

    def present(self, presented: bool) -> None:
        """Without its buttons, and without the room for them, where a hall looks on."""
        self._presented = presented
        for button in (self._float, self._close):
            _keep_place(button, not presented)
        self._show_buttons(not presented and self.underMouse())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._show_buttons(True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._show_buttons(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, radius = self._theme, 0 if self.isFloating() else self._theme.px(RADIUS)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(theme.surface))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Beside the window nobody else would hear of a key that no shortcut knows.
        self._window.keyPressEvent(event)

    def _button(self, name: str, words: str) -> ToolButton:
        button = ToolButton()
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.setProperty("role", "quiet")
        # Nothing moves beside it when it comes and goes.
        _keep_place(button, True)
        self._header.dock.addWidget(button)
        return button

    def _show_buttons(self, shown: bool) -> None:
        # A drawer has no other way to be closed that can be seen.
        self._close.setVisible((shown and not self._presented) or self._drawer)
        self._float.setVisible(shown and not self._presented and not self._drawer)

    def _toggled(self, shown: bool) -> None:
        if shown:
            self.wanted.emit(self)

    def _floats(self, floating: bool) -> None:
        # Or Space would press that button, instead of what it does everywhere else. A docked one must not take it: it
        # would hand it on to the first button of all when it is torn off.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus if floating else Qt.FocusPolicy.NoFocus)
        (self if floating else self._window).setFocus()


def _keep_place(button: ToolButton, keep: bool) -> None:
    """Whether its place stays while it is hidden."""
    policy = button.sizePolicy()
    policy.setRetainSizeWhenHidden(keep)
    button.setSizePolicy(policy)
