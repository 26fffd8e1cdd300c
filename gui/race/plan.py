"""A race that somebody wants: the setting in which its lanes differ, and where they begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_origin

from PySide6.QtCore import QCoreApplication

from core.experiment import IN_FLIGHT, Experiment, problems
from core.experiment.choices import ACTIVATIONS, CHOICES, DATASETS, DECODERS
from core.messages.commands import LaneId, Replace, Split
from gui.panel.ladder import ladder_of
from gui.panel.words import in_words, label
from gui.race.looks import name_of

FEWEST, MOST = 2, 4  # lanes
#: What is offered first; the data's own options come behind them.
OFFERED = ("decoder", "layers", "activation", "learning_rate", "noise", "weight_decay", "seed", "batch_size")
FROM_NOTHING = {"noise": (0.0, 0.1, 0.3), "weight_decay": (0.0, 1e-4, 1e-3)}  # where there is none now
RUNGS = {"learning_rate": 2, "batch_size": 2}  # from one lane to the next


def offered(experiment: Experiment) -> tuple[str, ...]:
    """The keys in which lanes can differ, as far as one value of them is a number or a name."""
    own = (key for key in DATASETS[experiment.dataset].keys if get_origin(_kind(key)) is None)
    return (*OFFERED, *own)


def suggested(key: str, experiment: Experiment) -> tuple[Any, ...]:
    """Values to begin with: what is in force, and what one would compare it with."""
    value = getattr(experiment, key)
    if key == "decoder":
        own = DECODERS["inverse"], ACTIVATIONS[experiment.activation]
        invertible = not own[1].why_not and experiment.activation != "linear"  # there it is W⁺ once more
        first = ["transpose", "pseudo_inverse", *(["inverse"] if invertible else [])]
        return tuple(first if value in first else [value, *first][:MOST])
    if key in CHOICES:
        others = [name for name in CHOICES[key] if name != value and not problems(with_value(experiment, key, name))]
        return (value, *others[: FEWEST - 1])
    if not value and key in FROM_NOTHING:
        return FROM_NOTHING[key]
    return _beside(key, value)


def with_value(experiment: Experiment, key: str, value: Any) -> dict[str, Any]:
    """The experiment's values with another one for a key."""
    return {**experiment.model_dump(), key: value}


@dataclass(frozen=True)
class Plan:
    """Lanes that differ in ``key``; from the W that lane ``of`` has now on, or from step 0."""

    experiment: Experiment
    of: LaneId
    key: str
    values: Sequence[Any]
    from_here: bool = False

    @property
    def problem(self) -> str:
        """What is wrong with it, in one sentence; empty if nothing is."""
        translate = QCoreApplication.translate
        for value in self.values:
            wrong = problems(with_value(self.experiment, self.key, value))
            if wrong:
                return in_words(wrong.get(self.key) or next(iter(wrong.values())))
        if not FEWEST <= len(self.values) <= MOST:
            words = translate("Race", "A race has {0} to {1} lanes: choose as many values of {2}.")
            return words.format(FEWEST, MOST, label(self.key))
        names = [name for name, _ in self._lanes()]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            return translate("Race", "Lanes must differ: {0} is there twice.").format(twice)
        if self.from_here and self.key not in IN_FLIGHT:
            words = translate("Race", "With another value of {0} a network is a new one: it begins at step 0.")
            return words.format(label(self.key))
        return ""

    def command(self) -> Replace | Split:
        """What begins it; there must be no :attr:`problem`."""
        lanes = self._lanes()
        if self.from_here:
            return Split(tuple((name, ((self.key, getattr(each, self.key)),)) for name, each in lanes), self.of)
        return Replace(tuple(each for _, each in lanes), tuple(name for name, _ in lanes))

    def _lanes(self) -> list[tuple[LaneId, Experiment]]:
        made = [self.experiment.with_values({self.key: value}) for value in self.values]
        return [(name_of(self.key, getattr(each, self.key)), each) for each in made]


def _kind(key: str) -> Any:
    return Experiment.model_fields[key].annotation


def _beside(key: str, value: Any) -> tuple[Any, ...]:
    """The value with the next ones below and above it, as far as there are any."""
    *first, last = value if isinstance(value, tuple) else (value,)
    ladder = ladder_of(key, whole=isinstance(last, int))
    found = [last]
    for up in (False, True):
        end: Any = last
        for _ in range(RUNGS.get(key, 1)):
            end = ladder.step(end, up) if end is not None else None
        if end is not None:
            found = [*found, end] if up else [end, *found]
    if len(found) == FEWEST and (more := ladder.step(found[-1], up=True)) is not None:
        found.append(more)
    return tuple((*first, each) for each in found) if isinstance(value, tuple) else tuple(found)
