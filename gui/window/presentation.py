"""The whole screen for what a hall looks at: larger letters, no bars, a caption, a black screen, rings at clicks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QWidget

from gui.design.theme import Theme
from gui.window.appearance import Appearance
from gui.window.caption import Caption
from gui.window.curtain import ClickRing, Curtain
from gui.window.docks import Docks


class Presented(Protocol):
    """What is shown otherwise where a hall looks on."""

    def present(self, presented: bool) -> None: ...


class Presentation(QObject):
    """Begins and ends it; ``changed`` says that it did.

    Args:
        window: that is to be the whole screen.
        docks: their layout is kept, and put back.
        appearance: of letters and lines.
        caption: shown in a presentation only.
        away: what is shown outside of one only.
        others: what looks otherwise.
    """

    changed = Signal()

    def __init__(
        self,
        window: QMainWindow,
        docks: Docks,
        appearance: Appearance,
        caption: Caption,
        away: Sequence[QWidget],
        others: Sequence[Presented],
    ) -> None:
        super().__init__(window)
        self._window, self._docks, self._appearance = window, docks, appearance
        self._caption, self._away = caption, tuple(away)
        self._others = (docks, *others)
        self._curtain, self._ring = Curtain(window), ClickRing(window)
        self._on = False

    @property
    def on(self) -> bool:
        """Whether a hall looks on."""
        return self._on

    def toggle(self) -> None:
        """Give the whole screen to the views, or put everything back where it was."""
        self._on = not self._window.isFullScreen()
        # First: it keeps the layout that it puts back, and the bars are a part of that.
        self._docks.toggle_presentation()
        for bar in self._away:
            bar.setVisible(not self._on)
        self._caption.setVisible(self._on)
        self._curtain.hide()
        for other in self._others:
            other.present(self._on)
        self._appearance.present(self._on)
        QTimer.singleShot(0, self, self._docks.settle)
        self.changed.emit()

    def leave(self) -> None:
        """Draw the curtain back, or put everything back where it was."""
        if not self._curtain.isHidden():
            self._curtain.hide()
        elif self._on:
            self.toggle()

    def toggle_black(self) -> None:
        """A black screen, or the views again."""
        self._curtain.toggle()

    def turn_page(self) -> None:
        """Nothing yet: a presenter's remote sends these keys."""

    def use_theme(self, theme: Theme) -> None:
        """Draw rings that can be seen."""
        self._ring.watch(self._window.windowHandle() if self._on else None, theme.text)

    def fit(self) -> None:
        """The window has another size."""
        if not self._curtain.isHidden():
            self._curtain.setGeometry(self._window.rect())
