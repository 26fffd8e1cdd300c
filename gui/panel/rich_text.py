"""Words with a shape: what is struck through, and tool tips that end a line before it gets too long to be read."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QToolTip

WIDEST = 380  # pixels of a line; with its frame a tool tip stays below 420


def struck(words: str) -> str:
    """Rich text: something that is replaced."""
    return f"<s>{escape(words)}</s>"


def tip(heading: str, *lines: str) -> str:
    """Rich text: ``heading`` in bold, and below it each of ``lines``, wrapped where they are too long."""
    words = "<br>".join([f"<b>{escape(heading)}</b>", *(escape(line) for line in lines if line)])
    metrics = QFontMetrics(QToolTip.font())
    long = any(metrics.horizontalAdvance(line) > WIDEST for line in (heading, *lines))
    # Qt wraps rich text where it likes best; a cell of a table has the width that it is told.
    return f"<table width={WIDEST}><tr><td>{words}</td></tr></table>" if long else f"<p>{words}</p>"
