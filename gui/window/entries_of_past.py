"""The commands that go through time, a line each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from gui.window.commands import Commands
from gui.window.entry import Entry, Translate
from gui.window.memory import MEMORIES


def of_past(translate: Translate) -> Iterator[Entry]:
    """Ways back, along what was, and into another future."""
    entry = partial(Entry, for_engine=True)
    text, does = translate("Actions", "Undo"), translate("Actions", "Go back to just before the last change")
    yield entry("undo", text, does, lambda do: do.undo(), "Ctrl+Z")
    text, does = translate("Actions", "Redo"), translate("Actions", "Go on again from what was undone")
    yield entry("redo", text, does, lambda do: do.training.redo(), "Ctrl+Shift+Z", others=("Ctrl+Y",))
    text, does = (
        translate("Actions", "Blink"),
        translate("Actions", "While it is held: the moment before the last change"),
    )
    yield entry("blink", text, does, lambda do: do.blinking.begin(), "Z")
    text, does = translate("Actions", "Back in the past"), translate("Actions", "Look at the kept step before")
    yield entry("past-back", text, does, lambda do: do.walking.back(), "Left", bar="timeline")
    text, does = translate("Actions", "Play the past"), translate("Actions", "Play the past, from its beginning if now")
    yield entry("past-play", text, does, lambda do: do.walking.toggle_playing(), bar="timeline")
    text, does = translate("Actions", "On in the past"), translate("Actions", "Look at the kept step after")
    yield entry("past-on", text, does, lambda do: do.walking.on(), "Right", bar="timeline")
    text, does = translate("Actions", "Back to a change"), translate("Actions", "Look at the change before")
    yield entry("past-flag-back", text, does, lambda do: do.walking.back_to_flag(), "Shift+Left")
    text, does = translate("Actions", "On to a change"), translate("Actions", "Look at the change after")
    yield entry("past-flag-on", text, does, lambda do: do.walking.on_to_flag(), "Shift+Right")
    text, does = translate("Actions", "The beginning"), translate("Actions", "Look at the first kept step")
    yield entry("past-first", text, does, lambda do: do.walking.first(), "Home")
    text, does = (
        translate("Actions", "Train on from here"),
        translate("Actions", "Train on from the step that is seen, beside what came of it"),
    )
    yield entry(
        "fork", text, does, lambda do: do.forking.fork(beside=True), "Return", bar="timeline", others=("Enter",)
    )
    text, does = (
        translate("Actions", "Train on in its place"),
        translate("Actions", "Train on from the step that is seen, in the place of what came of it"),
    )
    yield entry(
        "fork-in-place", text, does, lambda do: do.forking.fork(beside=False), "Shift+Return", others=("Shift+Enter",)
    )
    text, does = translate("Actions", "Live"), translate("Actions", "Leave the past: see what is now")
    yield entry("timeline-live", text, does, lambda do: do.past.leave(), "End", bar="timeline")
    yield from _of_memory(translate)


def _of_memory(translate: Translate) -> Iterator[Entry]:
    entry = partial(Entry, for_engine=True)
    for mebibytes in MEMORIES:
        text = translate("Actions", "{0} MiB").format(mebibytes)
        does = translate("Actions", "Memory for the past: {0}").format(text)
        yield entry(f"past-memory-{mebibytes}", text, does, _keep_up_to, group="past-memory", value=str(mebibytes))


def _keep_up_to(do: Commands, mebibytes: str) -> None:
    do.window.keep_up_to(int(mebibytes))
