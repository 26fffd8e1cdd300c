"""What a person has entered and what is not in force, yet or at all. Knows the rules and no widget."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from core.errors import TiescopeError
from core.experiment import IN_FLIGHT, Experiment, parse, problems
from core.messages.commands import Change, Command, Replace


@dataclass(frozen=True)
class _Sent:
    """A new network that was asked for, and how it was before, for the case that it is refused."""

    experiment: Experiment
    waiting: dict[str, Any]
    in_force: Experiment


class Draft:
    """The experiment in force, and the values that wait in their fields.

    A value waits because it needs a new network, or because it is not allowed with the others that are in force.

    Args:
        in_force: the settings to begin with.
        keys: those that have a field: only beside them a person can be told something.
    """

    def __init__(self, in_force: Experiment, keys: Collection[str]) -> None:
        self.in_force = in_force
        self.sentences: dict[str, str] = {}  # what is wrong, by the key of the field to say it at
        self.valid = True  # whether all of it together is allowed
        self._keys = keys
        self._waiting: dict[str, Any] = {}  # the latest at the end
        self._refused: dict[str, str] = {}  # what the engine said of values that the rules here allow
        self._asked: dict[str, Any] = {}  # the last values sent in flight
        self._sent: _Sent | None = None

    def __contains__(self, key: str) -> bool:
        """Whether what was entered for ``key`` waits."""
        return key in self._waiting

    def value(self, key: str) -> Any:
        """What the field of ``key`` is to show."""
        return self._waiting.get(key, getattr(self.in_force, key))

    @property
    def changes(self) -> tuple[str, ...]:
        """What a new network would change; nothing if nothing that waits needs one."""
        network = tuple(key for key in self._waiting if key not in IN_FLIGHT)
        return tuple(self._waiting) if network and self.valid else network

    def enter(self, key: str, value: Any) -> None:
        """A person wants ``key`` to be ``value``."""
        self._waiting.pop(key, None)
        if key in IN_FLIGHT or not self._in_force(key, value):
            self._waiting[key] = value
        # What was said of a network was said of all of it.
        outdated = {key} if key in IN_FLIGHT else self._refused.keys() - IN_FLIGHT
        self._refused = {each: sentence for each, sentence in self._refused.items() if each not in outdated}
        self._review()

    def use(self, in_force: Experiment) -> None:
        """Other settings are in force: what was not allowed with the old ones may be now."""
        self.in_force = in_force
        self._waiting = {
            key: value for key, value in self._waiting.items() if key in IN_FLIGHT or not self._in_force(key, value)
        }
        self._refused = {key: sentence for key, sentence in self._refused.items() if key not in IN_FLIGHT}
        self._review()

    def take_allowed(self) -> tuple[Change, ...]:
        """The changes that are allowed in flight, now: they are to be sent, and wait no longer."""
        allowed = {
            key: value
            for key, value in self._waiting.items()
            if key in IN_FLIGHT and key not in self._refused and not problems(self._with({key: value}))
        }
        for key in allowed:
            del self._waiting[key]
        self._asked |= allowed
        self._review()
        return tuple(Change((pair,)) for pair in allowed.items())

    def take_network(self) -> Replace | None:
        """The new network that is wanted, from now on as if it were in force; ``None`` if there is none to be had."""
        self._review()
        if not (self.valid and self.changes):
            return None
        experiment = parse(self._with(self._waiting))
        self._sent = _Sent(experiment, self._waiting, self.in_force)
        self.in_force = experiment
        self.forget()
        return Replace((experiment,))

    def forget(self) -> None:
        """Nothing is wanted but what is in force."""
        self._waiting, self._refused = {}, {}
        self._review()

    def refuse(self, command: Command, sentence: str, key: str | None) -> tuple[str, ...] | None:
        """The engine refused ``command``: let what it asked for wait again, with the reason beside it.

        Returns:
            the keys that wait again; ``None`` if the command was not of this draft.
        """
        match command, self._sent:
            case Change(pairs), _ if all(each in self._asked for each, _ in pairs):
                # A value that has been replaced by another since is no business of anybody any more.
                back = {
                    each: value for each, value in pairs if self._asked[each] == value and each not in self._waiting
                }
                places = dict.fromkeys(back, sentence)
            case Replace((experiment,)), _Sent(wanted, back, in_force) if experiment == wanted:
                self.in_force, self._sent = in_force, None
                places = {key if key in self._keys and key is not None else next(iter(back)): sentence}
            case _:
                return None
        self._waiting = {**back, **self._waiting}
        self._refused |= places
        self._review()
        return tuple(back)

    def _review(self) -> None:
        found = problems(self._with(self._waiting))
        self.valid = not found
        placed = {key if key in self._keys else self._culprit(key): sentence for key, sentence in found.items()}
        self.sentences = {**self._refused, **placed}

    def _culprit(self, problem: str) -> str:
        """The key entered last without which there would be no ``problem``, which has no field of its own."""
        for key in reversed(self._waiting):
            if problem not in problems(
                self._with({each: self._waiting[each] for each in self._waiting if each != key})
            ):
                return key
        return next(reversed(self._waiting), problem)

    def _with(self, values: dict[str, Any]) -> dict[str, Any]:
        return {**self.in_force.model_dump(), **values}

    def _in_force(self, key: str, value: Any) -> bool:
        """Through the model, so that a list and a tuple, 1 and 1.0 are the same."""
        try:
            return bool(getattr(parse(self._with({key: value})), key) == getattr(self.in_force, key))
        except TiescopeError:
            return False
