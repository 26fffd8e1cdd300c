"""The run there is, and how another one takes its place."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch

from core.engine import device
from core.engine.archive import SHARE, Archive
from core.engine.lane import Lane
from core.engine.lanes import ROOM
from core.engine.plan import Plan
from core.engine.sentences import sentence
from core.engine.session import Session
from core.errors import TiescopeError
from core.experiment import Experiment
from core.messages.commands import LaneId
from core.training.state import LaneState

log = logging.getLogger(__name__)


class Runs:
    """One at a time, on the device ``chosen``."""

    def __init__(self, chosen: torch.device) -> None:
        self.session: Session | None = None
        self.room = ROOM  # bytes for states of the past, those of the run before this one included
        self._before: Archive | None = None  # the run whose place this one has taken
        self._after: Archive | None = None  # the run that was left for the one before it
        self._device = chosen

    @property
    def existing(self) -> Session:
        """The run.

        Raises:
            TiescopeError: if there is none.
        """
        if self.session is None:
            raise TiescopeError("There is nothing to train: the network could not be built; choose another.")
        return self.session

    def keep_up_to(self, room: int) -> None:
        """So many bytes for states of the past, in this run and those to come."""
        self.room = room
        for archive in (self._before, self._after):
            if archive is not None:
                archive.keep_up_to(room // SHARE)
        if self.session is not None:
            self._tell()

    def forget_after(self) -> None:
        """Something was changed: the run that was left for this one can't be gone on with any more."""
        if self._after is not None:
            self._after = None
            self.existing.run_after = None
            self._tell()

    def replace(
        self,
        experiments: tuple[Experiment, ...],
        names: tuple[LaneId, ...],
        gone: Callable[[], None],
        failed: Callable[[str], None],
    ) -> Session:
        """Build another run. The old one goes on if the new one is refused, and if it can't be built beside the old.

        Where there is no room for both the old one has to go before it is known that the new one can be built, and
        ``gone`` is told so: if it can't, ``failed`` is told why, and the old one begins again from its seed. Otherwise
        the old one is kept for :meth:`undo`.
        """
        plan, old = Plan(experiments, names, self._device), self.session
        if not plan.fits:
            archived = sum(each.nbytes for each in (self._before, self._after) if each is not None)
            plan.check(archived + (old.nbytes if old is not None else 0))
        self._before = self._after = None  # its room first
        if old is not None and not plan.fits:
            before = old.experiments, old.names
            old.give_up()
            self.session = None
            del old
            gone()
            try:
                return self._build(experiments, names)
            except Exception as error:
                log.exception("the new network could not be built")
                failed(sentence(error))
            # Out here the exception is gone, and with it what was built of the new network.
            experiments, names = before
            return self._build(experiments, names)
        session = self._build(experiments, names)
        if old is not None:
            self._before = old.archive(self.room // SHARE)
            session.run_before = session.now if self._before is not None else None
        self._tell()
        return session

    def open(self, archive: Archive, gone: Callable[[], None], failed: Callable[[str], None]) -> Session:
        """Go on with a run that was saved, in the place of the one there is, see :meth:`replace`."""
        before = self.session
        session = self.replace(archive.experiments, archive.names, gone, failed)
        if session is not before and session.experiments == archive.experiments:
            session.live_on(archive)
            self._tell()
        return session

    def fork(self, name: LaneId | None, parent: Lane, state: LaneState, values: Mapping[str, Any]) -> None:
        """Let another lane go on from a kept state, which :meth:`undo` takes back.

        Raises:
            TiescopeError: if that is not allowed, see :meth:`core.engine.lanes.Lanes.fork`.
        """
        self._leave(self.existing.fork(name, parent, state, values, self.room // SHARE))

    def split(self, parent: Lane, lanes: Sequence[tuple[LaneId, Mapping[str, Any]]]) -> None:
        """Let other lanes take the place of those there are, which are kept for :meth:`undo`.

        Raises:
            TiescopeError: if that is not allowed, see :meth:`core.engine.lanes.Lanes.split`.
        """
        self._leave(self.existing.split(parent, lanes, self.room // SHARE))

    def drop(self, lane: Lane) -> None:
        """Let a lane go, which :meth:`undo` brings back.

        Raises:
            TiescopeError: if it is the last one.
        """
        self._leave(self.existing.drop(lane, self.room // SHARE))

    def _leave(self, before: Archive | None) -> None:
        """The lanes are others than they were ``before``."""
        self._before, self._after = before, None
        self.existing.run_before, self.existing.run_after = (None if before is None else self.existing.now), None
        self._tell()

    def undo(self) -> Session | None:
        """The run before this one, as it was left; ``None`` if there is none."""
        if self._before is None:
            return None
        session, left = self._live_on(self._before)
        self._before, self._after = None, left
        session.run_after = session.now if left is not None else None
        self._tell()
        return session

    def redo(self) -> Session | None:
        """The run that was left for this one; ``None`` if there is none."""
        if self._after is None:
            return None
        session, left = self._live_on(self._after)
        self._before, self._after = left, None
        session.run_before = session.now if left is not None else None
        self._tell()
        return session

    def _live_on(self, archive: Archive) -> tuple[Session, Archive | None]:
        """The run that was archived, and what is to be kept of the one in whose place it is."""
        Plan(archive.experiments, archive.names, self._device).check(0)
        old = self.existing
        session = self._build(archive.experiments, archive.names)
        session.live_on(archive)
        return session, old.archive(self.room // SHARE)

    def _tell(self) -> None:
        """Let the run know how much room for the past is left by what lies before and after it."""
        session = self.existing
        archived = sum(each.nbytes for each in (self._before, self._after) if each is not None)
        session.keep_up_to(max(0, self.room - archived))

    def _build(self, experiments: tuple[Experiment, ...], names: tuple[LaneId, ...]) -> Session:
        session = Session(experiments, self._device, names, device.recorder_for(self._device), self.room)
        if self.session is not None:
            self.session.give_up()
        self.session = session
        return session
