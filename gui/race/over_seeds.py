"""The race in sight again and again, from step 0 with other seeds: without a window, in a process behind this one."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

import core
from core.errors import TiescopeError
from core.experiment import Experiment
from core.messages.snapshot import Snapshot
from core.races.entries import SHARED
from core.races.over_seeds import OverSeeds
from core.races.tables import heat_from
from gui.race.looks import differing

SEEDS = 10
FEWEST_STEPS = 1000
LAST = 19  # niceness: after everything that anybody waits for
STEP = re.compile(r"(\d+) of (\d+), step (\d+) of (\d+)")  # what is said on the way
LONGEST = 1000  # milliseconds for a process that was killed to be gone


class OverSeedsRun(QObject):
    """One at a time. ``finished`` has the whole :class:`core.races.over_seeds.OverSeeds`, ``grown`` what there is so
    far; ``failed`` says why there will be nothing."""

    progressed = Signal(int, int)  # races that are done, of how many
    moved = Signal(float)  # the share of all steps that is done
    grown = Signal(object)
    finished = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._result, self._count = OverSeeds(), 0
        self._rest = b""
        self._said: list[str] = []

    @property
    def running(self) -> bool:
        """Whether races are under way."""
        return self._process is not None

    @property
    def result(self) -> OverSeeds:
        """What there is so far."""
        return self._result

    def start(self, lanes: Sequence[Experiment], steps: int, seeds: int = SEEDS) -> None:
        """Run the race of these ``lanes``, in which they differ by one key, in place of what is under way.

        The lanes of the result are in the same order, and called by the key's value.

        Raises:
            TiescopeError: if that is no such race.
        """
        words = command(lanes, steps, seeds)
        self.cancel()
        self._result, self._count, self._rest, self._said = OverSeeds(), seeds, b"", []
        self._process = process = QProcess(self)
        process.setProcessEnvironment(_environment())
        process.started.connect(self._stand_back)
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._listen)
        process.finished.connect(self._end)
        process.errorOccurred.connect(self._fail_to_start)
        process.start(sys.executable, words)
        self.progressed.emit(0, seeds)

    def cancel(self) -> None:
        """End it now; nothing more is said of it."""
        process, self._process = self._process, None
        if process is None:
            return
        process.blockSignals(True)
        process.kill()
        process.waitForFinished(LONGEST)
        process.deleteLater()

    def _stand_back(self) -> None:
        """What is in sight comes first. Threads have the niceness of the one that starts them."""
        process = self._process
        if process is not None and hasattr(os, "setpriority"):
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, process.processId(), LAST)

    def _read(self) -> None:
        process = self._process
        if process is None:
            return
        *lines, self._rest = (self._rest + process.readAllStandardOutput().data()).split(b"\n")
        for line in lines:
            table: dict[str, Any] = json.loads(line)
            if "heat" in table:
                self._result = self._result.with_heat(heat_from(table))
                self.grown.emit(self._result)
                self.progressed.emit(len(self._result.heats), self._count)

    def _listen(self) -> None:
        if self._process is None:
            return
        for line in bytes(self._process.readAllStandardError().data()).decode(errors="replace").splitlines():
            if step := STEP.fullmatch(line):
                race, of, done, steps = map(int, step.groups())
                self.moved.emit((race - 1 + done / steps) / of)
            else:
                self._said.append(line)

    def _end(self, status: int, how: QProcess.ExitStatus) -> None:
        if self._process is None:
            return
        self._read()
        self._listen()
        self._process.deleteLater()
        self._process = None
        if status == 0 and how is QProcess.ExitStatus.NormalExit and len(self._result.heats) == self._count:
            self.finished.emit(self._result)
        else:
            said = [line.removeprefix("tiescope: ") for line in self._said if line.startswith("tiescope: ")]
            self.failed.emit(said[-1] if said else self.tr("The races in the background ended before their end."))

    def _fail_to_start(self, error: QProcess.ProcessError) -> None:
        if self._process is not None and error is QProcess.ProcessError.FailedToStart:
            reason = self._process.errorString()
            self._process.deleteLater()
            self._process = None
            self.failed.emit(self.tr("The races in the background could not be started: {0}.").format(reason))


def steps_for(snapshot: Snapshot) -> int:
    """As far as the race in sight is, or far enough to say something."""
    return max(FEWEST_STEPS, snapshot.step)


def command(lanes: Sequence[Experiment], steps: int, seeds: int) -> list[str]:
    """What follows ``python`` to run the race.

    Raises:
        TiescopeError: if they are not lanes that differ in one key other than the seed.
    """
    keys = differing(lanes)
    if len(lanes) < 2 or len(keys) != 1 or keys[0] in ("seed", *SHARED):
        words = ", ".join(keys) or "nothing"
        raise TiescopeError(f"Over seeds: the lanes must differ in one setting other than the seed, not in {words}.")
    (key,) = keys
    values = lanes[0].model_dump(mode="json") | {"steps": steps}
    race = "|".join(_written(lane.model_dump(mode="json")[key]) for lane in lanes)
    settings = [
        word for name, value in values.items() if name != key for word in ("--set", f"{name}={_written(value)}")
    ]
    return ["-m", "tiescope", "train", *settings, "--race", f"{key}={race}", "--seeds", str(seeds), "--json"]


def _written(value: Any) -> str:
    """As in TOML, which takes what JSON writes of numbers, words and lists of them."""
    return json.dumps(value)


def _environment() -> QProcessEnvironment:
    """Ours, in which this Tiescope is found, whatever else there is."""
    environment = QProcessEnvironment.systemEnvironment()
    own = str(Path(next(iter(core.__path__))).parent)
    others = environment.value("PYTHONPATH", "")
    environment.insert("PYTHONPATH", os.pathsep.join([own, *([others] if others else [])]))
    return environment
