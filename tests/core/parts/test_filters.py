"""What deep units see is the product of the weights below them."""

from __future__ import annotations

import numpy as np
import pytest

from core.messages.snapshot import LaneSnapshot
from core.messages.wire import decode, encode
from core.parts.filters import Filters
from core.parts.weights import Weights
from tests.core.trainers import session, shown, small

WIDTHS = (16, 6, 3, 2)
LAYERS = range(len(WIDTHS) - 1)


@pytest.fixture(scope="module", params=["transpose", "pseudo_inverse", "untied"])
def lane(request: pytest.FixtureRequest) -> LaneSnapshot:
    run = session(small(layers=WIDTHS[1:], decoder=request.param, activation="linear"))
    run.advance(20)
    (found,) = shown(run, *map(Weights, LAYERS), *map(Filters, (*LAYERS, -1, 3)))
    return found


def test_first_layer_sees_its_own_weights(lane: LaneSnapshot) -> None:
    filters, weights = lane.part(Filters(0)), lane.part(Weights(0))
    assert filters is not None
    assert weights is not None
    np.testing.assert_array_equal(filters.encoder, weights.encoder)
    np.testing.assert_array_equal(filters.columns, weights.decoder.T)


@pytest.mark.parametrize("index", LAYERS)
def test_linear_network_answers_with_the_product(lane: LaneSnapshot, index: int) -> None:
    filters = lane.part(Filters(index))
    assert filters is not None
    assert filters.units == WIDTHS[1:]
    code = picture = np.linspace(-1, 1, WIDTHS[0], dtype=np.float32)
    layers = [weights for layer in range(index + 1) if (weights := lane.part(Weights(layer))) is not None]
    assert len(layers) == index + 1
    for layer in layers:
        code = layer.encoder @ code
    painted = code
    for layer in reversed(layers):
        painted = layer.decoder @ painted
    np.testing.assert_allclose(filters.encoder @ picture, code, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(filters.columns.T @ code, painted, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("layer", [-1, 3])
def test_a_layer_that_is_not_there_has_no_answer(lane: LaneSnapshot, layer: int) -> None:
    assert lane.part(Filters(layer)) is None


@pytest.mark.parametrize("decoder", ["transpose", "pseudo_inverse"])
def test_what_is_seen_and_what_is_painted_are_one_where_they_are_the_same(decoder: str) -> None:
    run = session(small(decoder=decoder))
    (found,) = shown(run, Filters(0))
    part = found.part(Filters(0))
    assert part is not None
    assert (part.columns is part.encoder) == (decoder == "transpose")
    sent = decode(encode(part))
    assert (sent.columns is sent.encoder) == (decoder == "transpose")
    np.testing.assert_array_equal(sent.columns, part.columns)
