"""What the list of everything names: the actions, the views, and the settings with what can be typed behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from core.experiment import IN_FLIGHT, Experiment
from core.experiment.choices import CHOICES
from gui.panel.labels import LABELS
from gui.panel.words import label, title
from gui.window import memory, stops
from gui.window.actions import Actions
from gui.window.commands import Commands
from gui.window.palette import Item


def keys(actions: Actions) -> list[Item]:
    """What has a key, in the words of what it does; what is not allowed now does nothing."""
    decoder = QCoreApplication.translate("Palette", "Decoder {0}")
    listed = [entry for entry in actions.entries.values() if entry.key]
    words = [decoder.format(entry.text) if entry.group == "decoder" else entry.does for entry in listed]
    return [
        Item(said, actions[entry.name].trigger, entry.text, _written(entry.key))
        for said, entry in zip(words, listed, strict=True)
    ]


def items(do: Commands, actions: Actions, views: Mapping[str, str]) -> list[Item]:
    """All that can be done without typing a value; ``views`` are their titles by name."""
    translate = QCoreApplication.translate
    found = []
    for entry in actions.entries.values():
        action = actions[entry.name]
        if entry.name in ("palette", "page") or not action.isEnabled():
            continue
        key = _written(entry.key)
        name = entry.text
        if entry.group == "decoder":
            name = translate("Palette", "Decoder {0}").format(entry.text)
        if entry.group in ("pace", "stop", "past-memory"):
            name = entry.does
        found.append(Item(name, action.trigger, f"{entry.does} {entry.name}", key))
    shown = translate("Palette", "View: {0}")
    found += [Item(shown.format(words), partial(do.window.show_view, name)) for name, words in views.items()]
    changed = translate("Palette", "Set {0} …")
    keys = [key for key in LABELS if key in Experiment.model_fields]
    found += [Item(changed.format(label(key)), partial(do.window.open_settings, key), key) for key in keys]
    for key in ("activation", "optimizer"):
        for name in CHOICES[key]:
            words = translate("Palette", "{0}: {1}").format(label(key), title(key, name))
            found.append(Item(words, partial(do.training.change, key, name), key))
    return found


def settings(do: Commands, query: str, values: Callable[[str], Any]) -> Iterator[Item]:
    """A setting with a value behind it, such as ``learning rate 0.01``: sets it; ``values`` reads what was typed.

    What needs a new network waits in its field, as if it had been typed there.
    """
    if (place := stops.typed(query)) is not None:
        told = QCoreApplication.translate("Palette", "Stop at {0}").format(place.replace(" floor", " × floor"))
        yield Item(told, partial(do.training.stop_at, place))
        return
    if (mebibytes := memory.typed(query)) is not None:
        told = QCoreApplication.translate("Palette", "Memory for the past: {0} MiB").format(mebibytes)
        yield Item(told, partial(do.window.keep_up_to, mebibytes))
        return
    words, _, typed = query.strip().rpartition(" ")
    if not words or not any(letter.isdigit() for letter in typed):
        return
    for key in sorted(LABELS):
        names = f"{label(key)} {key.replace('_', ' ')}".lower()
        if key in Experiment.model_fields and all(word in names for word in words.lower().split()):
            told = QCoreApplication.translate("Palette", "Set {0} to {1}").format(label(key), typed)
            yield Item(told, partial(_set, do, key, values(typed), typed))


def _written(key: str) -> str:
    """As this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def _set(do: Commands, key: str, value: Any, typed: str) -> None:
    if key in IN_FLIGHT:
        do.training.change(key, value)
    else:
        do.window.open_settings(key, typed)
