"""An engine's control without its thread."""

from __future__ import annotations

import torch

from core.engine.control import Control
from core.engine.orders import carry_out
from core.engine.pacer import Pacer
from core.engine.schedule import Pace
from core.experiment import Experiment
from core.messages.commands import Command, Envelope, Replace, Step, Watch
from core.messages.events import Diverged, Event
from core.messages.receiver import Receiver
from core.messages.reports import ReportQueue
from core.messages.snapshot import LaneSnapshot, Past, Snapshot
from tests.core.needs import EVERY

SENDER = "test"
QUICK = Pace(quick=3600.0)
LATER = Pace(quick=0.0)


class Driven:
    """An engine's control, every turn of which is taken by the test."""

    def __init__(self, *experiments: Experiment, pace: Pace = QUICK, pacer: Pacer | None = None) -> None:
        self.reports = ReportQueue()
        self.control = Control(
            self.reports, lambda: False, torch.device("cpu"), running=False, publish_every=None, pace=pace, pacer=pacer
        )
        self._receiver = Receiver()
        self._sent = 0
        self.newest: Snapshot | None = None
        self.past: Past | None = None
        self.diverged: list[Diverged] = []
        self.said: list[Event] = []
        self.do(Replace(experiments))
        self.do(Watch.all(EVERY))

    def order(self, command: Command) -> None:
        """Carry a command out and show nothing yet, as if another one waited behind it."""
        self._sent += 1
        carry_out(self.control, Envelope(SENDER, self._sent, command))

    def do(self, command: Command) -> Snapshot:
        """Carry a command out and show what has come of it."""
        self.order(command)
        self.control.show()
        return self.read()

    def read(self) -> Snapshot:
        """The newest snapshot."""
        for report in self._receiver.take(self.reports.take()):
            if isinstance(report, Snapshot):
                self.newest = report
            elif isinstance(report, Past):
                self.past = report
            else:
                self.said.append(report)
            if isinstance(report, Diverged):
                self.diverged.append(report)
        assert self.newest is not None
        return self.newest

    def train(self, turns: int = 1000) -> Snapshot:
        """Go on until it pauses."""
        while self.control.running and turns:
            self.control.train()
            turns -= 1
        return self.read()


def to(driven: Driven, step: int) -> LaneSnapshot:
    """Train on to this step."""
    driven.do(Step(step - driven.read().step))
    return driven.train().lanes[0]


def curve(lane: LaneSnapshot) -> bytes:
    """Its losses, batch by batch, to the bit."""
    return lane.batch_curve.values.tobytes()
