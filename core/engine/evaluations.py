"""When the losses of a lane's whole sets are taken, and how: at steps that the chronicle names, piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator

from core.engine.answers import Answers
from core.engine.chronicle import Chronicle
from core.engine.flip import FlipWatch
from core.engine.whole_sets import WholeSets
from core.messages.moment import Moment
from core.parts.losses import LossPart, TrainingLoss, ValidationLoss
from core.training.trainer import Trainer


class Evaluations:
    """Of one lane: writes its ``chronicle``, tells its ``answers`` and its ``flips`` what was found."""

    def __init__(
        self, trainer: Trainer, whole: WholeSets, chronicle: Chronicle, answers: Answers, flips: FlipWatch
    ) -> None:
        self._trainer, self._whole = trainer, whole
        self._chronicle, self._answers, self._flips = chronicle, answers, flips
        self._under_way: tuple[Moment, Iterator[None]] | None = None
        self._times_floor: float | None = None

    @property
    def due(self) -> bool:
        """Whether the losses are to be taken before the next step."""
        return self._trainer.step >= self._chronicle.due

    def go_on(self, leave: Callable[[], bool]) -> bool:
        """Take what is due; False if it was left before the end, with the rest for the next time."""
        if self._under_way is None or self._under_way[0] != self._trainer.moment:
            self._under_way = self._trainer.moment, self._pieces()
        try:
            for _ in self._under_way[1]:
                if leave():
                    return False
        except Exception:
            self._chronicle.pass_over(self._trainer.step)  # or it would fail for ever
            self.abandon()
            raise
        self.abandon()
        return True

    def known_now(self) -> float | None:
        """The training set's loss of this moment, taken if it is not known; ``None`` if it is no number."""
        step = self._trainer.step
        if self._chronicle.known(step) is None:
            for _ in self._pieces():
                pass
        return self._chronicle.known(step)

    def abandon(self) -> None:
        """What is under way is of no use any more, and keeps no memory."""
        self._under_way = None

    def stop_within(self, times_floor: float | None) -> None:
        """Take them more often than for the eye, to see where :meth:`within` holds; ``None``: as before."""
        self._times_floor = times_floor
        self._chronicle.look_closely(self._trainer.step, times_floor is not None)

    def take_leisure(self, leisure: bool) -> None:
        """There is time between the steps for all points of the curve, or there is none."""
        self._chronicle.take_leisure(self._trainer.step, leisure)

    def within(self, floor: float) -> bool:
        """Whether the training set's loss of this moment is known to be as near ``floor`` as it is to stop at."""
        loss, times = self._chronicle.known(self._trainer.step), self._times_floor
        return times is not None and loss is not None and loss <= times * floor

    def _pieces(self) -> Generator[None, None, None]:
        """Take the losses of this moment, whether they are due or not."""
        moment = self._trainer.moment
        needs = TrainingLoss(), ValidationLoss()
        if self._whole.sampled or not all(map(self._answers.knows, needs)):
            train, validation = yield from self._whole.pieces(self._trainer.model)
            if not self._whole.sampled:
                # Who asks for them need not have them taken again.
                self._answers.measured |= dict(
                    zip(needs, (LossPart(moment, train), LossPart(moment, validation)), strict=True)
                )
        else:
            known = (self._answers.measured[need] for need in needs)
            train, validation = (part.loss for part in known if isinstance(part, LossPart))
        self._chronicle.take(moment.step, train, validation)
        self._flips.look(self._chronicle, moment.step, train)
