"""Which ways through time are open now: the others are grey, and say why."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.messages.snapshot import LaneSnapshot
from gui.window.actions import Actions

OF_PAST = ("fork", "fork-in-place", "timeline-live", "past-on", "past-flag-on")


class Ways:
    """Tells the actions, when something of it has changed."""

    def __init__(self, actions: Actions) -> None:
        self._actions = actions
        self._known: dict[str, str] = {}

    def show(self, lane: LaneSnapshot, *, seen: bool) -> None:
        """``lane`` as it is now, and whether its past is ``seen``."""
        translate = QCoreApplication.translate
        no_change = translate("Ways", "There is no change to go back from.")
        self._allow("undo", "" if lane.can_undo or seen else no_change)
        self._allow("blink", "" if lane.can_undo and lane.marks else no_change)  # of this run
        self._allow(
            "redo", "" if lane.can_redo else translate("Ways", "Nothing was undone, or something was changed since.")
        )
        at_start = translate("Ways", "This is before the first step.")
        self._allow("step_back", "" if lane.moment.step or seen else at_start)
        for name in OF_PAST:
            self._allow(name, "" if seen else translate("Ways", "This is now. The timeline, or ←, shows the past."))
        nothing = "" if len(lane.kept.steps) else translate("Ways", "Nothing is kept of the past.")
        for name in ("past-back", "past-play", "past-first", "past-flag-back"):
            self._allow(name, nothing)

    def _allow(self, name: str, why_not: str) -> None:
        if self._known.get(name) != why_not:
            self._known[name] = why_not
            self._actions.allow(name, why_not)
