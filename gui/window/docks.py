"""Where panel and views stand: docked, floating, behind tabs, in a presentation, and as they were the last time."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QSizePolicy, QTabBar, QWidget

from gui.views.base import View
from gui.window.geometry import inside
from gui.window.settings import LAYOUT_VERSION

AREA = Qt.DockWidgetArea.RightDockWidgetArea  # of all docks
FIRST = ("panel", "loss", "filters", "reconstructions")  # what a first start shows
PANEL_LETTERS = 34  # that fit side by side into the panel
PICTURES = 3 * 64  # pixels: rows of digits at twice their size, and the gaps between them
LINES = 5  # of words around these pictures, the title among them
LOSS_SHARE = 0.4  # of the width beside the panel


class Dock(QDockWidget):
    """Says when a person wants to see it; while it floats it has the focus, and not the first button in it."""

    wanted = Signal(object)

    def __init__(self, name: str, title: str, widget: QWidget, parent: QMainWindow) -> None:
        super().__init__(title, parent)
        self._window = parent
        self.setObjectName(f"dock-{name}")
        self.setWidget(widget)
        self.toggleViewAction().triggered.connect(self._toggled)
        self.topLevelChanged.connect(self._floats)

    def _toggled(self, shown: bool) -> None:
        if shown:
            self.wanted.emit(self)

    def _floats(self, floating: bool) -> None:
        # Or Space would press that button, instead of what it does everywhere else. A docked one must not take it: it
        # would hand it on to the first button of all when it is torn off.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus if floating else Qt.FocusPolicy.NoFocus)
        (self if floating else self._window).setFocus()


class Docks(QObject):
    """The docks of a window, by the name of what is in them."""

    def __init__(self, window: QMainWindow, panel: QWidget, views: Mapping[str, View]) -> None:
        super().__init__(window)
        self._window = window
        self._before_presentation = QByteArray()
        self._docks = {"panel": Dock("panel", self.tr("Experiment"), panel, window)}
        # The room of a larger window is for the views.
        self._docks["panel"].setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        for name, view in views.items():
            self._docks[name] = dock = Dock(name, view.title, view, window)
            dock.setTitleBarWidget(view.header)
            dock.visibilityChanged.connect(view.set_in_front)
            dock.wanted.connect(self.bring)

    def toggles(self) -> list[QAction]:
        """What shows and hides them, in their order."""
        return [dock.toggleViewAction() for dock in self._docks.values()]

    def bring(self, dock: QDockWidget) -> None:
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
        """Put the panel at the left, loss and filters above, reconstructions below.

        All in one area, which shares out a larger window; of two, the left one would get it all.
        """
        window = self._window
        for name, dock in self._docks.items():
            dock.setFloating(False)
            if name in FIRST:
                dock.show()
            else:
                # It gets a tab when somebody asks for it.
                window.removeDockWidget(dock)
        panel, loss, filters, below = (self._docks[name] for name in FIRST)
        window.addDockWidget(AREA, panel)
        window.splitDockWidget(panel, loss, Qt.Orientation.Horizontal)
        window.splitDockWidget(loss, below, Qt.Orientation.Vertical)
        window.splitDockWidget(loss, filters, Qt.Orientation.Horizontal)
        taken = self._first_sizes()
        # A window that will be the whole screen need not have its size yet.
        wide, high = max(100, window.width() - taken.width()), max(100, window.height() - taken.height())
        widths = [taken.width(), round(wide * LOSS_SHARE), round(wide * (1 - LOSS_SHARE))]
        window.resizeDocks([panel, loss, filters], widths, Qt.Orientation.Horizontal)
        window.resizeDocks([loss, below], [high, taken.height()], Qt.Orientation.Vertical)

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
            self._docks["panel"].hide()
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)
        if not begins:
            self.restore(self._before_presentation)

    def _first_sizes(self) -> QSize:
        """The panel's width and the reconstructions' height, in this font."""
        # The window's own would be those from before it was dressed.
        metrics = QFontMetrics(QApplication.font())
        return QSize(PANEL_LETTERS * metrics.averageCharWidth(), PICTURES + LINES * metrics.height())
