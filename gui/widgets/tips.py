"""Tool tips that can be read: a long sentence is broken into lines."""

from __future__ import annotations

import textwrap

LETTERS = 58  # a line: about 420 pixels


def wrapped(text: str) -> str:
    """The same words, with lines short enough for the eye."""
    return "\n".join(textwrap.fill(line, LETTERS, break_long_words=False) for line in text.splitlines())
