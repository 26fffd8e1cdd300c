"""What the figures say of a layer's filters beside the principal subspace, also where that is no single one."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.engine.measurement import Measurement
from core.engine.session import Session
from core.parts.figures import Figures, FiguresPart, LayerFigures
from tests.core.trainers import session, small

TIED = {"dataset": "gaussian", "spectrum": [4, 4, 4, 4, 1, 1, 1, 1], "activation": "linear"}


def figures(run: Session) -> tuple[LayerFigures, ...]:
    (lane,) = run.lanes
    for _ in lane.measure(Figures()):
        pass
    part = lane.state().measured[Figures()]
    assert isinstance(part, FiguresPart)
    return part.layers


def test_where_variances_are_equal_it_says_what_the_filters_capture_of_them() -> None:
    run = session(small(**TIED, layers=[2]))
    run.advance(30)
    (layer,) = figures(run)
    assert not layer.subspace_unique
    (lane,) = run.lanes
    examples = lane.trainer.data.train.double().numpy()
    centred = examples - examples.mean(axis=0)
    basis = np.linalg.qr(lane.trainer.model.weight(0).double().numpy().T)[0]
    variances = np.linalg.eigvalsh(centred.T @ centred / len(centred))[::-1]
    expected = np.square(centred @ basis).sum() / len(centred) / variances[:2].sum()
    assert layer.captured == pytest.approx(expected, rel=1e-4)


def test_where_one_subspace_is_principal_there_is_an_angle_and_no_more() -> None:
    (layer,) = figures(session(small(**TIED, layers=[4])))
    assert layer.subspace_unique
    assert math.isnan(layer.captured)


def test_a_layer_behind_one_that_sees_everything_is_compared_with_the_principal_axes() -> None:
    run = session(small(activation="linear", dataset="digits8x8", layers=[64, 3]))
    outer, inner = figures(run)
    assert outer.largest_principal_angle == 0
    (lane,) = run.lanes
    examples = lane.trainer.data.train.double().numpy()
    axes = np.linalg.svd(examples - examples.mean(axis=0), full_matrices=False)[2][:3]
    model = lane.trainer.model
    seen = model.weight(1).double().numpy() @ model.weight(0).double().numpy()
    cosines = np.linalg.svd(axes @ np.linalg.qr(seen.T)[0], compute_uv=False)
    assert inner.largest_principal_angle == pytest.approx(math.degrees(math.acos(cosines[-1])), abs=0.1)


@pytest.mark.parametrize(("cost", "pause"), [(0.02, 1.0), (0.09, 1.0), (0.3, 3.0)])
def test_while_in_sight_they_are_a_second_old_at_most_unless_that_takes_a_tenth_of_the_time(
    cost: float, pause: float
) -> None:
    budget = Measurement(Figures()).budget
    budget.spent(0.0, cost)
    assert not budget.due(0.99 * pause)
    assert budget.due(1.01 * pause)
