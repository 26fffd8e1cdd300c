"""A moment of the past in today's frame: what is drawn of it goes the way of every snapshot."""

from __future__ import annotations

from dataclasses import replace

from core.messages.snapshot import LaneSnapshot, Past, Snapshot


def composed(live: Snapshot, past: Past, *, moving: bool) -> Snapshot:
    """The lanes as they were, with the curves, the changes and the kept states of those that train.

    ``moving`` says whether the past is being played: then it runs, whatever trains meanwhile.
    """
    then = {lane.name: lane for lane in past.lanes}
    lanes = tuple(_as_it_was(lane, then[lane.name]) for lane in live.lanes if lane.name in then)
    answered = {sender: max(number, past.acknowledged.get(sender, 0)) for sender, number in live.acknowledged.items()}
    return replace(live, acknowledged=answered, lanes=lanes, running=moving, seen=past.step)


def _as_it_was(lane: LaneSnapshot, then: LaneSnapshot) -> LaneSnapshot:
    return replace(
        then,
        batch_curve=lane.batch_curve,
        losses=lane.losses,
        marks=lane.marks,
        decoder_at_start=lane.decoder_at_start,
        kept=lane.kept,
        can_undo=lane.can_undo,
        can_redo=lane.can_redo,
    )
