"""The main window: puts bars, panel and views together, and passes commands and snapshots between them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from core.experiment import Experiment
from core.lines import Line
from core.messages.commands import (
    Balance,
    Change,
    Command,
    Pause,
    Replace,
    Reset,
    Return,
    Rewind,
    Run,
    SetPace,
    Step,
    StepTo,
    Watch,
)
from core.messages.events import Diverged, Ended, Event, Failed, Finished, Ready, Rejected, RunBegan, Stopped, Worsened
from core.messages.pace import FILM, PACES
from core.messages.snapshot import LaneSnapshot, Snapshot
from gui.bands import BANDS
from gui.bands.base import Band, BandBar
from gui.design import dress
from gui.panel.numbers import number
from gui.panel.panel import ExperimentPanel
from gui.panel.words import in_words
from gui.plots.preload import preload_plots
from gui.views import VIEWS
from gui.views.base import View
from gui.views.loss import LossView
from gui.views.reconstructions import ReconstructionsView
from gui.widgets import icons
from gui.widgets.text_clock import TextClock
from gui.window import findable, menu, stops
from gui.window.actions import Actions
from gui.window.caption import Caption
from gui.window.curtain import ClickRing, Curtain
from gui.window.docks import Docks
from gui.window.frame import FrameTimer
from gui.window.geometry import open_large
from gui.window.ghosts import Ghosts
from gui.window.keys import KeyList, YieldsToButtons
from gui.window.layouts import latin
from gui.window.link import SENDER, Link
from gui.window.looking import Looking
from gui.window.margins import Margins
from gui.window.notice import Notice
from gui.window.palette import Palette
from gui.window.remembering import Remembering
from gui.window.settings import LARGEST_ZOOM, SMALLEST_ZOOM, Settings
from gui.window.status import StatusBar
from gui.window.toolbar import Toolbar

PRODUCT = "Tiescope"
SIZE = (1440, 900)
ZOOM_STEP = 1.1
PRESENTED = 1.8  # times as large, on a screen of 1080 lines


class MainWindow(QMainWindow):
    """Holds no state of the training: all it shows is in the newest snapshot.

    Args:
        line: to the engine.
        experiment: what that begins with.
    """

    started = Signal()  # the engine is on its way
    finished = Signal(int)  # the experiment's steps are done: at this step
    diverged = Signal(int)
    failed = Signal(str)

    def __init__(self, line: Line, experiment: Experiment, settings: Settings, theme_name: str = "system") -> None:
        super().__init__()
        self.setWindowTitle(PRODUCT)
        self.setWindowIcon(icons.app_icon())
        self.setDockNestingEnabled(True)
        # A click beside everything ends typing, and at first no button has the focus.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocus()
        self._settings = settings
        self._theme_name = theme_name
        self._zoom = settings.zoom
        self._presenting = False
        self._newest: Snapshot | None = None
        self._asked = False  # whether a command has not been answered yet
        self._painted = False
        self._alive = True  # whether there is an engine, or may be
        self._watched: Watch | None = None
        self.ended = True  # whether the engine's thread had ended when the window closed

        self.ghosts = Ghosts(self)
        self.looking = Looking(self)
        self.looking.changed.connect(self._draw_again)
        self.link = Link(line, self)
        self.frames = FrameTimer(self.link.take, self.show_snapshot, self)
        self.frames.happened.connect(self._on_event)
        self.link.arrived.connect(self.frames.tick)
        self._text_clock = TextClock(self)
        self._text_clock.due.connect(self._write)
        self.commands = Actions(self, self)
        self.commands.check("theme", theme_name)
        YieldsToButtons(self.commands["run"])
        app = cast(QApplication, QApplication.instance())
        # Before anything is made: a font that comes later does not reach all of it.
        dress.apply(app, replace(dress.resolve(theme_name, app), zoom=self._zoom))
        self._build(experiment)
        app.styleHints().colorSchemeChanged.connect(self._dress)
        # In this order: what stands where depends on the font.
        self._dress()
        self._restore()
        self._remembering = Remembering(self, settings)

    def _build(self, experiment: Experiment) -> None:
        """Make the bars and what is in the docks, from top to bottom: Tab goes through them in this order."""
        view_menu = QMenu(self)
        self.toolbar = Toolbar(self.commands, view_menu)
        self.toolbar.dial_turned.connect(self.turn_dial)
        self.addToolBar(self.toolbar)
        self._margins = Margins(self)
        self.views: dict[str, View] = {view.name: view() for view in VIEWS}
        self._needs_changed = QTimer(self, singleShot=True, interval=0)
        self._needs_changed.timeout.connect(self._watch)
        self._panel = ExperimentPanel(experiment, self.send)
        self._panel.waiting_changed.connect(self.toolbar.show_waiting)
        self._docks = Docks(self, self._panel, self.views)
        self.bands: tuple[Band, ...] = tuple(band() for band in BANDS)
        self._band_bars: list[BandBar] = []
        self._caption = Caption()
        for side in ("left", "right"):
            self._margins.add(side)
        for band in self.bands:
            self.addToolBarBreak(band.area)
            self.addToolBar(band.area, bar := BandBar(band))
            self._band_bars.append(bar)
            band.sent.connect(self.send)
            band.told.connect(self.report)
            band.said.connect(self._caption.say)
            band.begin(experiment)
            band.view_wanted.connect(self.show_view)
            band.needs_changed.connect(self._needs_changed.start)
        self._margins.add("above")
        self.addToolBarBreak(Qt.ToolBarArea.BottomToolBarArea)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, self._caption)
        self._margins.add("below")  # the later, the nearer to the views
        self._status = StatusBar()
        self.setStatusBar(self._status)
        self._notice = Notice(self)
        self._notice.rewind_clicked.connect(self._rewind)
        self._curtain, self._ring = Curtain(self), ClickRing(self)
        for view in self.views.values():
            view.needs_changed.connect(self._needs_changed.start)
            view.sent.connect(self.send)
        self._loss = cast(LossView, self.views[LossView.name])
        digits = cast(ReconstructionsView, self.views[ReconstructionsView.name])
        for band in self.bands:
            digits.chosen.connect(band.choose)
        self.ghosts.changed.connect(lambda: self._loss.show_ghosts(self.ghosts.kept))
        self.looking.changed.connect(self._needs_changed.start)
        menu.fill(view_menu, self._docks.toggles(), self.commands.in_menu())
        self.toolbar.show_decoder(experiment.decoder)
        self.toolbar.show_pace(self._settings.pace or FILM)
        self._status.say(self.tr("starting: importing torch …"))

    @property
    def theme_name(self) -> str:
        """``system``, ``light`` or ``dark``."""
        return self._theme_name

    def use_theme(self, name: str) -> None:
        """Choose ``system``, ``light`` or ``dark``, and remember it."""
        self._theme_name = name
        self.commands.check("theme", name)
        self._settings.remember(theme=name)
        self._dress()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw this moment everywhere it can be seen."""
        lane = self.looking.lane(snapshot)
        if lane is None:
            self._show_nothing_to_train()
            return
        if self._newest is None or snapshot.run != self._newest.run:
            self._needs_changed.start()  # the looked-at lane may be gone
        self._newest = snapshot
        self._remembering.notice(lane.experiment)
        if self._alive and self.link.settled(snapshot):
            # Older snapshots must not undo on screen what a person has just done.
            self.toolbar.show_snapshot(snapshot, lane)
            self._panel.show_experiment(lane.experiment)
        self.ghosts.notice(snapshot, lane)
        for part in self._parts:
            part.draw(snapshot, lane)
        # Nothing that is read must be stale at rest, or after a command.
        answered = self._asked and self.link.settled(snapshot)
        self._asked = self._asked and not answered
        self._text_clock.ask(at_once=answered or not snapshot.running)

    def toggle_running(self) -> None:
        """Pause if it runs, run if it does not."""
        running = self.toolbar.running
        self.toolbar.show_running(not running)
        self.send(Pause() if running else Run())

    def step(self) -> None:
        """Take one step and pause; in a presentation, where a presenter's remote sends this key, a black screen."""
        if self._presenting:
            self.toggle_black()
        else:
            self.send(Step())

    def reset(self) -> None:
        """Start the same experiment again from its seed, or the new network that waits in the panel."""
        if not self._panel.start_waiting():
            self.send(Reset())

    def turn_dial(self, dial: float) -> None:
        """Decode with the matrix that far from W⁺ to Wᵀ."""
        self.send(Change.of(dial=dial))

    def show_keys(self) -> None:
        """Open the list of all keys."""
        KeyList(self.commands.with_keys(), self).show()

    def choose_decoder(self, decoder: str) -> None:
        """Flip the decoder in flight."""
        self.toolbar.show_decoder(decoder)
        self.send(Change.of(decoder=decoder))

    def flip(self) -> None:
        """The question itself: to W⁺ from Wᵀ, and to Wᵀ from everything else."""
        self.choose_decoder("pseudo_inverse" if self.toolbar.decoder == "transpose" else "transpose")

    def change(self, key: str, value: Any) -> None:
        """Set what can change in flight."""
        self.send(Change.of(**{key: value}))

    def use_pace(self, pace: str) -> None:
        """Train at this pace from now on, and at the next start."""
        self.toolbar.show_pace(pace)
        self._settings.remember(pace=pace)
        self.send(SetPace(pace))

    def stop_at(self, place: str) -> None:
        """Pause by itself there: a name of :mod:`gui.window.stops`."""
        self.send(stops.command(place))

    def slower(self) -> None:
        """The next slower pace, if there is one."""
        self.use_pace(PACES[max(PACES.index(self.toolbar.pace) - 1, 0)])

    def faster(self) -> None:
        """The next faster pace, if there is one."""
        self.use_pace(PACES[min(PACES.index(self.toolbar.pace) + 1, len(PACES) - 1)])

    def step_on(self) -> None:
        """Train on to the next of 1, 2, 5 × 10ⁿ steps and pause."""
        self.send(StepTo())

    def zoom_in(self) -> None:
        """Larger letters and lines."""
        self._use_zoom(self._zoom * ZOOM_STEP)

    def zoom_out(self) -> None:
        """Smaller letters and lines."""
        self._use_zoom(self._zoom / ZOOM_STEP)

    def zoom_normally(self) -> None:
        """As large as at first."""
        self._use_zoom(1.0)

    def _use_zoom(self, zoom: float) -> None:
        self._zoom = min(max(zoom, SMALLEST_ZOOM), LARGEST_ZOOM)
        self._settings.remember(zoom=f"{self._zoom:.4g}")
        self._dress()

    def balance(self) -> None:
        """Replace W by the nearest matrix with orthonormal rows."""
        self.send(Balance())

    def toggle_log_steps(self) -> None:
        """A logarithmic axis of steps in the loss view, or a linear one."""
        self._loss.toggle_log_steps()

    def toggle_ghosts(self) -> None:
        """The runs before this one in the loss view, or not."""
        self._loss.toggle_ghosts()

    def toggle_presentation(self) -> None:
        """Give the whole screen to the views, or put everything back where it was."""
        self._presenting = not self.isFullScreen()
        # First: it keeps the layout that it puts back, and the bar is a part of that.
        self._docks.toggle_presentation()
        self.toolbar.setVisible(not self._presenting)
        self._status.setVisible(not self._presenting)
        self._caption.setVisible(self._presenting)
        self._curtain.hide()
        self.commands.present(self._presenting)
        self._docks.present(self._presenting)
        for part in self._parts:
            part.present(self._presenting)
        self._dress()
        QTimer.singleShot(0, self, self._docks.settle)
        self._draw_again()

    def leave_presentation(self) -> None:
        """Draw the curtain back, or put everything back where it was."""
        if not self._curtain.isHidden():
            self._curtain.hide()
        elif self._presenting:
            self.toggle_presentation()

    def toggle_black(self) -> None:
        """A black screen, or the views again."""
        self._curtain.toggle()

    def turn_page(self) -> None:
        """Nothing yet: a presenter's remote sends these keys."""

    def restore_layout(self) -> None:
        """Show what can be seen at a first start, where it is then."""
        self._docks.arrange()

    def show_view(self, name: str) -> None:
        """Bring a view to where it can be seen.

        Raises:
            KeyError: if there is no view of this name.
        """
        self._docks.show_view(name)

    def toggle_settings(self) -> None:
        """Open the drawer, or close it."""
        if self._docks.drawer.isVisible():
            self._docks.drawer.hide()
        else:
            self.open_settings()

    def open_settings(self, key: str | None = None, text: str = "") -> None:
        """Open the drawer, and let a person type into the field of a key of the experiment, which may hold ``text``."""
        self._docks.drawer.show()
        if key is not None:
            self._panel.open_at(key, text)

    def show_palette(self) -> None:
        """Let a person type the name of anything."""
        found = findable.items(self, self.commands, {name: view.title for name, view in self.views.items()})
        Palette(found, lambda query: findable.settings(self, query, number), self).show()

    def report(self, sentence: str) -> None:
        """Put a sentence before the person."""
        self._notice.say(sentence)

    def show_dead(self, sentence: str) -> None:
        """Say why there is no engine any more, and offer nothing that would need one."""
        self._alive = False
        self.frames.stop()
        self._notice.say_last(sentence)
        self._status.say(self.tr("the engine has ended: nothing can be trained"))
        self.toolbar.end_training()
        self.commands.end_training()
        self._panel.setEnabled(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            # Only now: the import of torch must not hold up the window.
            QTimer.singleShot(0, self._start)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.frames.stop()
        if self.isFullScreen():
            # How a lecture ended is not how the next start should look.
            self.toggle_presentation()
        # Before it is hidden: what floats beside a window is hidden with it.
        self._remembering.now()
        self._remembering.stop()
        self.hide()
        self.ended = self.link.close()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        below = 0 if self._status.isHidden() else self._status.height()
        self._notice.float_over(self.rect().adjusted(0, 0, 0, -below))
        if not self._curtain.isHidden():
            self._curtain.setGeometry(self.rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modified = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        key = latin(event)
        if key and not modified:
            shift = "Shift+" if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else ""
            if self.commands.press(shift + key):
                return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and not self.isMinimized():
            self._draw_again()

    def _start(self) -> None:
        preload_plots()
        self._watch()
        self._docks.reveal()
        self.frames.start()
        self.link.start()
        # While torch is imported: nobody waits for a drawer that is closed.
        self._panel.build()
        self.started.emit()

    def _watch(self) -> None:
        """Have that computed which can be seen, and nothing else."""
        seen = [part for part in self._parts if part.in_sight]
        needs = self._status.needs().union(*(part.needs() for part in seen))
        watch = Watch.of({self.looking.lane_to_watch(self._newest): needs})
        if watch != self._watched:
            self._watched = watch
            self.link.send(watch)

    def send(self, command: Command) -> int:
        """Ask the engine for something, and look often for its answer; the command's number."""
        if isinstance(command, Reset | Replace | Run | Step):
            # What it offers to go back to is of another run, or soon not the newest there is.
            self._notice.dismiss()
        self._asked = True
        number = self.link.send(command)
        self.frames.expect(self.link.settled)
        return number

    def _on_event(self, event: Event) -> None:
        for band in self.bands:
            band.hear(event)
        match event:
            case Ready() | RunBegan() | Stopped():
                pass
            case Worsened():
                self._notice.show_worsened(event)
            case Diverged():
                self._notice.show_diverged(event)
                self.diverged.emit(event.step)
            case Finished(step):
                self.finished.emit(step)
            case Rejected(sender, number, sentence, key):
                if sender != SENDER or not self._panel.show_refusal(number, sentence, key):
                    self._notice.say(in_words(sentence))
                if self._lane is None:
                    self._show_nothing_to_train()
                    self.failed.emit(sentence)
            case Ended(sentence):
                self.show_dead(sentence)
                self.failed.emit(sentence)
            case Failed(sentence):
                self._panel.show_in_force()
                self._notice.show_failed(event)
                self.failed.emit(sentence)

    def _show_nothing_to_train(self) -> None:
        """Nothing has come of the first experiment: whoever waits for a snapshot waits in vain."""
        self._status.say(self.tr("nothing to train: choose another experiment"))
        self.toolbar.show_running(False)
        self.frames.relax()

    def _rewind(self, command: Rewind | Return) -> None:
        self._notice.dismiss()
        self.send(command)

    def _dress(self) -> None:
        app = cast(QApplication, QApplication.instance())
        chosen = replace(dress.resolve(self._theme_name, app), zoom=self._zoom_now())
        dress.apply(app, chosen)
        self._ring.watch(self.windowHandle() if self._presenting else None, chosen.text)
        self._caption.use_theme(chosen)
        self._status.use_theme(chosen)
        self.toolbar.use_theme(chosen)
        self._panel.use_theme(chosen)
        self._margins.use_theme(chosen)
        self._docks.use_theme(chosen)
        for bar in self._band_bars:
            bar.use_theme(chosen)
        for part in self._parts:
            part.use_theme(chosen)

    def _zoom_now(self) -> float:
        """In a presentation so much more that the last row of a hall can read it, whatever the screen's size."""
        if not self._presenting:
            return self._zoom
        return self._zoom * min(max(PRESENTED * self.screen().size().height() / 1080, 1.2), 4.0)

    def _write(self) -> None:
        """Say in words what was drawn last."""
        lane = self._lane
        if self._newest is not None and lane is not None:
            if self._alive:
                self._status.show_snapshot(self._newest, lane)
            for part in self._parts:
                part.write()

    def _draw_again(self) -> None:
        """Show the newest snapshot: for a view that could not be seen when it came, or for another lane."""
        if self._newest is not None:
            self.show_snapshot(self._newest)
            self._write()

    @property
    def _parts(self) -> tuple[Band | View, ...]:
        """All that is given snapshots to draw."""
        return (*self.bands, *self.views.values())

    @property
    def _lane(self) -> LaneSnapshot | None:
        """The looked-at one, as it is now."""
        return self.looking.lane(self._newest) if self._newest is not None else None

    def _restore(self) -> None:
        """Be as large, and have everything where it was, when the window was last closed."""
        geometry, layout = self._settings.geometry, self._settings.layout
        if geometry is None or not self.restoreGeometry(geometry):
            open_large(self, QSize(*SIZE))
        self._docks.arrange()
        if layout is not None:
            self._docks.restore(layout)
