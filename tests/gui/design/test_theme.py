"""Both themes: whether everything that is written or drawn in them can be read from afar."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gui.design.dress import apply, resolve
from gui.design.theme import Theme
from gui.design.tokens import DARK, LIGHT
from gui.design.typography import SCALE

# Web Content Accessibility Guidelines 2.2, success criteria 1.4.3 and 1.4.11.
WORDS, SHAPES = 4.5, 3.0

both = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    shares = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@both
@pytest.mark.parametrize("background", ["window", "surface", "raised", "warning"])
@pytest.mark.parametrize("words", ["text", "muted"])
def test_words_can_be_read_on_every_background(theme: Theme, words: str, background: str) -> None:
    assert contrast(getattr(theme, words), getattr(theme, background)) >= WORDS


@both
@pytest.mark.parametrize("background", ["window", "surface", "raised"])
def test_errors_and_accents_can_be_read(theme: Theme, background: str) -> None:
    assert contrast(theme.error, getattr(theme, background)) >= WORDS
    assert contrast(theme.accent, getattr(theme, background)) >= SHAPES
    assert contrast(theme.accent_text, theme.accent) >= WORDS


@both
@pytest.mark.parametrize("curve", ["train", "validation", "floor", "flip"])
def test_curves_stand_out_and_so_do_their_names(theme: Theme, curve: str) -> None:
    assert contrast(getattr(theme, curve), theme.surface) >= WORDS


@both
def test_the_style_sheet_is_filled_in(theme: Theme) -> None:
    sheet = theme.style_sheet()
    assert "{{" not in sheet
    assert not re.search(r"\{\w+\}", sheet)
    own = {getattr(theme, field.name) for field in fields(theme)}
    assert set(re.findall(r"#[0-9a-f]{6}\b", sheet)) <= own


def test_a_theme_is_found_by_its_name_or_by_what_the_desktop_has(qapp: QApplication) -> None:
    assert resolve("light", qapp) is LIGHT
    assert resolve("dark", qapp) is DARK
    assert resolve("system", qapp) in (LIGHT, DARK)


@both
def test_nothing_is_written_smaller_than_the_smallest_text(theme: Theme, qtbot: QtBot, qapp: QApplication) -> None:
    font = qapp.font()
    before = qapp.font(), qapp.palette(), qapp.styleSheet()
    try:
        font.setPointSizeF(6)
        qapp.setFont(font)
        apply(qapp, theme)
        label = QLabel("words")
        qtbot.addWidget(label)
        label.ensurePolished()
        assert label.font().pointSizeF() >= min(points for points, _ in SCALE.values())
        assert label.palette().color(QPalette.ColorRole.Window).name() == theme.window
    finally:
        qapp.setFont(before[0])
        qapp.setPalette(before[1])
        qapp.setStyleSheet(before[2])
