"""The commands of a window as actions with keys: what its bar, its menu and its lists are made from."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from gui.widgets.tips import wrapped
from gui.window.commands import Commands
from gui.window.entries import entries
from gui.window.entry import Entry


class Actions(QObject):
    """The actions of a window by name; the bar, the View menu, the keys and their list are made from them.

    They do nothing before :meth:`serve`.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.entries = {entry.name: entry for entry in entries(QCoreApplication.translate)}
        self._commands: Commands | None = None
        self._ended = False
        self._groups: dict[str, QActionGroup] = {}
        self._actions = {name: self._made(entry) for name, entry in self.entries.items()}
        # Whatever can be triggered by a key belongs to the window, and so to the docks that float beside it.
        window.addActions(list(self._actions.values()))

    def serve(self, commands: Commands) -> None:
        """From now on these are given."""
        self._commands = commands

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
            action.triggered.connect(lambda: self._do(entry))
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
        self._do(entry, entry.value)

    def _do(self, entry: Entry, *values: str) -> None:
        if self._commands is not None:
            entry.act(self._commands, *values)
