"""The main window: puts bars, panel and views together, and passes commands and snapshots between them."""

from __future__ import annotations

from collections import deque
from typing import cast

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QMenu, QSizePolicy, QTabBar, QToolBar, QWidget

from core.decoders import DECODERS
from core.experiment import Experiment
from core.messages.commands import Balance, Change, Command, Pause, Replace, Reset, Rewind, Run, SetDecoder, Step
from core.messages.events import Diverged, Event, Failed, Finished, Ready, Rejected
from core.messages.snapshot import Snapshot
from core.training.ramp import ENDS
from gui.panel.panel import ExperimentPanel
from gui.views import VIEWS
from gui.views.base import View
from gui.widgets import icons, theme
from gui.window.frame import FrameTimer
from gui.window.keys import Key, Keys
from gui.window.link import Link
from gui.window.menu import view_menu
from gui.window.notice import Notice
from gui.window.settings import LAYOUT_VERSION, Settings
from gui.window.status import StatusBar
from gui.window.toolbar import Toolbar

REMEMBERED = 100  # commands of the panel's that may still be refused
AREA = Qt.DockWidgetArea.RightDockWidgetArea  # of all docks
PANEL_WIDTH = 270
RECONSTRUCTIONS_HEIGHT = 285  # three rows of digits at twice their size, their words and the title
SIZE = (1440, 900)


