"""Every command of the window, a line each: its words, its key, who does it and where it appears.

Without Qt, so that the command line can name the keys where there is no screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby

from core.experiment.choices import DECODERS
from core.messages.pace import FILM, FULL, PACES
from gui.painting.numbers import grouped
from gui.window.commands import Commands
from gui.window.entries_of_past import of_past
from gui.window.entry import Entry, Translate
from gui.window.stops import NONE, OFFERED


def untranslated(context: str, text: str) -> str:
    """In English."""
    return text


def entries(translate: Translate = untranslated) -> Iterator[Entry]:
    """All of them, in the order in which they are listed. A new one is a line here and a method of who does it."""
    yield from _of_training(translate)
    yield from of_past(translate)
    yield from _of_places(translate)
    yield from _of_themes(translate)
    yield from _of_looks(translate)
    yield from _of_presentation(translate)


def in_short(listed: Iterable[Entry]) -> dict[str, str]:
    """What each key does; those of one group, such as the decoders, in one line of all their names."""
    found: dict[str, str] = {}
    for _, same in groupby((entry for entry in listed if entry.key), lambda entry: entry.group or entry.name):
        first, *others = same
        if others:
            names = ", ".join(entry.text for entry in (first, *others))
            found[f"{first.key}–{others[-1].key}"] = f"{first.group}: {names}"
        else:
            found[first.key] = first.does
    return found


def _of_training(translate: Translate) -> Iterator[Entry]:
    entry = partial(Entry, for_engine=True)
    text, does = translate("Actions", "Pause"), translate("Actions", "Run or pause the training")
    yield entry("run", text, does, lambda do: do.toggle_running(), "Space", bar="")
    text, does = translate("Actions", "Step back"), translate("Actions", "Take one step back and pause")
    yield entry("step_back", text, does, lambda do: do.step_back(), ",", bar="")
    text, does = translate("Actions", "Step"), translate("Actions", "Take one step and pause")
    yield entry("step", text, does, lambda do: do.step(), ".", bar="")
    text = translate("Actions", "Step on")
    does = translate("Actions", "Train on to the next of 1, 2, 5, 10, … steps and pause")
    yield entry("step-on", text, does, lambda do: do.training.step_on(), "Shift+.")
    text, does = translate("Actions", "Reset"), translate("Actions", "Start again from the seed")
    yield entry("reset", text, does, lambda do: do.training.reset(), "R", bar="")
    yield from _of_decoders(translate)
    text, does = translate("Actions", "Flip the decoder"), translate("Actions", "Flip between Wᵀ and W⁺")
    yield entry("flip", text, does, lambda do: do.training.flip(), "T")
    text = translate("Actions", "race")
    does = translate("Actions", "Race: lanes side by side that differ in one setting")
    yield entry("race", text, does, lambda do: do.window.show_race(), "C", bar="race")
    text = translate("Actions", "Race over seeds")
    does = translate("Actions", "The same race with ten seeds in the background: who wins how often; or no more of it")
    yield entry("over-seeds", text, does, lambda do: do.seeds.toggle(), "Shift+C")
    yield from _of_paces(translate)
    text = translate("Actions", "Balance W (linear networks)")
    does = translate("Actions", "Balance W: orthonormal rows, the same subspace (linear networks)")
    yield entry("balance", text, does, lambda do: do.training.balance(), "Shift+B")


def _of_decoders(translate: Translate) -> Iterator[Entry]:
    entry = partial(Entry, for_engine=True, bar="decoder", group="decoder")
    for number, (name, decoder) in enumerate(DECODERS.items(), start=1):
        does = f"{decoder.title}: {translate('Decoder', decoder.teaches)}"
        spoken = translate("Actions", "Decoder {0}").format(name.replace("_", "-"))
        yield entry(f"decoder-{name}", decoder.title, does, _choose_decoder, str(number), spoken, value=name)


def _of_paces(translate: Translate) -> Iterator[Entry]:
    entry = partial(Entry, for_engine=True)
    names = {FILM: translate("Actions", "film"), FULL: translate("Actions", "full speed")}
    for pace in PACES:
        text = names.get(pace) or translate("Actions", "{0} a frame").format(pace)
        yield entry(
            f"pace-{pace}", text, translate("Actions", "Pace: {0}").format(text), _use_pace, group="pace", value=pace
        )
    for place in OFFERED:
        text = translate("Actions", "none") if place == NONE else _place(place)
        does = translate("Actions", "No stop") if place == NONE else translate("Actions", "Stop at {0}").format(text)
        yield entry(f"stop-{place}", text, does, _stop_at, group="stop", value=place)
    text = translate("Actions", "A slower pace")
    yield entry("pace-slower", text, text, lambda do: do.training.slower(), "[")
    text = translate("Actions", "A faster pace")
    yield entry("pace-faster", text, text, lambda do: do.training.faster(), "]")


def _place(place: str) -> str:
    """As it is read: 1.05 × floor, step 10 000."""
    name, _, number = place.partition(" ")
    return f"{name} {grouped(float(number))}" if name == "step" else f"{name} × {number}"


def _of_places(translate: Translate) -> Iterator[Entry]:
    """What opens more, and where things stand."""
    text, does = translate("Actions", "Ctrl K"), translate("Actions", "Find everything by its name")
    yield Entry("palette", text, does, lambda do: do.window.show_palette(), "Ctrl+K", bar="end")
    text, does = translate("Actions", "Settings"), translate("Actions", "Show or hide the settings")
    yield Entry("settings", text, does, lambda do: do.window.toggle_settings(), "E", bar="end")
    text, does = translate("Actions", "Restore the layout"), translate("Actions", "Every view where it was at first")
    yield Entry("restore-layout", text, does, lambda do: do.window.restore_layout(), section="views")


def _of_themes(translate: Translate) -> Iterator[Entry]:
    themes = {
        "system": translate("Actions", "Theme of the system"),
        "light": translate("Actions", "Light theme"),
        "dark": translate("Actions", "Dark theme"),
    }
    for name, text in themes.items():
        yield Entry(f"theme-{name}", text, text, _use_theme, section="theme", group="theme", value=name)


def _of_looks(translate: Translate) -> Iterator[Entry]:
    entry = partial(Entry, section="window")
    text, does = (
        translate("Actions", "Steps in the loss"),
        translate("Actions", "Loss: log steps, linear steps, steps since the change"),
    )
    yield entry("log-steps", text, does, lambda do: do.loss.next_steps(), "L")
    text, does = (
        translate("Actions", "Ghosts of earlier runs"),
        translate("Actions", "Loss: the runs before this one, pale, or not"),
    )
    yield entry("ghosts", text, does, lambda do: do.loss.toggle_ghosts(), "G")
    text, does = translate("Actions", "Larger"), translate("Actions", "Larger letters and lines")
    yield Entry("zoom-in", text, does, lambda do: do.appearance.zoom_in(), "Ctrl++", others=("Ctrl+=",))
    text, does = translate("Actions", "Smaller"), translate("Actions", "Smaller letters and lines")
    yield Entry("zoom-out", text, does, lambda do: do.appearance.zoom_out(), "Ctrl+-")
    text, does = translate("Actions", "Usual size"), translate("Actions", "Letters and lines as large as at first")
    yield Entry("zoom-normal", text, does, lambda do: do.appearance.zoom_normally(), "Ctrl+0")
    text, does = (
        translate("Actions", "Presentation"),
        translate("Actions", "Presentation: the whole screen for the views"),
    )
    yield entry("presentation", text, does, lambda do: do.presentation.toggle(), "F11")
    text, does = translate("Actions", "Keys"), translate("Actions", "All keys, and what they do")
    yield entry("keys", text, does, lambda do: do.window.show_keys(), "?")


def _of_presentation(translate: Translate) -> Iterator[Entry]:
    entry = partial(Entry, presenting=True)
    text = translate("Actions", "Leave the presentation")
    yield entry("leave", text, text, lambda do: do.presentation.leave(), "Esc", others=("F5",))
    text, does = (
        translate("Actions", "Black screen"),
        translate("Actions", "In a presentation: a black screen, and back"),
    )
    yield entry("black", text, does, lambda do: do.presentation.toggle_black(), "B")
    # What a presenter's remote sends beside: it must not scroll anything.
    text = translate("Actions", "Page")
    yield entry("page", text, text, lambda do: do.presentation.turn_page(), others=("PgUp", "PgDown"))


def _choose_decoder(do: Commands, name: str) -> None:
    do.training.choose_decoder(name)


def _use_pace(do: Commands, pace: str) -> None:
    do.training.use_pace(pace)


def _stop_at(do: Commands, place: str) -> None:
    do.training.stop_at(place)


def _use_theme(do: Commands, name: str) -> None:
    do.appearance.use_theme(name)
