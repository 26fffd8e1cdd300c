"""What happened in a run, from its marks: which decoder was in force when, and what else was changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from core.experiment.choices import CHOICES, DECODERS
from core.messages.snapshot import Mark
from gui.design.theme import Theme
from gui.painting import numbers

DIAL = "dial"
#: What is written on the flag of a change of a key; of any other key its first letter.
SYMBOLS = {
    "activation": "σ",
    "output_activation": "σ",
    "learning_rate": "η",
    "weight_decay": "γ",
    "balance": "B",
    "dial": "t",
    "noise": "ν",
    "batch_size": "m",
    "momentum": "μ",
    "optimizer": "O",
    "rewind": "↶",
    "return": "↶",
}
UNSEEN = ("steps", "ramp_to_transpose", "ramp_to_pseudo_inverse")  # they change nothing that is learned


@dataclass(frozen=True)
class Stay:
    """A decoder was in force from step to step; ``dial`` is where it stood then, if it was the dial."""

    start: int
    end: int
    decoder: str
    dial: float | None

    def colour(self, theme: Theme) -> str:
        """Of its curve."""
        return theme.decoder(self.decoder, self.dial)

    def colours(self, theme: Theme) -> tuple[str, ...]:
        """Of its piece of the ribbon: the dial has those of both of its ends."""
        if self.decoder == DIAL:
            return theme.decoder("transpose"), theme.decoder("pseudo_inverse")
        return (theme.decoder(self.decoder),)

    @property
    def name(self) -> str:
        """As on the buttons."""
        title = DECODERS[self.decoder].title
        return title if self.dial is None else f"{title} t = {self.dial:.2g}"


def stays(marks: Sequence[Mark], at_start: str, dial: float | None, now: int) -> tuple[Stay, ...]:
    """Which decoder was in force from the first step on until ``now``; ``dial`` is where the dial stood at first."""
    found: list[Stay] = []
    decoder, since = at_start, 0
    for mark in marks:
        changes = dict(mark.changes)
        other = str(changes.get("decoder", decoder))
        turned = changes.get(DIAL, dial)
        if other != decoder or (other == DIAL and turned != dial):
            if mark.step > since:
                found.append(Stay(since, mark.step, decoder, dial if decoder == DIAL else None))
            decoder, since = other, mark.step
        dial = turned
    return (*found, Stay(since, max(now, since), decoder, dial if decoder == DIAL else None))


def in_force(stays: Sequence[Stay], step: int) -> Stay:
    """The one that decided the steps after this one."""
    return next((stay for stay in reversed(stays) if stay.start <= step), stays[0])


def symbol(mark: Mark) -> str:
    """What its flag says; empty where the ribbon says it: for a flip of the decoder and nothing else."""
    keys = [key for key, _ in mark.changes if key not in ("decoder", *UNSEEN)]
    return " ".join(dict.fromkeys(SYMBOLS.get(key, key[:1]) for key in keys))


@dataclass(frozen=True)
class Account:
    """What happened at a step, to be read: ``changes`` are sentences' parts, a line each; ``loss`` is empty until it
    was measured."""

    step: int
    when: str
    changes: tuple[str, ...]
    loss: str = ""


def account(mark: Mark, before: Mapping[str, Any]) -> Account:
    """When what was changed from what to what, and what that did to the loss; ``before`` has the values known from
    before."""
    translate = QCoreApplication.translate
    when = translate("Story", "step {0}").format(numbers.grouped(mark.step))
    loss = ""
    if mark.before == mark.before and mark.after == mark.after:
        losses = numbers.at_step(mark.before), numbers.at_step(mark.after)
        precise = numbers.precise(mark.before), numbers.precise(mark.after)
        if losses[0] == losses[1]:
            losses = precise
        same = translate("Story", "loss {0}, before and after").format(numbers.at_step(mark.before))
        loss = same if precise[0] == precise[1] else translate("Story", "loss {0} → {1}").format(*losses)
    return Account(mark.step, when, tuple(_change(key, value, before.get(key)) for key, value in mark.changes), loss)


def accounts(marks: Sequence[Mark], at_start: Mapping[str, Any]) -> tuple[Account, ...]:
    """Of every mark; ``at_start`` has the values known from before the first."""
    before, found = dict(at_start), []
    for mark in marks:
        found.append(account(mark, before))
        before.update(mark.changes)
    return tuple(found)


def sentence(told: Account) -> str:
    """All of it in one line."""
    words = f"{told.when}: {', '.join(told.changes)}"
    return f"{words}, {told.loss}" if told.loss else words


def _change(key: str, value: Any, old: Any) -> str:
    translate = QCoreApplication.translate
    if key == "balance":
        return translate("Story", "W balanced")
    if key in ("rewind", "return"):
        return translate("Story", "gone back from step {0}").format(numbers.grouped(float(value)))
    name = translate("Field", key.replace("_", " "))
    if old is None or old == value:
        return f"{name} → {_value(key, value)}"
    return f"{name} {_value(key, old)} → {_value(key, value)}"


def _value(key: str, value: Any) -> str:
    if isinstance(value, str):
        choice = CHOICES.get(key, {}).get(value)
        return choice.title if choice is not None else value
    return f"{value:g}" if isinstance(value, float) else str(value)
