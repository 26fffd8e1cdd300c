"""Which experiments can be the lanes of one run: those that have data of one kind, and end together."""

from __future__ import annotations

from collections.abc import Collection
from string import ascii_uppercase

from core.errors import TiescopeError
from core.experiment import Experiment
from core.messages.commands import LaneId

SHARED = ("dataset", "steps")


def check_comparable(experiments: tuple[Experiment, ...]) -> None:
    """Raises TiescopeError if there is no lane, or the lanes can't be compared."""
    if not experiments:
        raise TiescopeError("A run needs at least one experiment, and none was given.")
    for key in SHARED:
        if len({getattr(experiment, key) for experiment in experiments}) > 1:
            raise TiescopeError(f"{key} must be the same in all lanes of a run, or they can't be compared.", key)


def check_names(experiments: tuple[Experiment, ...], names: tuple[LaneId, ...]) -> tuple[LaneId, ...]:
    """The names of the lanes, given or not.

    Raises:
        TiescopeError: if they are too few, too many or not distinct.
    """
    names = names or tuple(ascii_uppercase[: len(experiments)])
    if len(names) != len(experiments) or len(set(names)) != len(names):
        raise TiescopeError(
            f"{len(experiments)} lanes need as many distinct names, at most 26, not {', '.join(names)}."
        )
    return names


def free_name(taken: Collection[LaneId]) -> LaneId:
    """The next letter that no lane is called by.

    Raises:
        TiescopeError: if there is none.
    """
    for letter in ascii_uppercase:
        if letter not in taken:
            return letter
    raise TiescopeError("There are 26 lanes, and more can't be told apart: drop one.")
