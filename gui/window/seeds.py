"""The race in sight over seeds: begun by a person, ended with it, and what comes of it where the race is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from core.errors import TiescopeError
from core.experiment import Experiment
from core.messages.snapshot import Snapshot
from core.races.over_seeds import OverSeeds
from gui.plots.losses import SeedBand
from gui.race.looks import differing, looks
from gui.race.over_seeds import SEEDS, OverSeedsRun, steps_for
from gui.race.table import RaceTable
from gui.views.loss import LossView


class SeedsInSight(QObject):
    """Shows bands in the ``loss`` and shares in the ``table``; sentences go to ``report``.

    What is known stays for as long as the race has the lanes that it was begun for, and comes back with them.
    """

    def __init__(self, table: RaceTable, loss: LossView, report: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._table, self._loss, self._report = table, loss, report
        self._run = OverSeedsRun(self)
        self._done = 0.0  # the share of all steps
        self._run.progressed.connect(lambda done, of: self._move(done / of))
        self._run.moved.connect(self._move)
        self._run.grown.connect(lambda _: self._show())
        self._run.finished.connect(self._finish)
        self._run.failed.connect(self._fail)
        self._of: tuple[Experiment, ...] = ()  # what it was begun for
        self._now: Snapshot | None = None
        self._lanes: tuple[object, ...] = ()
        table.seeds_wanted.connect(self.toggle)

    @property
    def running(self) -> bool:
        """Whether races are under way in the background."""
        return self._run.running

    @property
    def result(self) -> OverSeeds:
        """What there is of the race in sight."""
        return self._run.result if self._fits else OverSeeds()

    def toggle(self) -> None:
        """Begin, or end what is under way."""
        if self._run.running:
            self._run.cancel()
            self._show()
        elif self._now is not None:
            self._begin(self._now)

    def notice(self, snapshot: Snapshot) -> None:
        """This is now."""
        before, self._now = self._lanes, snapshot
        self._lanes = tuple((lane.name, lane.experiment) for lane in snapshot.lanes)
        if before != self._lanes:
            if self._run.running and not self._fits:
                self._run.cancel()
            self._show()

    def end(self) -> None:
        """The window closes."""
        self._run.cancel()

    def _begin(self, snapshot: Snapshot) -> None:
        experiments = tuple(lane.experiment for lane in snapshot.lanes)
        try:
            self._run.start(experiments, steps_for(snapshot), seeds=SEEDS)
        except TiescopeError as error:
            self._report(str(error))
            return
        self._of = experiments
        self._show()

    def _finish(self, result: OverSeeds) -> None:
        self._show()
        if self._fits and self._now is not None:
            best = max(range(len(result.names)), key=lambda place: result.won()[result.names[place]])
            lane = self._now.lanes[best]
            words = self.tr("{0} won {1} of {2} races, with seeds {3} to {4}: the lowest validation loss.")
            label, won = looks(self._now.lanes)[lane.name].label, result.won()[result.names[best]]
            first, last = result.heats[0].seed, result.heats[-1].seed
            self._report(words.format(label, won, len(result.heats), first, last))

    def _move(self, share: float) -> None:
        self._done = share
        self._show()

    def _fail(self, sentence: str) -> None:
        self._show()
        self._report(sentence)

    @property
    def _fits(self) -> bool:
        """Whether the lanes in sight are those that it was begun for."""
        now = [] if self._now is None else [lane.experiment for lane in self._now.lanes]
        return bool(self._of) and len(now) == len(self._of) and all(map(_same, now, self._of))

    def _show(self) -> None:
        """What is known, and how far it is."""
        result, lanes = self.result, self._now.lanes if self._now is not None else ()
        self._table.show_seeds(self._shares(result), self._words, wanted=self._can_begin)
        self._loss.show_bands(
            [
                SeedBand(band.steps, band.least, band.most, lane.experiment.decoder, lane.dial)
                for name, lane in zip(result.names, lanes, strict=False)
                if len((band := result.band(name)).steps) and len(result.heats) > 1
            ]
        )

    def _shares(self, result: OverSeeds) -> Sequence[str]:
        """In the order of the lanes: won 7 of 10."""
        words, won = self.tr("won {0} of {1}"), result.won()
        return [words.format(won[name], len(result.heats)) for name in result.names]

    @property
    def _words(self) -> str:
        if not self._run.running:
            return self.tr("over {0} seeds").format(SEEDS)
        return self.tr("over {0} seeds: {1} % ×").format(SEEDS, int(100 * self._done))

    @property
    def _can_begin(self) -> bool:
        lanes = [] if self._now is None else [lane.experiment for lane in self._now.lanes]
        return len(lanes) > 1 and len(keys := differing(lanes)) == 1 and keys[0] != "seed"


def _same(one: Experiment, other: Experiment) -> bool:
    return not differing((one, other))
