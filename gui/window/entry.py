"""What a command of the window is: its words, its key, who does it and where it appears."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Translate = Callable[[str, str], str]  # from the name of a context and a text


@dataclass(frozen=True)
class Entry:
    """One command: ``act`` is called with whoever obeys it.

    Of those with the same ``group`` one is checked, and ``act`` is called with its ``value``, too.
    """

    name: str
    text: str  # on its button and in the menu
    does: str  # in the list of keys and in tool tips
    act: Callable[..., None]
    key: str = ""
    spoken: str = ""  # by a screen reader, instead of what it does
    bar: str | None = None  # in which place there it has a button
    section: str = ""  # of the View menu
    group: str = ""
    value: str = ""
    for_engine: bool = False  # whether it is in vain without one
    others: tuple[str, ...] = ()  # keys that do the same
    presenting: bool = False  # whether it is for a presentation only
