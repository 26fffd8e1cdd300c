"""A small card beside what was changed: when, what from what to what, and what that did to the loss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from gui.design.theme import Theme
from gui.design.tokens import STEP
from gui.design.typography import Role
from gui.plots.story import Account

MOST = 4  # accounts; of more nobody reads the others
WIDE = 340  # pixels of a line, at most
SHEET = "#plot-card {{ background: {raised}; border: 1px solid {outline}; border-radius: 6px; }}"


@dataclass(frozen=True)
class Told:
    """What can be asked for what it stands for: what happened there, under a ``heading`` if there is one; ``box`` is
    where it is, in the scene."""

    box: QRectF
    heading: str
    accounts: tuple[Account, ...]

    @property
    def step(self) -> int | None:
        """Of the first thing that happened there; ``None`` if nothing did."""
        return self.accounts[0].step if self.accounts else None


class Card(QFrame):
    """Shows what is told below the thing that tells it, within its parent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setObjectName("plot-card")
        self.setAccessibleName(QCoreApplication.translate("Story", "What was changed"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._row = QVBoxLayout(self)
        self._row.addWidget(self._words)
        self._theme: Theme | None = None
        self.hide()

    @property
    def lines(self) -> tuple[str, ...]:
        """What is written on it."""
        return tuple(self.accessibleDescription().splitlines())

    def use_theme(self, theme: Theme) -> None:
        """Draw in its colours and type from now on."""
        self._theme = theme
        self.setStyleSheet(SHEET.format_map(vars(theme)))
        self._words.setFont(theme.font(Role.SMALL))
        side, above = theme.px(1.5 * STEP), theme.px(STEP)
        self._row.setContentsMargins(side, above, side, above)

    def show_told(self, told: Told, at: QRectF) -> None:
        """Below ``at``, or above it where there is no room."""
        assert self._theme is not None, "dressed before anything can be asked"
        theme, room = self._theme, self._parent.rect()
        lines = _lines(told)
        spoken = "\n".join(words for words, _ in lines)
        if spoken != self.accessibleDescription():
            self.setAccessibleDescription(spoken)
        self._words.setText("<br>".join(_styled(words, style, theme) for words, style in lines))
        self._words.setWordWrap(False)
        widest = min(theme.px(WIDE), room.width() - 2 * STEP)
        if self.sizeHint().width() > widest:
            self._words.setWordWrap(True)
            self.setFixedWidth(widest)
            self.setFixedHeight(self._row.heightForWidth(widest))
        else:
            self.setFixedSize(self.sizeHint())
        left = min(max(round(at.left()), 0), max(room.width() - self.width(), 0))
        below, above = round(at.bottom()) + STEP // 2, round(at.top()) - STEP // 2 - self.height()
        self.move(left, below if below + self.height() <= room.height() or above < 0 else above)
        self.show()
        self.raise_()


def _lines(told: Told) -> list[tuple[str, str]]:
    """Words, and how they are meant."""
    found = [(told.heading, "plain")] if told.heading else []
    shown: Sequence[Account] = told.accounts[:MOST]
    for each in shown:
        found.append((each.when, "strong"))
        found += [(change, "plain") for change in each.changes]
        if each.loss:
            found.append((each.loss, "quiet"))
    more = len(told.accounts) - len(shown)
    if more:
        found.append(
            (QCoreApplication.translate("Story", "and {0} more: magnify to tell them apart").format(more), "quiet")
        )
    return found


def _styled(words: str, style: str, theme: Theme) -> str:
    text = escape(words)
    if style == "strong":
        return f'<b style="color: {theme.text}">{text}</b>'
    return f'<span style="color: {theme.muted if style == "quiet" else theme.text}">{text}</span>'
