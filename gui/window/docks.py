"""Where panel and views stand: docked, floating, behind tabs, in a presentation, and as they were the last time."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QObject, Qt
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QMainWindow, QTabBar, QWidget

from gui.design.theme import Theme
from gui.views.base import View
from gui.widgets.header import Header
from gui.window.dock import Dock
from gui.window.geometry import inside
from gui.window.settings import LAYOUT_VERSION

AREA = Qt.DockWidgetArea.RightDockWidgetArea  # of all docks
FIRST = ("loss", "filters", "reconstructions")  # what a first start shows
PANEL_LETTERS = 40  # that fit side by side into the panel
DIGITS_SHARE = 0.35  # of the height, for the digits
DIGITS_SHARE_PRESENTED = 0.42
LOSS_SHARE = 0.45  # of the width


class Docks(QObject):
    """The docks of a window, by the name of what is in them."""

    def __init__(self, window: QMainWindow, panel: QWidget, views: Mapping[str, View]) -> None:
        super().__init__(window)
        self._window = window
        self._before_presentation = QByteArray()
        self._docks: dict[str, Dock] = {}
        header = Header("panel", self.tr("Settings"))
        self._docks["panel"] = Dock("panel", self.tr("Settings"), panel, header, window, drawer=True)
        for name, view in views.items():
            self._docks[name] = dock = Dock(name, view.title, view, view.header, window)
            dock.visibilityChanged.connect(view.set_in_front)
            dock.wanted.connect(self.bring)

    def toggles(self) -> list[QAction]:
        """What shows and hides them, in their order."""
        return [dock.toggleViewAction() for name, dock in self._docks.items() if name != "panel"]

    def use_theme(self, theme: Theme) -> None:
        """Draw the cards in the theme's colours."""
        for dock in self._docks.values():
            dock.use_theme(theme)
        self._docks["panel"].setFixedWidth(PANEL_LETTERS * QFontMetrics(theme.font()).averageCharWidth())

    def present(self, presented: bool) -> None:
        """Without what only a hand at the mouse needs, or with it again."""
        for dock in self._docks.values():
            dock.present(presented)

    @property
    def drawer(self) -> Dock:
        """Where the settings are."""
        return self._docks["panel"]

    def show_view(self, name: str) -> None:
        """Bring a view to where it can be seen.

        Raises:
            KeyError: if there is no view of this name.
        """
        dock = self._docks[name]
        self.bring(dock)
        dock.show()
        dock.raise_()

    def bring(self, dock: Dock) -> None:
        """Show one in front of its tabs; those that have no place yet share that of the reconstructions."""
        if self._window.dockWidgetArea(dock) == Qt.DockWidgetArea.NoDockWidgetArea:
            self._window.addDockWidget(AREA, dock)
            self._window.tabifyDockWidget(self._docks["reconstructions"], dock)
            dock.show()
            for bar in self._window.findChildren(QTabBar):
                bar.setObjectName("view-tabs")
                bar.setAccessibleName(self.tr("Views"))
        dock.raise_()

    def arrange(self) -> None:
        """Put loss and filters above, reconstructions below, the drawer at their right, closed.

        All in one area, which shares out a larger window; of two, the left one would get it all.
        """
        window = self._window
        for name, dock in self._docks.items():
            dock.setFloating(False)
            dock.setVisible(name in FIRST)
            if name not in (*FIRST, "panel"):
                # It gets a tab when somebody asks for it.
                window.removeDockWidget(dock)
        loss, filters, below = (self._docks[name] for name in FIRST)
        window.addDockWidget(AREA, loss)
        window.splitDockWidget(loss, self.drawer, Qt.Orientation.Horizontal)
        window.splitDockWidget(loss, below, Qt.Orientation.Vertical)
        window.splitDockWidget(loss, filters, Qt.Orientation.Horizontal)
        self.drawer.hide()
        # Shares, not pixels: a window that will be the whole screen need not have its size yet.
        window.resizeDocks([loss, filters], _shares(1 - LOSS_SHARE), Qt.Orientation.Horizontal)
        window.resizeDocks([loss, below], _shares(DIGITS_SHARE), Qt.Orientation.Vertical)

    def save(self) -> QByteArray:
        """The layout, for :meth:`restore`."""
        return self._window.saveState(LAYOUT_VERSION)

    def restore(self, layout: QByteArray) -> None:
        """Put everything where it was; a layout of another version changes nothing."""
        self._window.restoreState(layout, LAYOUT_VERSION)

    def reveal(self) -> None:
        """Bring every view that floats onto a screen and in front of the window, which is there already."""
        for dock in self._docks.values():
            if dock.isFloating() and dock.isVisible():
                dock.move(inside(dock.frameGeometry(), dock.screen().availableGeometry()).topLeft())
                dock.raise_()

    def toggle_presentation(self) -> None:
        """Give the whole screen to the views, or put everything back where it was."""
        begins = not self._window.isFullScreen()
        if begins:
            self._before_presentation = self.save()
            self.drawer.hide()
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)
        if not begins:
            self.restore(self._before_presentation)

    def settle(self) -> None:
        """Once letters have their new size: more room for the digits in a presentation, or all back where it was."""
        if not self._window.isFullScreen():
            self.restore(self._before_presentation)
            return
        loss, below = self._docks["loss"], self._docks["reconstructions"]
        if loss.isVisible() and below.isVisible() and not (loss.isFloating() or below.isFloating()):
            self._window.resizeDocks([loss, below], _shares(DIGITS_SHARE_PRESENTED), Qt.Orientation.Vertical)


def _shares(second: float) -> list[int]:
    """The sizes of two docks of which the second has this share."""
    return [round(1000 * (1 - second)), round(1000 * second)]
