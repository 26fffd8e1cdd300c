"""The main window: puts bars, panel and views together, and passes commands and snapshots between them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow

from core.experiment import Experiment
from core.lines import Line
from core.messages.commands import Command, KeepUpTo, Replace, Reset, Rewind, Run, Step, Undo
from core.messages.events import Event
from core.messages.pace import FILM
from core.messages.snapshot import Past, Snapshot
from gui.plots.preload import preload_plots
from gui.widgets import icons
from gui.window.actions import Actions
from gui.window.appearance import Appearance
from gui.window.blink import Held
from gui.window.commands import Commands
from gui.window.drawing import Drawing
from gui.window.focus import LeavesKeysToFields
from gui.window.foresight import Foresight
from gui.window.forking import Forking
from gui.window.frame import FrameTimer
from gui.window.ghosts import Ghosts
from gui.window.hearing import Hearing
from gui.window.keys import YieldsToButtons
from gui.window.layouts import shortcut
from gui.window.link import Link
from gui.window.looking import Looking
from gui.window.opened import open_palette, open_race
from gui.window.parts import Parts
from gui.window.past import SeenPast
from gui.window.presentation import Presentation
from gui.window.remembering import Remembering, restore
from gui.window.seeds import SeedsInSight
from gui.window.sending import Sending
from gui.window.settings import Settings
from gui.window.training import Training
from gui.window.walking import Walking
from gui.window.watching import Watching
from gui.window.ways import Ways

PRODUCT = "Tiescope"
SIZE = (1440, 900)


class MainWindow(QMainWindow):
    """Holds no state of the training: all it shows is in the newest snapshot.

    Args:
        line: to the engine.
        experiment: what that begins with.
        settings: what is remembered.
        theme_name: ``system``, ``light`` or ``dark``.
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
        self._painted = False
        self.ended = True  # whether the engine's thread had ended when the window closed

        self.ghosts = Ghosts(self)
        self.looking = Looking(self)
        self.past = SeenPast(self._transmit, self.looking, self)
        self._walking = Walking(self.past, lambda: self.toolbar.pace)
        self._forking = Forking(self.past, self.looking, self._transmit)
        self._sending = Sending(self._transmit, self.past, self.looking)
        self._sending.told.connect(self.report)
        self.link = Link(line, self)
        self.frames = FrameTimer(self.link.take, self.show_snapshot, self)
        self.link.arrived.connect(self.frames.tick)
        self.commands = Actions(self)
        self.commands.check("theme", theme_name)
        YieldsToButtons(self.commands["run"])
        LeavesKeysToFields(self)
        self._ways = Ways(self.commands)
        # Before anything is made that has words.
        self.appearance = Appearance(self, settings, theme_name)
        self.appearance.theme_chosen.connect(lambda name: self.commands.check("theme", name))
        self._build(experiment)
        self._obey()
        # In this order: what stands where depends on the font.
        parts = self._parts
        self.appearance.dress((self.presentation, self._bars, parts.panel, parts.docks, *parts.drawn, parts.notice))
        restore(self, parts.docks, settings, QSize(*SIZE))
        self._remembering = Remembering(self, settings)

    def _build(self, experiment: Experiment) -> None:
        """All that is in the window, and whoever shows in it what comes."""
        self._parts = parts = Parts(self, self.commands, experiment, self.looking, self.send)
        self._bars, self._docks, self._panel, self._notice = parts.bars, parts.docks, parts.panel, parts.notice
        self.toolbar, self.views, self.bands = parts.bars.toolbar, parts.views, parts.bands
        self.toolbar.show_pace(self._settings.pace or FILM)
        self._foresight = Foresight(experiment, self.views.values(), self)
        self._drawing = Drawing(parts.drawn, parts.bars, parts.panel, self.looking, self.past, self.link)
        parts.notice.rewind_clicked.connect(self._rewind)
        self.past.moved.connect(self._show_place)
        parts.timeline.step_wanted.connect(self._walking.look_at)
        parts.loss.flag_clicked.connect(self._walking.look_at)
        parts.loss.ghost_pinned.connect(self.ghosts.pin)
        parts.loss.ghost_removed.connect(self.ghosts.remove)
        self.ghosts.changed.connect(lambda: parts.loss.show_ghosts(self.ghosts.kept))
        self._seeds = SeedsInSight(parts.gauges.table, parts.loss, self.report, self)
        always = parts.bars.status.needs()
        self._watching = Watching(parts.drawn, always, self.looking, lambda: self._drawing.newest, self.link)

    def _obey(self) -> None:
        """Whoever does what is asked for, and says what has happened."""
        self.training = Training(self.send, self.toolbar, self._panel, self._settings)
        self.toolbar.dial_turned.connect(self.training.turn_dial)
        away = (self.toolbar, self._bars.status)
        others = (self.commands, *self._parts.drawn)
        self.presentation = Presentation(self, self._docks, self.appearance, self._bars.caption, away, others)
        self.presentation.changed.connect(self._drawing.again)
        self._commands = Commands(
            *(self.training, self.past, self._walking, self._forking, Held(self, self._blink), self._parts.loss),
            *(self._seeds, self.appearance, self.presentation, self),
        )
        self.commands.serve(self._commands)
        self._hearing = hearing = Hearing(self._notice, self._panel, self.bands, self)
        self.frames.happened.connect(self._take_in)
        hearing.left_behind.connect(self.ghosts.leave)
        hearing.finished.connect(self.finished)
        hearing.diverged.connect(self.diverged)
        hearing.failed.connect(self.failed)
        hearing.refused.connect(self._show_refused)
        hearing.ended.connect(self.show_dead)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """This is now: draw it everywhere it can be seen, or what is seen of the past."""
        others = self.looking.notice(snapshot)
        lane = self.looking.lane(snapshot)
        if lane is None:
            self._show_nothing_to_train()
            return
        before = self.past.live
        shown = self.past.compose(snapshot)
        self._forking.notice(snapshot)
        if others or before is None or snapshot.run != before.run:
            self._watching.soon()  # the looked-at lane may be gone, or others be there
        self._remembering.notice(lane.experiment)
        self.ghosts.notice(snapshot, lane)
        self._seeds.notice(snapshot)
        if self._drawing.alive and self.link.settled(snapshot):
            self._ways.show(lane, seen=self.past.seen)
        self._drawing.draw(snapshot, shown)

    def send(self, command: Command) -> int:
        """Ask the engine for something, and look often for its answer; the command's number.

        What is changed while the past is seen is a choice for a future that may begin there.
        """
        return self._sending.send(command)

    def keep_up_to(self, mebibytes: int) -> None:
        """So much memory for the past from now on, and at the next start."""
        self._settings.remember(past_memory=str(mebibytes))
        self.commands.check("past-memory", str(mebibytes))
        self._transmit(KeepUpTo(mebibytes))

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
        open_palette(self, self._commands, self.commands, self.views, keys_first=False)

    def show_keys(self) -> None:
        """The same, with all keys and what they do before anything is typed."""
        open_palette(self, self._commands, self.commands, self.views, keys_first=True)

    def show_race(self) -> None:
        """Let a person choose what lanes are to differ in."""
        lane = self._drawing.lane
        if lane is not None:
            open_race(self, lane, self.appearance.theme, self.toolbar.race_button, self.send)

    def report(self, sentence: str) -> None:
        """Put a sentence before the person."""
        self._notice.say(sentence)

    def show_dead(self, sentence: str) -> None:
        """Say why there is no engine any more, and offer nothing that would need one."""
        self._drawing.end()
        self._walking.rest()
        self.frames.stop()
        self._notice.say_last(sentence)
        self._bars.status.say(self.tr("the engine has ended: nothing can be trained"))
        self.toolbar.end_training()
        self.commands.end_training()
        self._panel.setEnabled(False)
        self.failed.emit(sentence)

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
            self.presentation.toggle()
        # Before it is hidden: what floats beside a window is hidden with it.
        self._remembering.now()
        self._remembering.stop()
        self.hide()
        self._seeds.end()
        self.ended = self.link.close()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.presentation.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = shortcut(event)
        if not (key and self.commands.press(key)):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and not self.isMinimized():
            self._drawing.again()

    def _start(self) -> None:
        self._foresight.begin()
        preload_plots()
        self._watching.now()
        self.commands.check("past-memory", str(self._settings.past_memory))
        self.link.send(KeepUpTo(self._settings.past_memory))
        self._docks.reveal()
        self.frames.start()
        self.link.start()
        # While torch is imported: nobody waits for a drawer that is closed.
        self._panel.build()
        self.started.emit()

    def _transmit(self, command: Command) -> int:
        if isinstance(command, Reset | Replace | Run | Step):
            # What it offers to go back to is of another run, or soon not the newest there is.
            self._notice.dismiss()
        self._drawing.expect()
        number = self.link.send(command)
        self.frames.expect(self.link.settled)
        return number

    def _take_in(self, report: Event | Past) -> None:
        self.past.hear(report)
        if not isinstance(report, Past):
            self._hearing.hear(report)

    def _blink(self, begins: bool) -> None:
        self._walking.rest()
        self.past.blink(begins)

    def _show_place(self) -> None:
        """Another step is to be seen, or now again."""
        self._parts.timeline.show_place(self.past.place, self.past.values, playing=self.past.playing)
        live = self.past.live
        lane = self.looking.lane(live) if live is not None else None
        if lane is not None and self._drawing.alive:
            self._ways.show(lane, seen=self.past.seen)

    def _show_refused(self, sentence: str) -> None:
        if self._drawing.lane is None:
            self._show_nothing_to_train()
            self.failed.emit(sentence)

    def _show_nothing_to_train(self) -> None:
        """Nothing has come of the first experiment: whoever waits for a snapshot waits in vain."""
        self._bars.status.say(self.tr("nothing to train: choose another experiment"))
        self.toolbar.show_running(False)
        self.frames.relax()

    def _rewind(self, command: Rewind | Undo) -> None:
        self._notice.dismiss()
        self.send(command)
