"""Where the parts of the model strip stand, and what gives way where they have no room."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from gui.bands.model_strip_bars import Bars
from gui.bands.model_strip_link import Link
from gui.bands.model_strip_pieces import HEIGHT, Fact
from gui.design.theme import Theme
from gui.design.tokens import STEP
from gui.formula.label import LEAST, FormulaLabel

EASY = 0.85  # times its size: so much the formula gives way before anything else does
SIDE = 2 * STEP  # pixels before the first part and behind the last


class Arrangement:
    """Puts ``flow`` at the left, the formula in the middle of what is left, and ``facts`` at the right.

    The ``dispensable`` parts of the flow are left out, in this order, where there is hardly any room.
    """

    def __init__(
        self, flow: Sequence[QWidget], dispensable: Sequence[QWidget], formula: FormulaLabel, facts: Sequence[Fact]
    ) -> None:
        self._flow, self._dispensable, self._formula, self._facts = flow, dispensable, formula, facts
        self._wanted = dict.fromkeys(flow, True)

    def want(self, part: QWidget, wanted: bool) -> None:
        """Whether there is anything to show in it."""
        self._wanted[part] = wanted

    def fit(self, width: int, theme: Theme) -> None:
        """Make everything as large as there is room for."""
        steps: tuple[Callable[[], None], ...] = (
            lambda: self._set(facts=True),
            lambda: self._bars(narrow=True),
            lambda: self._links(short=True),
            lambda: self._set(facts=False),
        )
        self._bars(narrow=False)
        self._links(short=False)
        room = width - 2 * theme.px(SIDE)
        for step in steps:
            step()
            if self._flow_width(theme) + self._facts_width(theme) + EASY * self._formula.natural_width() <= room:
                break
        if self._flow_width(theme) + LEAST * self._formula.natural_width() / 2 > room:
            self._drop(room, theme)
        self._place(width, theme)

    def _place(self, width: int, theme: Theme) -> None:
        x, top = theme.px(SIDE), theme.px(STEP)
        for part in self._shown():
            wide = part.sizeHint().width()
            part.setGeometry(x, top, wide, theme.px(HEIGHT))
            x += wide + self._gap(theme)
        right = width - theme.px(SIDE)
        facts = self._facts_width(theme)
        for row, fact in enumerate(self._facts):
            # Lines closer to each other than halves of the strip, which letters for a hall fill.
            closer = 0 if theme.presented else 3
            wide, high = fact.sizeHint().width(), theme.px(HEIGHT / 2 - closer)
            fact.setGeometry(right - wide + theme.px(6), top + theme.px(closer) + row * high, wide, high)
        left = x + theme.px(STEP)
        room = right - facts - left
        self._formula.setGeometry(left, top, max(0, room), theme.px(HEIGHT))
        self._formula.setVisible(room >= LEAST * self._formula.natural_width() / 2)

    def _shown(self) -> list[QWidget]:
        return [part for part in self._flow if not part.isHidden()]

    def _gap(self, theme: Theme) -> int:
        return theme.px(STEP)

    def _flow_width(self, theme: Theme) -> int:
        shown = self._shown()
        return sum(part.sizeHint().width() for part in shown) + len(shown) * self._gap(theme) + theme.px(STEP)

    def _facts_width(self, theme: Theme) -> int:
        shown = [fact.sizeHint().width() for fact in self._facts if not fact.isHidden()]
        return max(shown) + theme.px(STEP) if shown else 0

    def _drop(self, room: int, theme: Theme) -> None:
        """Leave out what is said elsewhere, until the rest fits: what goes in, D, and what comes out stay longest."""
        for part in self._dispensable:
            part.hide()
            if self._flow_width(theme) <= room:
                return

    def _set(self, *, facts: bool) -> None:
        for fact in self._facts:
            fact.setVisible(facts)
        for part in self._flow:
            part.setVisible(self._wanted[part])

    def _bars(self, *, narrow: bool) -> None:
        for part in self._flow:
            if isinstance(part, Bars):
                part.narrow(narrow)

    def _links(self, *, short: bool) -> None:
        for part in self._flow:
            if isinstance(part, Link):
                part.shorten(short)
