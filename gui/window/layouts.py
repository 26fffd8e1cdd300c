"""Keys by their place: what a letter of another alphabet would be on the keyboard that the keys are named after."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

LETTERS = {
    **dict(zip("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`", strict=True)),
    **dict(zip("іїєґ", "s]'\\", strict=True)),  # Ukrainian
    **dict(zip("ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm", strict=True)),  # Greek
    **dict(zip("קראטוןםפשדגכעיחלךזסבהנמצתץ", "ertyuiopasdfghjklzxcvbnm,.", strict=True)),  # Hebrew
}
#: The same by the keyboard's own codes: US letters at the places of the first code on.
ROWS = ((24, "qwertyuiop[]"), (38, "asdfghjkl;'"), (52, "zxcvbnm,./"))  # X11 and Wayland
ROWS_WINDOWS = ((16, "qwertyuiop[]"), (30, "asdfghjkl;'"), (44, "zxcvbnm,./"))


def latin(event: QKeyEvent) -> str:
    """The key that stands at the same place, as a shortcut names it; empty where the letter is Latin already."""
    text = event.text().lower()
    if len(text) != 1 or ord(text) < 0x370:
        return ""
    return (LETTERS.get(text) or _by_place(event.nativeScanCode())).upper()


def shortcut(event: QKeyEvent) -> str:
    """The same with Shift, if that is held; empty with any other key that changes its meaning."""
    modified = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    key = latin(event)
    if not key or modified:
        return ""
    return f"Shift+{key}" if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else key


def _by_place(code: int) -> str:
    rows = ROWS_WINDOWS if QGuiApplication.platformName() == "windows" else ROWS
    for first, letters in rows:
        if first <= code < first + len(letters):
            return letters[code - first]
    return ""
