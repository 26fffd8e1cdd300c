"""What units would paint under W⁺, and which principal axes they look for, against NumPy in float64."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from core.engine.session import Session
from core.parts.base import Measured
from core.parts.inverse_filters import InverseFilters
from core.parts.likeness import Likeness
from tests.core.parts.test_parts import answer
from tests.core.trainers import session, small


@pytest.fixture(params=["transpose", "pseudo_inverse"])
def run(request: pytest.FixtureRequest) -> Session:
    made = session(small(layers=[6, 3], decoder=request.param, activation="linear"))
    made.advance(20)
    return made


def weights(run: Session) -> list[npt.NDArray[np.float64]]:
    model = run.lanes[0].trainer.model
    return [model.weight(layer).double().numpy() for layer in range(model.depth)]


def test_deep_columns_go_through_the_pseudo_inverses_of_all_layers(run: Session) -> None:
    outer, inner = (np.linalg.pinv(weight) for weight in weights(run))
    np.testing.assert_allclose(answer(run, InverseFilters(0)).decoder, outer, rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(answer(run, InverseFilters(1)).decoder, outer @ inner, rtol=1e-3, atol=1e-4)


def test_the_axis_is_the_one_with_the_largest_cosine(run: Session) -> None:
    train = run.lanes[0].trainer.data.train.double().numpy()
    _, _, axes = np.linalg.svd(train - train.mean(axis=0), full_matrices=False)
    outer, inner = weights(run)
    for layer, seen in enumerate((outer, inner @ outer)):
        cosines = np.abs(seen @ axes[: len(seen)].T) / np.linalg.norm(seen, axis=1, keepdims=True)
        found = answer(run, Likeness(layer))
        assert found.axis.tolist() == cosines.argmax(axis=1).tolist()
        np.testing.assert_allclose(found.cosine, cosines.max(axis=1), rtol=1e-4)


def test_a_filter_without_values_is_like_no_axis(run: Session) -> None:
    model = run.lanes[0].trainer.model
    model.weight(0)[1] = 0
    model.weight(0)[2] = float("nan")
    model.tied.written()
    assert answer(run, Likeness(0)).cosine[1:3].tolist() == [0, 0]


@pytest.mark.parametrize("need", [InverseFilters(-1), InverseFilters(2), Likeness(-1), Likeness(2)])
def test_a_layer_that_is_not_there_has_an_empty_answer(run: Session, need: Measured[Any]) -> None:
    found = answer(run, need)
    assert all(getattr(found, name).size == 0 for name in ("decoder", "axis", "cosine") if hasattr(found, name))
