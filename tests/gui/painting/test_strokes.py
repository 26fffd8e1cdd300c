"""Rows of values as curves."""

from __future__ import annotations

import numpy as np
import pytest

from gui.design.tokens import DARK, LIGHT
from gui.painting import colours, strokes


def test_a_curve_is_where_its_values_are() -> None:
    values = np.array([[-1.0, 1.0], [0.0, 0.0]], np.float32)
    covered = strokes.cover(values, (41, 60), 2.0)
    assert covered.shape == (2, 41, 60)
    rising, level = covered.argmax(axis=1)
    assert rising[0] >= 38
    assert rising[-1] <= 2
    assert np.all(np.diff(rising) <= 0)
    assert np.all(level == 20)


def test_a_curve_has_no_gap_where_it_is_steep() -> None:
    values = np.array([[-1.0, 1.0, -1.0, 1.0]], np.float32)
    (covered,) = strokes.cover(values, (100, 12), 2.0)
    for column in covered.T:
        inked = np.flatnonzero(column > 0.5)
        assert len(inked) == inked[-1] - inked[0] + 1
    for one, other in zip(covered.T[:-1], covered.T[1:], strict=True):
        assert np.any((one > 0.5) & (other > 0.5))


def test_signs_have_their_colours_and_what_is_no_number_its_own() -> None:
    values = np.array([[1.0, 1.0], [-1.0, -1.0], [0.0, 0.0], [np.nan, 0.0]], np.float32)
    indices = strokes.signed(values, 2.0, (21, 10), 1.5)
    assert indices[0].max() > 200
    assert indices[0].min() == 128
    assert indices[1].min() < 50
    assert indices[1].max() == 128
    assert np.all(indices[2] == 128)
    assert np.all(indices[3] == 0)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_a_thin_curve_lies_over_a_thick_one(theme: object) -> None:
    assert theme in (LIGHT, DARK)
    chosen = LIGHT if theme == LIGHT else DARK
    table = strokes.pair_colours(chosen, "#0000ff", "#ff0000")
    thick = np.array([[[0.0, 1.0, 1.0, 0.0]]], np.float32)
    thin = np.array([[[0.0, 0.0, 1.0, 1.0]]], np.float32)
    ground = int(colours.diverging(chosen)[128])
    assert table.take(strokes.both(thick, thin))[0, 0].tolist() == [ground, 0xFF0000FF, 0xFFFF0000, 0xFFFF0000]
