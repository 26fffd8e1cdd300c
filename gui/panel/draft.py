"""What a person has entered and what is not in force, yet or at all. Knows the rules and no widget."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from core.errors import TiescopeError
from core.experiment import IN_FLIGHT, Experiment, parse, problems
from core.messages.commands import Change, Command, Replace

Send = Callable[[Command], int]

MOST_PENDING = 100  # commands of a person's that might still be refused; what is older has long been answered


@dataclass(frozen=True)
class _Network:
    """The new network that was asked for, and the settings that are in force if it is refused."""

    wanted: Experiment
    before: Experiment


@dataclass(frozen=True)
class _Pending:
    """What a command that was sent asks for."""

    values: dict[str, Any]
    network: _Network | None = None


class Draft:
    """The experiment in force, and the values that wait in their fields.

    A value waits because it needs a new network, or because it is not allowed with the others that are in force.

    Args:
        in_force: the settings to begin with.
        keys: those that have a field: only beside them a person can be told something.
        send: asks the engine for something and gives the command's number, by which a refusal names it.
    """

    def __init__(self, in_force: Experiment, keys: Collection[str], send: Send) -> None:
        self.in_force = in_force
        self.sentences: dict[str, str] = {}  # what is wrong, by the key of the field to say it at
        self.valid = True  # whether all of it together is allowed
        self._keys = keys
        self._send = send
        self._waiting: dict[str, Any] = {}  # the latest at the end
        self._refused: dict[str, str] = {}  # what the engine said of values that the rules here allow
        self._pending: dict[int, _Pending] = {}  # by the number of the command, the latest at the end

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

    def send_allowed(self) -> None:
        """Send the changes that are allowed in flight, now: they wait no longer."""
        allowed = {
            key: value
            for key, value in self._waiting.items()
            if key in IN_FLIGHT and key not in self._refused and not problems(self._with({key: value}))
        }
        for key, value in allowed.items():
            del self._waiting[key]
            self._ask(Change(((key, value),)), _Pending({key: value}))
        self._review()

    def send_network(self) -> bool:
        """Ask for the new network that is wanted, from now on as if it were in force; False if none is, or it is not
        allowed."""
        self._review()
        if not (self.valid and self.changes):
            return False
        wanted = parse(self._with(self._waiting))
        pending = _Pending(self._waiting, _Network(wanted, self.in_force))
        self.in_force = wanted
        self.forget()
        self._ask(Replace((wanted,)), pending)
        return True

    def forget(self, *keys: str) -> None:
        """For these keys nothing is wanted but what is in force; for all of them if none is given."""
        # A new table: the old one may be what a command that is on its way asks for.
        self._waiting = {key: value for key, value in self._waiting.items() if keys and key not in keys}
        # What was said of a network was said of all of it.
        kept = self._waiting.keys() & IN_FLIGHT if keys else set()
        self._refused = {key: sentence for key, sentence in self._refused.items() if key in kept}
        self._review()

    def allows(self, key: str, value: Any) -> bool:
        """Whether nothing would be wrong at ``key`` with this value and all else that is wanted."""
        return key not in problems(self._with({**self._waiting, key: value}))

    def refuse(self, number: int, sentence: str, key: str | None) -> tuple[str, ...] | None:
        """The engine refused a command: let what it asked for wait again, with the reason beside it.

        A value that has been replaced by another since, in its field or by a later command, is no business of anybody
        any more.

        Returns:
            the keys that wait again; ``None`` if the command was not of this draft.
        """
        refused = self._pending.pop(number, None)
        if refused is None:
            return None
        if refused.network is not None and self._replaced(number, refused.values, refused.network):
            return ()
        later = {each for other, pending in self._pending.items() if other > number for each in pending.values}
        if refused.network is None:
            back = {
                each: value for each, value in refused.values.items() if each not in later and each not in self._waiting
            }
            self._refused |= dict.fromkeys(back, sentence)
        else:
            back = refused.values
            if self.in_force == refused.network.wanted:
                self.in_force = refused.network.before
            self._refused[key if key is not None and key in self._keys else next(iter(back))] = sentence
        self._waiting = {**back, **self._waiting}
        self._review()
        return tuple(back)

    def _ask(self, command: Command, pending: _Pending) -> None:
        self._pending[self._send(command)] = pending
        while len(self._pending) > MOST_PENDING:
            del self._pending[next(iter(self._pending))]

    def _replaced(self, number: int, values: dict[str, Any], network: _Network) -> bool:
        """Whether another network was asked for after this one: what it was made of waits for its answer."""
        for other, pending in self._pending.items():
            if other > number and pending.network is not None:
                later = _Network(pending.network.wanted, network.before)
                self._pending[other] = _Pending({**values, **pending.values}, later)
                return True
        return False

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
