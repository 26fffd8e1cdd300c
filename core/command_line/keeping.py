"""Where the run of ``tiescope train --out`` is saved: there now and then, at its end, or where nothing is lost."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.command_line.training_report import train_loss
from core.errors import TiescopeError
from core.files import places
from core.files.destination import RUN
from core.files.run_file import save_run
from core.messages.snapshot import Snapshot
from core.parts.kept_states import KeptStates

INTERVAL = 60.0  # seconds between two saves of a run that goes on
LONGEST_STEM = 60  # letters of a name that others are added to

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """Where a run is, and the sentence that says why it is not where it should be."""

    place: Path | None  # None: nowhere
    why: str = ""
    failed: bool = False  # rather than put aside on purpose


class Keeper:
    """Saves one run to ``out``, and to the folder of kept runs what can't or must not go there.

    A run that has learned nothing yet never replaces a file that was there before it.
    """

    def __init__(
        self,
        out: Path,
        *,
        past: bool = False,
        interval: float = INTERVAL,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``past``: with states of the past, which are there where they were asked for."""
        self._out, self._past, self._interval, self._clock = out, past, interval, clock
        self._saved_at = clock()
        self._ours = False  # whether what is there is of this run

    @property
    def due(self) -> bool:
        """Whether it is time to save a run that goes on."""
        return self._clock() - self._saved_at >= self._interval

    def now_and_then(self, snapshot: Snapshot) -> None:
        """Save a run that goes on if it is time; what fails now is tried again next time and at the end."""
        if not self.due or (self._past and any(lane.part(KeptStates()) is None for lane in snapshot.lanes)):
            return
        self._saved_at = self._clock()
        if not self._may_replace(snapshot):
            return
        try:
            self._save(snapshot)
        except TiescopeError as error:
            log.warning("the run could not be saved on its way: %s", error)

    def at_the_end(self, snapshot: Snapshot, *, finished: bool) -> Kept:
        """Save the last moment; what has ``finished`` is what was asked for, however good it is."""
        if not finished and not self._may_replace(snapshot):
            return _aside(
                snapshot,
                self._out,
                f"{self._out} is left as it was, because this run has learned nothing yet",
            )
        try:
            self._save(snapshot)
        except TiescopeError as error:
            return _aside(snapshot, self._out, str(error).removesuffix("."), failed=True)
        return Kept(self._out)

    def _save(self, snapshot: Snapshot) -> None:
        save_run(self._out, snapshot)
        self._ours = True

    def _may_replace(self, snapshot: Snapshot) -> bool:
        return self._ours or not self._out.exists() or _learned(snapshot)


def _learned(snapshot: Snapshot) -> bool:
    """Whether steps have made a network better than the best answer that does not look at its input, the mean."""
    variance = snapshot.facts.variance if snapshot.facts else 0.0
    return snapshot.step > 0 and any(train_loss(lane) < variance for lane in snapshot.lanes)  # NaN is not


def _aside(snapshot: Snapshot, out: Path, why: str, *, failed: bool = False) -> Kept:
    folder = places.kept_runs()
    moment = datetime.now().strftime("%Y%m%d-%H%M%S")
    place = folder / f"{out.stem[:LONGEST_STEM]}-{moment}-{os.getpid()}{RUN}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        save_run(place, snapshot)
    except (TiescopeError, OSError) as error:
        return Kept(None, f"{why}, and it could not be kept elsewhere: {str(error).removesuffix('.')}", failed=True)
    return Kept(place, f"{why}; it is kept in {place}", failed=failed)
