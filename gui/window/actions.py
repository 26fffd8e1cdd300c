"""Every command of the window, a line each: its words, its key, what it does and where it appears."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from core.experiment.choices import DECODERS
from core.messages.pace import FILM, FULL, PACES
from gui.painting.numbers import grouped
from gui.widgets.tips import wrapped
from gui.window.stops import NONE, OFFERED


class Commands(Protocol):
    """What a window can be told to do."""

    def toggle_running(self) -> None: ...
    def step(self) -> None: ...
    def reset(self) -> None: ...
    def choose_decoder(self, decoder: str) -> None: ...
    def flip(self) -> None: ...
    def step_on(self) -> None: ...
    def use_pace(self, pace: str) -> None: ...
    def stop_at(self, place: str) -> None: ...
    def slower(self) -> None: ...
    def faster(self) -> None: ...
    def zoom_in(self) -> None: ...
    def zoom_out(self) -> None: ...
    def zoom_normally(self) -> None: ...
    def leave_presentation(self) -> None: ...
    def toggle_black(self) -> None: ...
    def turn_page(self) -> None: ...
    def balance(self) -> None: ...
    def toggle_log_steps(self) -> None: ...
    def toggle_ghosts(self) -> None: ...
    def restore_layout(self) -> None: ...
    def use_theme(self, name: str) -> None: ...
    def toggle_presentation(self) -> None: ...
    def show_keys(self) -> None: ...
    def toggle_settings(self) -> None: ...
    def show_palette(self) -> None: ...


@dataclass(frozen=True)
class Entry:
    """One command. Of those with the same ``group`` one is checked, and ``act`` is called with its ``value``."""

    name: str
    text: str  # on its button and in the menu
    does: str  # in the list of keys and in tool tips
    act: Callable[..., None]
    key: str = ""
    spoken: str = ""  # by a screen reader, instead of what it does
    bar: str | None = None  # in which place there it has a button
    section: str = ""  # of the View menu
    group: str = ""
    value: str = ""
    for_engine: bool = False  # whether it is in vain without one
    others: tuple[str, ...] = ()  # keys that do the same
    presenting: bool = False  # whether it is for a presentation only


class Actions(QObject):
    """The actions of a window by name; the bar, the View menu, the keys and their list are made from them."""

    def __init__(self, window: QWidget, commands: Commands) -> None:
        super().__init__(window)
        self.entries = {entry.name: entry for entry in self._table(commands)}
        self._ended = False
        self._groups: dict[str, QActionGroup] = {}
        self._actions = {name: self._made(entry) for name, entry in self.entries.items()}
        # Whatever can be triggered by a key belongs to the window, and so to the docks that float beside it.
        window.addActions(list(self._actions.values()))

    def _table(self, do: Commands) -> Iterable[Entry]:
        """A new command is a line here and a method of :class:`Commands`."""
        training = partial(Entry, for_engine=True)
        on_bar = partial(training, bar="")
        yield on_bar("run", self.tr("Pause"), self.tr("Run or pause the training"), do.toggle_running, "Space")
        yield on_bar("step", self.tr("Step"), self.tr("Take one step and pause"), do.step, ".")
        on = self.tr("Train on to the next of 1, 2, 5, 10, … steps and pause")
        yield training("step-on", self.tr("Step on"), on, do.step_on, "Shift+.")
        yield on_bar("reset", self.tr("Reset"), self.tr("Start again from the seed"), do.reset, "R")
        yield from self._decoders(do)
        flipped = self.tr("Flip between Wᵀ and W⁺")
        yield training("flip", self.tr("Flip the decoder"), flipped, do.flip, "T")
        yield from self._paces(do)
        found = self.tr("Find everything by its name")
        yield Entry("palette", self.tr("Ctrl K"), found, do.show_palette, "Ctrl+K", bar="end")
        opened = self.tr("Show or hide the settings")
        yield Entry("settings", self.tr("Settings"), opened, do.toggle_settings, "E", bar="end")
        at_first = self.tr("Every view where it was at first")
        yield Entry("restore-layout", self.tr("Restore the layout"), at_first, do.restore_layout, section="views")
        yield from self._themes(do)
        balanced = self.tr("Balance W: orthonormal rows, the same subspace (linear networks)")
        yield training("balance", self.tr("Balance W (linear networks)"), balanced, do.balance, "Shift+B")
        ratios = self.tr("Loss: logarithmic or linear steps")
        yield Entry("log-steps", self.tr("Log steps in the loss"), ratios, do.toggle_log_steps, "L", section="window")
        before = self.tr("Loss: the runs before this one, pale, or not")
        yield Entry("ghosts", self.tr("Ghosts of earlier runs"), before, do.toggle_ghosts, "G", section="window")
        yield Entry(
            "zoom-in", self.tr("Larger"), self.tr("Larger letters and lines"), do.zoom_in, "Ctrl++", others=("Ctrl+=",)
        )
        yield Entry("zoom-out", self.tr("Smaller"), self.tr("Smaller letters and lines"), do.zoom_out, "Ctrl+-")
        usual = self.tr("Letters and lines as large as at first")
        yield Entry("zoom-normal", self.tr("Usual size"), usual, do.zoom_normally, "Ctrl+0")
        whole = self.tr("Presentation: the whole screen for the views")
        yield Entry("presentation", self.tr("Presentation"), whole, do.toggle_presentation, "F11", section="window")
        yield Entry("keys", self.tr("Keys"), self.tr("This list"), do.show_keys, "?", section="window")
        shown = partial(Entry, presenting=True)
        left = self.tr("Leave the presentation")
        yield shown("leave", self.tr("Leave the presentation"), left, do.leave_presentation, "Esc", others=("F5",))
        black = self.tr("In a presentation: a black screen, and back")
        yield shown("black", self.tr("Black screen"), black, do.toggle_black, "B")
        # What a presenter's remote sends beside: it must not scroll anything.
        yield shown("page", self.tr("Page"), self.tr("Page"), do.turn_page, others=("PgUp", "PgDown"))

    def _paces(self, do: Commands) -> Iterable[Entry]:
        names = {FILM: self.tr("film"), FULL: self.tr("full speed")}
        for pace in PACES:
            name = names.get(pace) or self.tr("{0} a frame").format(pace)
            does = self.tr("Pace: {0}").format(name)
            yield Entry(f"pace-{pace}", name, does, do.use_pace, group="pace", value=pace, for_engine=True)
        for place in OFFERED:
            does = self.tr("No stop") if place == NONE else self.tr("Stop at {0}").format(self._place(place))
            short = self.tr("none") if place == NONE else self._place(place)
            yield Entry(f"stop-{place}", short, does, do.stop_at, group="stop", value=place, for_engine=True)
        slower, faster = self.tr("A slower pace"), self.tr("A faster pace")
        yield Entry("pace-slower", slower, slower, do.slower, "[", for_engine=True)
        yield Entry("pace-faster", faster, faster, do.faster, "]", for_engine=True)

    def _place(self, place: str) -> str:
        """As it is read: 1.05 × floor, step 10 000."""
        name, _, number = place.partition(" ")
        return f"{name} {grouped(float(number))}" if name == "step" else f"{name} × {number}"

    def _decoders(self, do: Commands) -> Iterable[Entry]:
        for number, (name, decoder) in enumerate(DECODERS.items(), start=1):
            does = f"{decoder.title}: {QCoreApplication.translate('Decoder', decoder.teaches)}"
            spoken = self.tr("Decoder {0}").format(name.replace("_", "-"))
            one = Entry(
                f"decoder-{name}", decoder.title, does, do.choose_decoder, spoken=spoken, bar="decoder", for_engine=True
            )
            yield replace(one, group="decoder", value=name, key=str(number))

    def _themes(self, do: Commands) -> Iterable[Entry]:
        for name, title in (
            ("system", self.tr("Theme of the system")),
            ("light", self.tr("Light theme")),
            ("dark", self.tr("Dark theme")),
        ):
            yield Entry(f"theme-{name}", title, title, do.use_theme, section="theme", group="theme", value=name)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def on_bar(self, place: str = "") -> list[QAction]:
        """What has a button in that place of the bar, in its order."""
        return [self[entry.name] for entry in self.entries.values() if entry.bar == place]

    def in_menu(self) -> dict[str, list[QAction]]:
        """What is in the View menu, by section."""
        sections: dict[str, list[QAction]] = {}
        for entry in self.entries.values():
            if entry.section:
                sections.setdefault(entry.section, []).append(self[entry.name])
        return sections

    def with_keys(self) -> list[Entry]:
        """What the list of keys names."""
        return [entry for entry in self.entries.values() if entry.key]

    def present(self, presenting: bool) -> None:
        """Give the keys of a presentation to it, or to whoever else has them."""
        for entry in self.entries.values():
            if entry.presenting:
                self[entry.name].setEnabled(presenting)

    def allow(self, name: str, why_not: str) -> None:
        """Whether something can be had now, and if not, why: in its tool tip."""
        if self._ended and self.entries[name].for_engine:
            return
        self[name].setEnabled(not why_not)
        self[name].setToolTip(wrapped(why_not) if why_not else self._tip(self.entries[name]))

    def press(self, key: str) -> bool:
        """Do what a key does; False if it does nothing now."""
        wanted = QKeySequence(key)
        for entry in self.entries.values():
            if wanted in self[entry.name].shortcuts() and self[entry.name].isEnabled():
                self[entry.name].trigger()
                return True
        return False

    def check(self, group: str, value: str) -> None:
        """Show which one of a group is in force, without doing anything."""
        for entry in self.entries.values():
            if (entry.group, entry.value) == (group, value):
                self[entry.name].setChecked(True)
                return
        # None of those that are offered.
        now = self._groups[group].checkedAction()
        if now is not None:
            self._groups[group].setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
            now.setChecked(False)
            self._groups[group].setExclusionPolicy(QActionGroup.ExclusionPolicy.Exclusive)

    def end_training(self) -> None:
        """Disable all that is in vain without an engine."""
        self._ended = True
        for entry in self.entries.values():
            if entry.for_engine:
                self[entry.name].setEnabled(False)

    def checked(self, group: str) -> str:
        """The value of the one of a group that is checked; empty if none is."""
        action = self._groups[group].checkedAction()
        return self.entries[action.objectName()].value if action is not None else ""

    def _made(self, entry: Entry) -> QAction:
        action = QAction(entry.text, self)
        action.setObjectName(entry.name)
        action.setToolTip(self._tip(entry))
        action.setShortcuts([QKeySequence(key) for key in (entry.key, *entry.others) if key])
        action.setEnabled(not entry.presenting)
        # Also where a view floats beside the window, or a dialog is in front.
        action.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        if entry.group:
            action.setCheckable(True)
            self._group(entry.group).addAction(action)
        else:
            action.triggered.connect(entry.act)
        return action

    def _tip(self, entry: Entry) -> str:
        key = QKeySequence(entry.key).toString(QKeySequence.SequenceFormat.NativeText)
        return wrapped(f"{entry.does} ({key})" if key else entry.does)

    def _group(self, name: str) -> QActionGroup:
        if name not in self._groups:
            self._groups[name] = QActionGroup(self)
            self._groups[name].triggered.connect(self._choose)
        return self._groups[name]

    def _choose(self, action: QAction) -> None:
        entry = self.entries[action.objectName()]
        entry.act(entry.value)