class MainWindow(QMainWindow):
    """Holds no state of the training: all it shows is in the newest snapshot."""

    finished = Signal(int)  # the experiment's steps are done: at this step
    diverged = Signal(int)
    failed = Signal(str)

    def __init__(self, experiment: Experiment, settings: Settings, theme_name: str = "system") -> None:
        super().__init__()
        self.setWindowTitle("Tiescope")
        self.setWindowIcon(icons.app_icon())
        self.setDockNestingEnabled(True)
        # A click beside everything ends typing, and at first no button has the focus.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocus()
        self._settings = settings
        self._theme_name = theme_name
        self._newest: Snapshot | None = None
        self._painted = False
        self._before_presentation = QByteArray()
        self.ended = True  # whether the engine's thread had ended when the window closed

        self.link = Link((experiment,), self)
        self.link.happened.connect(self._on_event)
        self.frames = FrameTimer(self.link.take, self.show_snapshot, self)
        # From top to bottom: Tab goes through them in the order of their making.
        self.toolbar = Toolbar()
        self.addToolBar(self.toolbar)
        self._notice = self._add_notice()
        self.views: dict[str, View] = {view.name: view() for view in VIEWS}
        self._sent: deque[Command] = deque(maxlen=REMEMBERED)
        self._count = 0
        self._panel = ExperimentPanel(experiment, self._send_numbered)
        self._docks = self._dock_everything()
        self._status = StatusBar()
        self.setStatusBar(self._status)
        self.keys = Keys(self, self._key_list())
        self.toolbar.set_menu(self._menu())
        self._connect_toolbar()
        self.toolbar.show_decoder(experiment.decoder)
        self._status.say(self.tr("starting: importing torch …"))
        self._arrange()
        self._restore()
        app = cast(QApplication, QApplication.instance())
        app.styleHints().colorSchemeChanged.connect(self._dress)
        self._dress()

    @property
    def theme_name(self) -> str:
        """``system``, ``light`` or ``dark``."""
        return self._theme_name

    def use_theme(self, name: str) -> None:
        """Choose ``system``, ``light`` or ``dark``, and remember it."""
        self._theme_name = name
        self._settings.remember(theme=name)
        self._dress()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw this moment everywhere it can be seen."""
        self._newest = snapshot
        if self.link.settled(snapshot):
            # Older snapshots must not undo on screen what a person has just done.
            self.toolbar.show_snapshot(snapshot)
            self._panel.show_experiment(snapshot.lane.experiment)
        self._status.show_snapshot(snapshot)
        for view in self.views.values():
            view.draw(snapshot)

    def toggle_running(self) -> None:
        """Pause if it runs, run if it does not."""
        running = self.toolbar.running
        self.toolbar.show_running(not running)
        self._send(Pause() if running else Run())

    def choose_decoder(self, decoder: str) -> None:
        """Flip the decoder in flight."""
        self.toolbar.show_decoder(decoder)
        if decoder == "dial" and self._newest is not None:
            # From where the decoder in force stands, so that nothing jumps until a person turns the dial.
            lane = self._newest.lane
            here = lane.dial if lane.dial is not None else ENDS.get(lane.experiment.decoder)
            if here is not None:
                self._send(Change((("dial", here),)))
        self._send(SetDecoder(decoder))

    def choose_next_decoder(self) -> None:
        """Flip to the next one on the bar."""
        names = list(DECODERS)
        self.choose_decoder(names[(names.index(self.toolbar.decoder) + 1) % len(names)])

    def balance(self) -> None:
        """Replace W by the nearest matrix with orthonormal rows."""
        self._send(Balance())

    def toggle_presentation(self) -> None:
        """The whole screen for the views, or everything back where it was."""
        begins = not self.isFullScreen()
        if begins:
            self._before_presentation = self.saveState(LAYOUT_VERSION)
            self._docks["panel"].hide()
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        if not begins:
            self.restoreState(self._before_presentation, LAYOUT_VERSION)

    def restore_layout(self) -> None:
        """What can be seen at a first start, where it is then."""
        self._arrange()

    def report(self, sentence: str) -> None:
        """Put a sentence before the person."""
        self._notice.say(sentence)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            # Only now: the import of torch must not hold up the window.
            QTimer.singleShot(0, self._start)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.frames.stop()
        self.hide()
        if self.isFullScreen():
            # How a lecture ended is not how the next start should look.
            self.toggle_presentation()
        self._settings.remember(geometry=self.saveGeometry(), layout=self.saveState(LAYOUT_VERSION))
        if self._newest is not None:
            self._settings.remember_experiment(self._newest.lane.experiment)
        self.ended = self.link.close()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and not self.isMinimized():
            self._draw_again()

    def _start(self) -> None:
        self.link.start()
        self.frames.start()

    def _send(self, command: Command) -> None:
        if isinstance(command, Reset | Replace | Run | Step):
            # What it offers to go back to is of another run, or soon not the newest there is.
            self._notice.dismiss()
        self.link.send(command)
        self.frames.expect(self.link.settled)

    def _send_numbered(self, command: Command) -> int:
        """Send it, and count it: :meth:`_number` knows it again by its being the same object."""
        self._sent.append(command)
        self._count += 1
        self._send(command)
        return self._count

    def _number(self, command: Command) -> int:
        """Of a command that was sent with a number; 0 of another."""
        for age, sent in enumerate(reversed(self._sent)):
            if sent is command:
                return self._count - age
        return 0

    def _on_event(self, event: Event) -> None:
        match event:
            case Ready():
                self.frames.tick()
            case Diverged():
                self._notice.show_diverged(event)
                self.diverged.emit(event.step)
            case Finished(step):
                self.finished.emit(step)
            case Rejected(command, sentence, key):
                if not self._panel.show_refusal(self._number(command), sentence, key):
                    self._notice.say(sentence)
                if self._newest is None:
                    # Nothing has come of the first experiment: whoever waits for it waits in vain.
                    self._status.say(self.tr("nothing to train: choose another experiment"))
                    self.toolbar.show_running(False)
                    self.failed.emit(sentence)
            case Failed(sentence):
                self._panel.show_in_force()
                self._notice.show_failed(event)
                self.failed.emit(sentence)

    def _rewind(self, factor: float) -> None:
        self._notice.dismiss()
        self._send(Rewind(factor))

    def _dress(self) -> None:
        app = cast(QApplication, QApplication.instance())
        chosen = theme.resolve(self._theme_name, app)
        theme.apply(app, chosen)
        self.toolbar.use_theme(chosen)
        for view in self.views.values():
            view.use_theme(chosen)

    def _draw_again(self) -> None:
        """The newest snapshot, for a view that could not be seen when it came."""
        if self._newest is not None:
            for view in self.views.values():
                view.draw(self._newest)

    def _connect_toolbar(self) -> None:
        self.toolbar.run_clicked.connect(self.toggle_running)
        self.toolbar.step_clicked.connect(lambda: self._send(Step()))
        self.toolbar.reset_clicked.connect(lambda: self._send(Reset()))
        self.toolbar.decoder_chosen.connect(self.choose_decoder)
        self.toolbar.dial_turned.connect(lambda dial: self._send(Change((("dial", dial),))))

    def _key_list(self) -> tuple[Key, ...]:
        return (
            Key("Space", self.tr("run or pause"), self.toggle_running),
            Key(".", self.tr("one step"), lambda: self._send(Step())),
            Key("R", self.tr("reset: the same experiment again from its seed"), lambda: self._send(Reset())),
            Key("T", self.tr("the next decoder"), self.choose_next_decoder),
            Key("B", self.tr("balance W: orthonormal rows, the same subspace (linear networks)"), self.balance),
            Key("F11", self.tr("presentation: the whole screen for the views"), self.toggle_presentation),
            Key("?", self.tr("this list"), lambda: self.keys.show_list()),
        )

    def _menu(self) -> QMenu:
        return view_menu(self, [dock.toggleViewAction() for dock in self._docks.values()])

    def _add_notice(self) -> Notice:
        notice = Notice()
        notice.rewind_clicked.connect(self._rewind)
        bar = QToolBar(self.tr("Messages"))
        bar.setObjectName("messages")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.addWidget(notice)
        notice.wanted.connect(bar.setVisible)
        self.addToolBarBreak()
        self.addToolBar(bar)
        bar.hide()
        return notice

    def _dock_everything(self) -> dict[str, QDockWidget]:
        docks = {"panel": self._dock("panel", self.tr("Experiment"), self._panel)}
        # The room of a larger window is for the views.
        docks["panel"].setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        for name, view in self.views.items():
            docks[name] = self._dock(name, view.title, view)
            docks[name].visibilityChanged.connect(view.set_in_front)
            docks[name].toggleViewAction().triggered.connect(lambda shown, dock=docks[name]: self._bring(dock, shown))
        return docks

    def _dock(self, name: str, title: str, widget: QWidget) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(f"dock-{name}")
        dock.setWidget(widget)
        return dock

    def _bring(self, dock: QDockWidget, shown: bool) -> None:
        """In front of its tabs; those that have no place yet share that of the reconstructions."""
        if not shown:
            return
        if self.dockWidgetArea(dock) == Qt.DockWidgetArea.NoDockWidgetArea:
            self.addDockWidget(AREA, dock)
            self.tabifyDockWidget(self._docks["reconstructions"], dock)
            dock.show()
            for bar in self.findChildren(QTabBar):
                bar.setObjectName("view-tabs")
                bar.setAccessibleName(self.tr("Views"))
        dock.raise_()

    def _arrange(self) -> None:
        """As in the design: the panel at the left, loss and filters above, reconstructions below.

        All in one area, which shares out a larger window; of two, the left one would get it all.
        """
        panel, loss, filters, below = first = [
            self._docks[name] for name in ("panel", "loss", "filters", "reconstructions")
        ]
        for dock in self._docks.values():
            dock.setFloating(False)
            if dock in first:
                dock.show()
            else:
                # It gets a tab when somebody asks for it.
                self.removeDockWidget(dock)
        self.addDockWidget(AREA, panel)
        self.splitDockWidget(panel, loss, Qt.Orientation.Horizontal)
        self.splitDockWidget(loss, below, Qt.Orientation.Vertical)
        self.splitDockWidget(loss, filters, Qt.Orientation.Horizontal)
        wide, high = self.width() - PANEL_WIDTH, self.height() - RECONSTRUCTIONS_HEIGHT
        self.resizeDocks([panel, loss, filters], [PANEL_WIDTH, wide * 2 // 5, wide * 3 // 5], Qt.Orientation.Horizontal)
        self.resizeDocks([loss, below], [high, RECONSTRUCTIONS_HEIGHT], Qt.Orientation.Vertical)

    def _restore(self) -> None:
        if self._settings.geometry is None or not self.restoreGeometry(self._settings.geometry):
            # A projector may have less.
            self.resize(QSize(*SIZE).boundedTo(self.screen().availableSize()))
            self._arrange()
        if self._settings.layout is not None:
            self.restoreState(self._settings.layout, LAYOUT_VERSION)
