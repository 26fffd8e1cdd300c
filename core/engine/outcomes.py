"""What became of lanes, as it is told."""

from __future__ import annotations

from core.engine.lane import Lane
from core.engine.session import Session
from core.messages.events import Diverged, Worsened


def diverged(lane: Lane, running: bool) -> Diverged:
    """That ``lane`` stands still; ``running`` if others go on."""
    return Diverged(
        lane=lane.name,
        step=lane.moment.step,
        good_step=lane.good_step,
        good_rate=lane.good_rate,
        decoder=lane.experiment.decoder,
        learning_rate=lane.experiment.learning_rate,
        lost=lane.lost,
        running=running,
    )


def worsened(session: Session) -> list[Worsened]:
    """What flips have made worse, each told once."""
    return [event for lane in session.lanes if (event := lane.take_worsened()) is not None]


def hopeless(session: Session) -> list[Lane]:
    """The lanes that go on and lose as much as a lost run: from now on they stand still."""
    found = [lane for lane in session.active if lane.hopeless]
    for lane in found:
        lane.diverged = True
    return found
