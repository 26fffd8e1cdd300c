"""The main window: puts bars, panel and views together, and passes commands and snapshots between them."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QMenu

from core.experiment import Experiment
from core.lines import Line
from core.messages.commands import (
    Balance,
    Change,
    Command,
    Fork,
    KeepUpTo,
    Redo,
    Replace,
    Reset,
    Rewind,
    Run,
    Split,
    Step,
    StepBack,
    StepTo,
    Undo,
)
from core.messages.events import Event
from core.messages.pace import FILM
from core.messages.snapshot import LaneSnapshot, Past, Snapshot
from gui.bands.base import Band
from gui.bands.gauges import GaugesBand
from gui.bands.sentence import SentenceLine
from gui.bands.timeline import TimelineBand
from gui.panel.numbers import number
from gui.panel.panel import ExperimentPanel
from gui.plots.preload import preload_plots
from gui.views import VIEWS
from gui.views.base import View
from gui.views.loss import LossView
from gui.views.reconstructions import ReconstructionsView
from gui.widgets import icons
from gui.widgets.text_clock import TextClock
from gui.window import menu
from gui.window.actions import Actions
from gui.window.appearance import Appearance
from gui.window.bars import Bars
from gui.window.blink import Held
from gui.window.commands import Commands
from gui.window.docks import Docks
from gui.window.focus import LeavesKeysToFields
from gui.window.foresight import Foresight
from gui.window.forking import Forking
from gui.window.frame import FrameTimer
from gui.window.geometry import open_large
from gui.window.ghosts import Ghosts
from gui.window.hearing import Hearing
from gui.window.keys import YieldsToButtons
from gui.window.layouts import latin
from gui.window.link import Link
from gui.window.looking import Looking
from gui.window.memory import MEMORIES
from gui.window.notice import Notice
from gui.window.past import SeenPast
from gui.window.place import Place
from gui.window.presentation import Presentation
from gui.window.remembering import Remembering
from gui.window.seeds import SeedsInSight
from gui.window.settings import Settings
from gui.window.training import Training
from gui.window.walking import Walking
from gui.window.watching import Watching
from gui.window.ways import Ways

PRODUCT = "Tiescope"
SIZE = (1440, 900)
#: What nobody can want of another moment than the one that is seen: it ends the past.
OF_NOW = (Fork, Redo, Replace, Reset, Rewind, Split, Step, StepBack, StepTo, Undo)


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
        self._newest: Snapshot | None = None
        self._asked = False  # whether a command has not been answered yet
        self._painted = False
        self._alive = True  # whether there is an engine, or may be
        self.ended = True  # whether the engine's thread had ended when the window closed

        self.ghosts = Ghosts(self)
        self.looking = Looking(self)
        self.past = SeenPast(self._transmit, self.looking, self)
        self._walking = Walking(self.past, lambda: self.toolbar.pace)
        self._forking = Forking(self.past, self.looking, self._transmit)
        self.past.changed.connect(self._draw_again)
        self.looking.changed.connect(self._draw_again)
        self.link = Link(line, self)
        self.frames = FrameTimer(self.link.take, self.show_snapshot, self)
        self.link.arrived.connect(self.frames.tick)
        self._text_clock = TextClock(self)
        self._text_clock.due.connect(self._write)
        self.commands = Actions(self)
        self.commands.check("theme", theme_name)
        YieldsToButtons(self.commands["run"])
        LeavesKeysToFields(self)
        self._ways = Ways(self.commands)
        self._blinking = Held(self, self._blink)
        # Before anything is made that has words.
        self.appearance = Appearance(self, settings, theme_name)
        self.appearance.theme_chosen.connect(lambda name: self.commands.check("theme", name))
        self._build(experiment)
        self._obey()
        # In this order: what stands where depends on the font.
        self.appearance.dress((self.presentation, self._bars, self._panel, self._docks, *self._parts, self._notice))
        self._restore()
        self._remembering = Remembering(self, settings)

    def _build(self, experiment: Experiment) -> None:
        """Make the bars and what is in the docks, from top to bottom: Tab goes through them in this order."""
        view_menu = QMenu(self)
        self._bars = Bars(self, self.commands, view_menu)
        self.toolbar = self._bars.toolbar
        self.views: dict[str, View] = {view.name: view() for view in VIEWS}
        self._foresight = Foresight(experiment, self.views.values(), self)
        self._panel = ExperimentPanel(experiment, self.send)
        self._panel.waiting_changed.connect(self.toolbar.show_waiting)
        self._docks = Docks(self, self._panel, self.views)
        self._bars.add_bands(experiment)
        self.bands = self._bars.bands
        self._parts: tuple[Band | View, ...] = (*self.bands, *self.views.values())  # all that draws snapshots
        # A hall reads the caption, under which there are figures; others the sentence, under which there is little.
        lines = [(line, line.objectName() == "caption") for line in self.findChildren(SentenceLine)]
        self._notice = Notice(self, Place(self, lines))
        self._notice.rewind_clicked.connect(self._rewind)
        self._loss = cast(LossView, self.views[LossView.name])
        digits = cast(ReconstructionsView, self.views[ReconstructionsView.name])
        for band in self.bands:
            band.told.connect(self.report)
            band.view_wanted.connect(self.show_view)
            digits.chosen.connect(band.choose)
            band.lane_muted.connect(self.looking.mute)
            band.lane_alone.connect(self.looking.toggle_alone)
        for part in self._parts:
            part.sent.connect(self.send)
            part.lane_chosen.connect(self.looking.look_at)
        (self._timeline,) = (band for band in self.bands if isinstance(band, TimelineBand))
        self._timeline.step_wanted.connect(self._walking.look_at)
        self._timeline.offer_memories([self.commands[f"past-memory-{each}"] for each in MEMORIES])
        self._loss.flag_clicked.connect(self._walking.look_at)
        self._loss.log_steps_chosen.connect(lambda log: self._timeline.track.lay_out(log_steps=log))
        self.past.moved.connect(self._show_place)
        self.ghosts.changed.connect(lambda: self._loss.show_ghosts(self.ghosts.kept))
        self._loss.ghost_pinned.connect(self.ghosts.pin)
        self._loss.ghost_removed.connect(self.ghosts.remove)
        (gauges,) = (band for band in self.bands if isinstance(band, GaugesBand))
        self._seeds = SeedsInSight(gauges.table, self._loss, self.report, self)
        self._watching = Watching(self._parts, self._bars.status.needs(), self.looking, lambda: self._newest, self.link)
        menu.fill(view_menu, self._docks.toggles(), self.commands.in_menu())
        self.toolbar.show_decoder(experiment.decoder)
        self.toolbar.show_pace(self._settings.pace or FILM)
        self._bars.status.say(self.tr("starting: importing torch …"))

    def _obey(self) -> None:
        """Whoever does what is asked for, and says what has happened."""
        self.training = Training(self.send, self.toolbar, self._panel, self._settings)
        self.toolbar.dial_turned.connect(self.training.turn_dial)
        away = (self.toolbar, self._bars.status)
        others = (self.commands, *self._parts)
        self.presentation = Presentation(self, self._docks, self.appearance, self._bars.caption, away, others)
        self.presentation.changed.connect(self._draw_again)
        self._commands = Commands(
            self.training, self.past, self._walking, self._forking, self.appearance, self.presentation, self
        )
        self.commands.serve(self._commands)
        hearing = Hearing(self._notice, self._panel, self.bands, self)
        self._hearing = hearing
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
        if self._alive and self.link.settled(snapshot):
            self._ways.show(lane, seen=self.past.seen)
        self._draw(snapshot, shown)

    def send(self, command: Command) -> int:
        """Ask the engine for something, and look often for its answer; the command's number.

        What is changed while the past is seen is a choice for a future that may begin there.
        """
        if self.past.seen:
            if isinstance(command, Change):
                return self.past.choose(command)
            if isinstance(command, Balance):
                self.report(self.tr("W can be balanced as it is now: End leads back there."))
                return 0
            if isinstance(command, OF_NOW):
                self.past.leave()
        return self._transmit(self.looking.aim(command))

    def blink(self) -> None:
        """Show the moment before the last change for as long as the key is held."""
        self._blinking.begin()

    def keep_up_to(self, mebibytes: int) -> None:
        """So much memory for the past from now on, and at the next start."""
        self._settings.remember(past_memory=str(mebibytes))
        self.commands.check("past-memory", str(mebibytes))
        self._transmit(KeepUpTo(mebibytes))

    def lay_out_steps(self) -> None:
        """The next axis of steps in the loss view: logarithmic, linear, since the change."""
        self._loss.next_steps()

    def toggle_ghosts(self) -> None:
        """The runs before this one in the loss view, or not."""
        self._loss.toggle_ghosts()

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
        self._find(keys_first=False)

    def show_keys(self) -> None:
        """The same, with all keys and what they do before anything is typed."""
        self._find(keys_first=True)

    def _find(self, *, keys_first: bool) -> None:
        # Nobody who opens the window waits for it.
        from gui.window import findable
        from gui.window.palette import Palette

        titles = {name: view.title for name, view in self.views.items()}
        found = findable.items(self._commands, self.commands, titles)
        first = findable.keys(self.commands) if keys_first else ()
        Palette(found, lambda query: findable.settings(self._commands, query, number), self, first).show()

    def show_race(self) -> None:
        """Let a person choose what lanes are to differ in."""
        if self._newest is None or self._lane is None:
            return
        from gui.race.dialog import RaceDialog

        dialog = RaceDialog(self._lane, self.appearance.theme, self)
        dialog.chosen.connect(self.send)
        dialog.show_below(self.toolbar.race_button)

    def toggle_over_seeds(self) -> None:
        """Run the race in sight with other seeds in the background, or no more of it."""
        self._seeds.toggle()

    def report(self, sentence: str) -> None:
        """Put a sentence before the person."""
        self._notice.say(sentence)

    def show_dead(self, sentence: str) -> None:
        """Say why there is no engine any more, and offer nothing that would need one."""
        self._alive = False
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

    def _draw(self, live: Snapshot, shown: Snapshot) -> None:
        """``shown`` is seen, and ``live`` by whoever shows the present whatever is seen."""
        now, lane = self.looking.lane(live), self.looking.lane(shown)
        assert now is not None, "asked before"
        assert lane is not None, "asked before"
        self._newest = shown
        settled = self.link.settled(shown)
        if self._alive and settled:
            # Older snapshots must not undo on screen what a person has just done.
            self.toolbar.show_snapshot(shown, lane)
            self._panel.show_experiment(lane.experiment)
        beside = self.looking.shown(shown)
        for part in self._parts:
            if isinstance(part, Band) and part.of_now:
                part.draw(live, now, self.looking.shown(live))
            else:
                part.draw(shown, lane, beside)
        # Nothing that is read must be stale at rest, or after a command.
        answered = self._asked and settled
        self._asked = self._asked and not answered
        self._text_clock.ask(at_once=answered or not shown.running)

    def _transmit(self, command: Command) -> int:
        if isinstance(command, Reset | Replace | Run | Step):
            # What it offers to go back to is of another run, or soon not the newest there is.
            self._notice.dismiss()
        self._asked = True
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
        self._timeline.show_place(self.past.place, self.past.values, playing=self.past.playing)
        live = self.past.live
        lane = self.looking.lane(live) if live is not None else None
        if lane is not None and self._alive:
            self._ways.show(lane, seen=self.past.seen)

    def _show_refused(self, sentence: str) -> None:
        if self._lane is None:
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

    def _write(self) -> None:
        """Say in words what was drawn last."""
        lane = self._lane
        if self._newest is not None and lane is not None:
            if self._alive:
                self._bars.status.show_snapshot(self._newest, lane)
            for part in self._parts:
                part.write()

    def _draw_again(self) -> None:
        """Show the newest snapshot: for a view that could not be seen when it came, or for another lane."""
        live = self.past.live
        if live is not None:
            self._draw(live, self.past.now(live))
            self._write()

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
