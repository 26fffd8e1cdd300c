"""The decoders' colours and the layers', to eyes that see fewer colours and in grey: computed, not looked at."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest

from gui.design.theme import Theme
from gui.design.tokens import DARK, LIGHT, LIGHT_PRESENTED

Colour = npt.NDArray[np.float64]

DECODERS = ("transpose", "pseudo_inverse", "inverse", "untied")
OTHER = 10.0  # of things of different kinds, that are never in one picture
ENOUGH = 20.0  # CIEDE2000; of neighbours that have to be told apart at a glance
#: G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A physiologically-based model for simulation of color vision
#: deficiency", IEEE TVCG 15 (2009) 1291–1298: linear RGB, severity 1.
MACHADO = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
    ],
}  # fmt: skip
both = pytest.mark.parametrize("theme", [LIGHT, DARK, LIGHT_PRESENTED], ids=["light", "dark", "light, presented"])


def linear(colour: str) -> Colour:
    """``#rrggbb`` as linear RGB (IEC 61966-2-1)."""
    share = np.frombuffer(bytes.fromhex(colour[1:]), np.uint8) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def lab(rgb: Colour) -> Colour:
    """Linear RGB as CIELAB under D65."""
    to_xyz = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    xyz = np.array(to_xyz) @ np.clip(rgb, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one: Colour, other: Colour) -> float:
    """G. Sharma, W. Wu and E. N. Dalal, "The CIEDE2000 color-difference formula", Color Res. Appl. 30 (2005) 21–30."""
    (L1, a1, b1), (L2, a2, b2) = one, other
    mean_c = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    G = 0.5 * (1 - np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7)))
    C1, C2 = np.hypot((1 + G) * a1, b1), np.hypot((1 + G) * a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, (1 + G) * a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    dh = 0.0 if C1 * C2 == 0 else (h2 - h1 + 180) % 360 - 180
    dL, dC, dH = L2 - L1, C2 - C1, 2 * np.sqrt(C1 * C2) * np.sin(np.radians(dh / 2))
    L, C = (L1 + L2) / 2, (C1 + C2) / 2
    mean_h = (h1 + h2) / 2 if abs(h1 - h2) <= 180 else ((h1 + h2) / 2 + 180) % 360
    h = h1 + h2 if C1 * C2 == 0 else mean_h
    T = (
        1 - 0.17 * np.cos(np.radians(h - 30)) + 0.24 * np.cos(np.radians(2 * h))
        + 0.32 * np.cos(np.radians(3 * h + 6)) - 0.20 * np.cos(np.radians(4 * h - 63))
    )  # fmt: skip
    SL = 1 + 0.015 * (L - 50) ** 2 / np.sqrt(20 + (L - 50) ** 2)
    SC, SH = 1 + 0.045 * C, 1 + 0.015 * C * T
    turn = 60 * np.exp(-(((h - 275) / 25) ** 2))
    RT = -np.sin(np.radians(turn)) * 2 * np.sqrt(C**7 / (C**7 + 25.0**7))
    return float(np.sqrt((dL / SL) ** 2 + (dC / SC) ** 2 + (dH / SH) ** 2 + RT * (dC / SC) * (dH / SH)))


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((50.0, 2.5, 0.0), (61.0, -5.0, 29.0), 22.8977),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_difference_is_that_of_the_paper_s_table(
    one: tuple[float, ...], other: tuple[float, ...], difference: float
) -> None:
    assert ciede2000(np.array(one), np.array(other)) == pytest.approx(difference, abs=1e-4)


@both
@pytest.mark.parametrize("eyes", [None, *MACHADO])
def test_decoders_are_told_apart_by_colour_blind_eyes(theme: Theme, eyes: str | None) -> None:
    seen = np.eye(3) if eyes is None else np.array(MACHADO[eyes])
    colours = {name: lab(seen @ linear(theme.decoder(name))) for name in DECODERS}
    for one, other in combinations(DECODERS, 2):
        assert ciede2000(colours[one], colours[other]) >= ENOUGH, (one, other)


@both
@pytest.mark.parametrize("eyes", [None, *MACHADO])
def test_layers_are_told_apart_and_none_passes_for_a_decoder(theme: Theme, eyes: str | None) -> None:
    seen = np.eye(3) if eyes is None else np.array(MACHADO[eyes])
    layers = [lab(seen @ linear(colour)) for colour in theme.layers]
    for one, other in combinations(layers, 2):
        assert ciede2000(one, other) >= ENOUGH
    for name in DECODERS:
        decoder = lab(seen @ linear(theme.decoder(name)))
        assert min(ciede2000(layer, decoder) for layer in layers) >= OTHER, name


@both
def test_transpose_and_pseudo_inverse_are_told_apart_in_grey(theme: Theme) -> None:
    one, other = (lab(linear(theme.decoder(name)))[0] for name in ("transpose", "pseudo_inverse"))
    assert abs(one - other) >= 10
