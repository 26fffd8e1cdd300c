"""How wide words are that change many times a second."""

from __future__ import annotations

import re

from PySide6.QtGui import QFont, QFontMetricsF

DIGIT = re.compile(r"\d")


class Ruler:
    """Measures words in one font at a time.

    Every digit is as wide as an 8, so that few words have to be measured and nothing moves while numbers change.
    """

    def __init__(self) -> None:
        self._font = QFont()
        self._widths: dict[str, float] = {}

    def width(self, words: str, font: QFont) -> float:
        """In pixels."""
        if font != self._font:
            self._font, self._widths = font, {}
        shape = DIGIT.sub("8", words)
        if shape not in self._widths:
            self._widths[shape] = QFontMetricsF(font).horizontalAdvance(shape)
        return self._widths[shape]
