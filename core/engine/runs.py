"""The run there is, and how another one takes its place."""

from __future__ import annotations

import logging
from collections.abc import Callable

import torch

from core.engine import device
from core.engine.archive import SHARE, Archive
from core.engine.lanes import ROOM
from core.engine.plan import Plan
from core.engine.sentences import sentence
from core.engine.session import Session
from core.errors import TiescopeError
from core.experiment import Experiment
from core.messages.commands import LaneId

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
        self._stand_between(old.archive(self.room // SHARE) if old is not None else None, None)
        return session

    def open(self, archive: Archive, gone: Callable[[], None], failed: Callable[[str], None]) -> Session:
        """Go on with a run that was saved, in the place of the one there is, see :meth:`replace`."""
        before = self.session
        session = self.replace(archive.experiments, archive.names, gone, failed)
        if session is not before and session.experiments == archive.experiments:
            session.live_on(archive)
            self._tell()
        return session

    def regroup(self, change: Callable[[], object]) -> None:
        """Let ``change`` make others of the run's lanes; those there were come back by :meth:`undo`."""
        before = self.existing.archive(self.room // SHARE)
        change()
        self._stand_between(before, None)

    def undo(self) -> Session | None:
        """The run before this one, as it was left; ``None`` if there is none."""
        if self._before is None:
            return None
        self._stand_between(None, self._live_on(self._before))
        return self.session

    def redo(self) -> Session | None:
        """The run that was left for this one; ``None`` if there is none."""
        if self._after is None:
            return None
        self._stand_between(self._live_on(self._after), None)
        return self.session

    def _live_on(self, archive: Archive) -> Archive | None:
        """Go on with the run that was archived; what is to be kept of the one in whose place it is."""
        Plan(archive.experiments, archive.names, self._device).check(0)
        old = self.existing
        self._build(archive.experiments, archive.names).live_on(archive)
        return old.archive(self.room // SHARE)

    def _stand_between(self, before: Archive | None, after: Archive | None) -> None:
        """From this command on undoing leads to ``before`` and doing again to ``after``."""
        self._before, self._after = before, after
        session = self.existing
        session.run_before = session.now if before is not None else None
        session.run_after = session.now if after is not None else None
        self._tell()

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
