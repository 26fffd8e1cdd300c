"""What deep units see is the product of the weights below them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from core.messages.snapshot import Array, LayerFigures, LayerSnapshot
from core.parts.filters import seen

WIDTHS = (6, 4, 3, 2)
FIGURES = LayerFigures(0, 0.0, 0.0, np.ones(1, np.float32), 0.0)


@pytest.fixture
def layers() -> tuple[LayerSnapshot, ...]:
    random = np.random.default_rng(0)

    def normal(*shape: int) -> Array:
        return random.standard_normal(shape).astype(np.float32)

    return tuple(LayerSnapshot(normal(k, d), normal(d, k), normal(k), normal(d), FIGURES) for d, k in pairwise(WIDTHS))


def test_first_layer_sees_its_own_weights(layers: tuple[LayerSnapshot, ...]) -> None:
    encoder, decoder = seen(layers, 0)
    assert encoder is layers[0].encoder
    assert decoder is layers[0].decoder


@pytest.mark.parametrize("index", range(len(WIDTHS) - 1))
def test_linear_network_answers_with_the_product(layers: tuple[LayerSnapshot, ...], index: int) -> None:
    encoder, decoder = seen(layers, index)
    picture = np.linspace(-1, 1, WIDTHS[0], dtype=np.float32)
    code = picture
    for layer in layers[: index + 1]:
        code = layer.encoder @ code
    painted = code
    for layer in reversed(layers[: index + 1]):
        painted = layer.decoder @ painted
    np.testing.assert_allclose(encoder @ picture, code, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(decoder @ code, painted, rtol=1e-4, atol=1e-4)
