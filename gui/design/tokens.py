"""Every colour, size and distance there is: light, dark, light for a projector. A value that is not here is not used.

The decoders' colours are told apart under three kinds of colour blindness and in grey, and the layers' from each other
and from those; a test computes it, and the contrast of words (WCAG 2.1: 4.5 : 1) and of what matters beside them
(3 : 1) in all of them.
"""

from __future__ import annotations

from dataclasses import replace

from gui.design.theme import Theme

STEP = 8  # pixels of the grid that everything stands on, and halves of it
RADIUS = 8  # of a card's corners

LIGHT = Theme(
    name="light",
    window="#f3f5f8",
    surface="#ffffff",
    raised="#eaeef3",
    hover="#dde4ec",
    line="#d9e0e8",
    outline="#8592a3",
    text="#14202e",
    muted="#556173",
    accent="#0b4f8a",
    accent_text="#ffffff",
    warning="#ffe9b8",
    error="#b3261e",
    floor="#556173",
    transpose="#194a80",
    pseudo_inverse="#c45200",
    inverse="#179678",
    untied="#413d3b",
    layer_1="#a03fb8",
    layer_2="#90965a",
    layer_3="#32123a",
    layer_4="#2f4a14",
    positive="#b2182b",
    negative="#2166ac",
)
#: For a projector, whose black is the grey of its screen: black on white, no tints, no pale words (7 : 1). The decoders
#: keep their colours.
LIGHT_PRESENTED = replace(
    LIGHT,
    window="#ffffff",
    raised="#f0f0f0",
    hover="#dcdcdc",
    line="#8c8c8c",
    outline="#404040",
    text="#000000",
    muted="#303030",
    accent="#003a75",
    warning="#ffe28a",
    error="#9b0000",
    floor="#303030",
)
DARK = Theme(
    name="dark",
    window="#0f1319",
    surface="#181d25",
    raised="#262d38",
    hover="#323b48",
    line="#2c3440",
    outline="#6b7889",
    text="#edf2f8",
    muted="#a3afbf",
    accent="#4aa3f0",
    accent_text="#08141d",
    warning="#4f3d10",
    error="#ff9d94",
    floor="#a3afbf",
    transpose="#1a97f6",
    pseudo_inverse="#ffa920",
    inverse="#87fec7",
    untied="#ded1ef",
    layer_1="#c9a6bb",
    layer_2="#8445de",
    layer_3="#c7ea86",
    layer_4="#327e25",
    positive="#ff9a63",
    negative="#7cc4ff",
)
