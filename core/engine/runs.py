"""The run there is, and how another one takes its place."""

from __future__ import annotations

import logging
from collections.abc import Callable

import torch

from core.engine import device
from core.engine.plan import Plan
from core.engine.sentences import sentence
from core.engine.session import ROOM, Session
from core.errors import TiescopeError
from core.experiment import Experiment
from core.messages.commands import LaneId

log = logging.getLogger(__name__)


class Runs:
    """One at a time, on the device ``chosen``."""

    def __init__(self, chosen: torch.device) -> None:
        self.session: Session | None = None
        self.room = ROOM  # bytes for states of the past
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

    def replace(
        self,
        experiments: tuple[Experiment, ...],
        names: tuple[LaneId, ...],
        gone: Callable[[], None],
        failed: Callable[[str], None],
    ) -> Session:
        """Build another run. The old one goes on if the new one is refused, and if it can't be built beside the old.

        Where there is no room for both the old one has to go before it is known that the new one can be built, and
        ``gone`` is told so: if it can't, ``failed`` is told why, and the old one begins again from its seed.
        """
        plan, old = Plan(experiments, names, self._device), self.session
        if old is None:
            plan.check(0)
        elif not plan.fits:
            plan.check(old.nbytes)
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

    def _build(self, experiments: tuple[Experiment, ...], names: tuple[LaneId, ...]) -> Session:
        session = Session(experiments, self._device, names, device.recorder_for(self._device), self.room)
        if self.session is not None:
            self.session.give_up()
        self.session = session
        return session
