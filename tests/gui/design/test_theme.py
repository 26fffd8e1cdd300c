"""Both themes: whether everything that is written or drawn in them can be read from afar."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gui.design.contrast import contrast, luminance
from gui.design.dress import apply, resolve
from gui.design.theme import INKS, Theme
from gui.design.tokens import DARK, LIGHT, LIGHT_PRESENTED
from gui.design.typography import SCALE

# Web Content Accessibility Guidelines 2.2, success criteria 1.4.3 and 1.4.11.
WORDS, SHAPES = 4.5, 3.0

both = pytest.mark.parametrize("theme", [LIGHT, DARK, LIGHT_PRESENTED], ids=["light", "dark", "light, presented"])


def test_contrast_is_what_the_guidelines_say() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    # A published pair: the lightest grey that words may have on white.
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert luminance("#ff0000") == pytest.approx(0.2126)


@both
@pytest.mark.parametrize("decoder", ["transpose", "pseudo_inverse", "dial", "inverse", "untied"])
def test_the_button_of_the_decoder_in_force_can_be_read_and_the_ring_in_it_be_seen(theme: Theme, decoder: str) -> None:
    fill = theme.decoder(decoder)
    assert contrast(theme.on(fill), fill) >= WORDS
    assert contrast(theme.surface, fill) >= SHAPES, "the ring, and the button on the bar"


@both
def test_what_is_there_to_be_touched_can_be_seen(theme: Theme) -> None:
    assert contrast(theme.outline, theme.surface) >= SHAPES, "fields, and the handles of scroll bars"
    assert contrast(theme.accent, theme.raised) >= SHAPES, "the ring of a quiet button"
    assert contrast(theme.surface, theme.text) >= WORDS, "Run"
    assert contrast(theme.surface, theme.muted) >= WORDS, "Run under the pointer"
    for ground in (theme.hover, theme.line):
        assert contrast(theme.text, ground) >= WORDS, "a quiet button under the pointer, and pressed"


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
def test_curves_stand_out(theme: Theme) -> None:
    assert contrast(theme.floor, theme.surface) >= WORDS
    for colour in theme.layers:
        assert contrast(colour, theme.surface) >= SHAPES


def test_light_for_a_hall_is_black_on_white_and_nothing_in_it_is_pale() -> None:
    theme = LIGHT_PRESENTED
    assert contrast(theme.text, theme.surface) == pytest.approx(21)
    assert theme.window == theme.surface, "no tint tells them apart from afar"
    # Success criterion 1.4.6: for eyes, or a projector, with less contrast.
    for words in ("muted", "accent", "error", "floor"):
        assert contrast(getattr(theme, words), theme.surface) >= 7, words
    for decoder in ("transpose", "pseudo_inverse", "dial", "inverse", "untied"):
        assert theme.decoder(decoder) == LIGHT.decoder(decoder), "one colour for a decoder, wherever it appears"
    assert contrast(theme.line, theme.surface) >= SHAPES, "what a card ends with"
    for name in ("text", "muted", "outline", "line", "floor"):
        assert contrast(getattr(theme, name), theme.surface) > contrast(getattr(LIGHT, name), LIGHT.surface), name


@both
def test_the_style_sheet_is_filled_in(theme: Theme) -> None:
    sheet = theme.style_sheet()
    assert "{{" not in sheet
    assert not re.search(r"\{\w+\}", sheet)
    own = {getattr(theme, field.name) for field in fields(theme)} | {*INKS, theme.decoder("dial")}
    assert set(re.findall(r"#[0-9a-f]{6}\b", sheet)) <= own


def test_a_theme_is_found_by_its_name_or_by_what_the_desktop_has(qapp: QApplication) -> None:
    assert resolve("light", qapp) is LIGHT
    assert resolve("dark", qapp) is DARK
    assert resolve("system", qapp) in (LIGHT, DARK)
    assert resolve("light", qapp, presented=True) is LIGHT_PRESENTED
    assert resolve("dark", qapp, presented=True) is DARK


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
