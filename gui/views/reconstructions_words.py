"""What is said about reconstructions: beside the rows, beside a large one, and to a screen reader."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.messages.snapshot import Array, Examples
from gui.painting.numbers import WIDEST_SHORT, short


def tr(words: str) -> str:
    """In the person's language."""
    return QCoreApplication.translate("ReconstructionsView", words)


def row_names(*, curves: bool) -> tuple[str, ...]:
    """What the rows show, the error last; of curves the first two stand in one."""
    if curves:
        return tr("reconstruction"), tr("error")
    return tr("input"), tr("reconstruction"), tr("error")


def input_name() -> str:
    """Of the thin curve."""
    return tr("input")


def beside(name: str, limit: str) -> str:
    """A row's name with its scale."""
    return f"{name} ±{limit}"


def widest(*, curves: bool) -> tuple[str, ...]:
    """All that may stand beside the rows."""
    names = row_names(curves=curves)
    return (*names, figures_name(), *(beside(names[-1], limit) for limit in WIDEST_SHORT))


def figures_name() -> str:
    """What the figures below the pictures are."""
    return tr("mean square")


def example(examples: Examples, index: int) -> str:
    """Which one it is."""
    words = tr("example {0}").format(index + 1)
    return words + (f" ({examples.labels[index]})" if examples.labels else "")


def described(count: int, examples: Examples, errors: Array, limit: float) -> str:
    """All of them, for who can't see them."""
    rows, columns = examples.shape
    shown = errors[:count]
    return tr("{0} examples of {1}×{2} and their reconstructions, errors within ±{3}, mean square {4} to {5}").format(
        count, rows, columns, short(limit), short(float(shown.min())), short(float(shown.max()))
    )
