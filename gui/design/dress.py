"""Which theme is in force, and the whole application dressed in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from gui.design.theme import Theme
from gui.design.tokens import DARK, LIGHT, LIGHT_PRESENTED


def resolve(name: str, app: QGuiApplication, *, presented: bool = False) -> Theme:
    """The theme called ``light`` or ``dark``; for ``system`` the one that the desktop asks for.

    Light that a projector throws is washed out by that of the room: the light theme has a variant for it.
    """
    light = LIGHT_PRESENTED if presented else LIGHT
    if name in ("light", "dark"):
        return light if name == "light" else DARK
    scheme = app.styleHints().colorScheme()
    if scheme == Qt.ColorScheme.Unknown:
        # Some desktops say nothing but do set a palette.
        dark = QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128
    else:
        dark = scheme == Qt.ColorScheme.Dark
    return DARK if dark else light


def apply(app: QApplication, theme: Theme) -> None:
    """Dress the whole application."""
    # Each of these has Qt look at every widget anew, so that what is as it should be is left alone.
    font = theme.font()
    if app.font() != font:
        app.setFont(font)
    if not app.styleSheet():
        app.setStyle("Fusion")
    app.setPalette(theme.palette())
    # No rule of the style sheet names a font: it would win over the one that a label was given.
    sheet = theme.style_sheet()
    if app.styleSheet() != sheet:
        app.setStyleSheet(sheet)
