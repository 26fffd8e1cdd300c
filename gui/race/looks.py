"""How the lanes of a run are told apart, wherever they appear: by words, by the decoder's colour, by a line's style."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from core.experiment import Experiment
from core.experiment.choices import CHOICES, matters
from core.messages.snapshot import LaneSnapshot
from gui.design.theme import Theme
from gui.painting import numbers
from gui.panel.numbers import number, written
from gui.panel.words import label, title
from gui.plots.story import SYMBOLS, UNSEEN

#: Dashes and gaps in widths of the line: of the lanes with one decoder the first is solid, the next ones are not.
STYLES: tuple[tuple[float, ...], ...] = ((), (6.0, 2.5), (6.0, 2.0, 1.5, 2.0), (3.0, 1.8))


@dataclass(frozen=True)
class LaneLook:
    """``style`` is a pattern of :data:`STYLES`, ``number`` counts the lanes from 1 on."""

    name: str
    number: int
    label: str
    decoder: str
    dial: float | None
    style: tuple[float, ...]

    def colour(self, theme: Theme) -> str:
        """That of its decoder."""
        return theme.decoder(self.decoder, self.dial)


def looks(lanes: Sequence[LaneSnapshot]) -> dict[str, LaneLook]:
    """Of all lanes of a run, by name: what tells them apart depends on all of them."""
    return _looks(tuple((lane.name, lane.experiment) for lane in lanes))


def name_of(key: str, value: Any) -> str:
    """What a lane of a race is called that differs in ``key``: the value."""
    return value if key in CHOICES else written(value)


def differing(experiments: Sequence[Experiment]) -> tuple[str, ...]:
    """The keys in which these differ, as far as that changes what is learned."""
    keys = (key for key in Experiment.model_fields if key not in UNSEEN)
    return tuple(key for key in keys if any(_value(each, key) != _value(experiments[0], key) for each in experiments))


def difference(key: str, value: Any) -> str:
    """A value by which a lane is told apart, as short as it can be understood: η .01, sigmoid, layers 256, 32."""
    if key in CHOICES:
        return title(key, value)
    words = numbers.on_plot(value) if isinstance(value, float) else written(value)
    return f"{SYMBOLS.get(key) or label(key)} {words}"


@lru_cache(maxsize=64)  # asked for at every frame, several times
def _looks(lanes: tuple[tuple[str, Experiment], ...]) -> dict[str, LaneLook]:
    experiments = [experiment for _, experiment in lanes]
    keys = differing(experiments)
    decoders = Counter(each.decoder for each in experiments)
    labels = [_label(name, experiment, keys, decoders) for name, experiment in lanes]
    taken = Counter(labels)
    found, before = {}, Counter[str]()
    for place, ((name, experiment), words) in enumerate(zip(lanes, labels, strict=True)):
        if taken[words] > 1:
            words = f"{words} · {name if len(name) == 1 else place + 1}"
        dial = experiment.dial if experiment.decoder == "dial" else None
        style = STYLES[before[experiment.decoder] % len(STYLES)]
        before[experiment.decoder] += 1
        found[name] = LaneLook(name, place + 1, words, experiment.decoder, dial, style)
    return found


def _label(name: str, experiment: Experiment, keys: tuple[str, ...], decoders: Counter[str]) -> str:
    if not _made_up(name):
        return name
    parts = [title("decoder", experiment.decoder)] if len(decoders) > 1 or not keys else []
    if not parts or decoders[experiment.decoder] > 1:
        parts += [difference(key, getattr(experiment, key)) for key in keys if key != "decoder"]
    return " · ".join(parts)


def _made_up(name: str) -> bool:
    """Whether it is a letter or a value, of which the settings in force say more, and not a name that somebody gave."""
    values = name.replace(",", " ").split()
    return (
        len(name) == 1
        or any(name in table for table in CHOICES.values())
        or all(not isinstance(number(each), str) for each in values)
    )


def _value(experiment: Experiment, key: str) -> Any:
    """``None`` where it means nothing with what is chosen."""
    if key == "dial":
        return experiment.dial if experiment.decoder == "dial" else None
    chosen = {each: getattr(experiment, each) for each in CHOICES}
    return getattr(experiment, key) if matters(key, chosen) else None
