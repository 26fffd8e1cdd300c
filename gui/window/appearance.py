"""How the window looks: its theme, and how large its letters and lines are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from gui.design import dress
from gui.design.theme import Theme
from gui.window.settings import LARGEST_ZOOM, SMALLEST_ZOOM, Settings

ZOOM_STEP = 1.1
PRESENTED = 1.8  # times as large, on a screen of 1080 lines


class Dressed(Protocol):
    """What is drawn in a theme."""

    def use_theme(self, theme: Theme) -> None: ...


class Appearance(QObject):
    """Dresses the application, and what is drawn by hand in the order in which it was named.

    ``theme_chosen`` carries the name of the theme.
    """

    theme_chosen = Signal(str)

    def __init__(self, window: QWidget, settings: Settings, theme_name: str) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._theme_name, self._zoom = theme_name, settings.zoom
        self._presented = False
        self._dressed: tuple[Dressed, ...] = ()
        # Before anything is made: a font that comes later does not reach all of it.
        dress.apply(self._app, self._theme())

    def dress(self, dressed: Sequence[Dressed]) -> None:
        """Dress these now, and whenever something has changed."""
        self._dressed = tuple(dressed)
        self._app.styleHints().colorSchemeChanged.connect(self._dress)
        self._dress()

    @property
    def theme(self) -> Theme:
        """What is drawn in now."""
        return self._theme()

    @property
    def theme_name(self) -> str:
        """``system``, ``light`` or ``dark``."""
        return self._theme_name

    def use_theme(self, name: str) -> None:
        """Choose ``system``, ``light`` or ``dark``, and remember it."""
        self._theme_name = name
        self.theme_chosen.emit(name)
        self._settings.remember(theme=name)
        self._dress()

    def present(self, presented: bool) -> None:
        """As large as a hall needs it, or as it was."""
        self._presented = presented
        self._dress()

    def zoom_in(self) -> None:
        """Larger letters and lines."""
        self._use_zoom(self._zoom * ZOOM_STEP)

    def zoom_out(self) -> None:
        """Smaller letters and lines."""
        self._use_zoom(self._zoom / ZOOM_STEP)

    def zoom_normally(self) -> None:
        """As large as at first."""
        self._use_zoom(1.0)

    def _use_zoom(self, zoom: float) -> None:
        self._zoom = min(max(zoom, SMALLEST_ZOOM), LARGEST_ZOOM)
        self._settings.remember(zoom=f"{self._zoom:.4g}")
        self._dress()

    def _dress(self) -> None:
        theme = self._theme()
        dress.apply(self._app, theme)
        for each in self._dressed:
            each.use_theme(theme)

    def _theme(self) -> Theme:
        theme = dress.resolve(self._theme_name, self._app, presented=self._presented)
        return replace(theme, zoom=self._zoom_now(), presented=self._presented)

    def _zoom_now(self) -> float:
        """In a presentation so much more that the last row of a hall can read it, whatever the screen's size."""
        if not self._presented:
            return self._zoom
        return self._zoom * min(max(PRESENTED * self._window.screen().size().height() / 1080, 1.2), 4.0)

    @property
    def _app(self) -> QApplication:
        return cast(QApplication, QApplication.instance())
