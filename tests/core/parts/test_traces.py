"""Traces of the figures: short, even over the logarithm of the steps, and of this life of the run alone."""

from __future__ import annotations

import numpy as np

from core.engine.session import Session
from core.messages.wire import decode, encode
from core.parts.dead_units import DeadUnits
from core.parts.figures import Figures
from core.parts.traces import A_DECADE, Traces, TracesPart
from tests.core.trainers import session, small


def traces(run: Session) -> TracesPart:
    """With a point of this moment."""
    (lane,) = run.lanes
    for need in (Figures(), DeadUnits(), Traces()):
        for _ in lane.measure(need):
            pass
    part = lane.measured[Traces()]
    assert isinstance(part, TracesPart)
    return part


def test_a_point_has_the_figures_of_its_step() -> None:
    run = session(small(layers=[6, 3]))
    traces(run)
    run.advance(20)
    part = traces(run)
    assert part.steps.tolist() == [0, 20]
    (lane,) = run.lanes
    weights = [lane.trainer.model.weight(layer).double().numpy() for layer in (0, 1)]
    values = np.concatenate([np.linalg.svd(weight, compute_uv=False) for weight in weights])
    inverses = [np.linalg.pinv(weight) for weight in weights]
    gaps = [np.linalg.norm(w.T - p) / np.linalg.norm(p) for w, p in zip(weights, inverses, strict=True)]
    np.testing.assert_allclose(part.column("least")[-1], values.min(), rtol=1e-4)
    np.testing.assert_allclose(part.column("most")[-1], values.max(), rtol=1e-4)
    np.testing.assert_allclose(part.column("tie_gap")[-1], max(gaps), rtol=1e-4)
    assert part.column("dead")[-1] == 0


def test_however_often_it_is_measured_it_is_short_and_ends_at_the_newest_step() -> None:
    run = session(small())
    for _ in range(300):
        run.advance(1)
        part = traces(run)
    assert part.steps[-1] == 300
    assert len(part.steps) <= A_DECADE * np.log10(301) + 1
    assert (np.diff(part.steps) > 0).all()
    assert part.steps[0] <= 1


def test_what_was_given_up_by_going_back_is_not_in_it() -> None:
    run = session(small())
    run.advance(10)
    traces(run)
    (lane,) = run.lanes
    there = lane.state()
    run.advance(90)
    traces(run)
    lane.restore(there)
    run.advance(5)
    assert traces(run).steps.tolist() == [10, 15]


def test_it_crosses_the_wall() -> None:
    run = session(small())
    run.advance(10)
    part = traces(run)
    there = decode(encode(part))
    np.testing.assert_array_equal(there.values, part.values)
    assert there.steps.tolist() == part.steps.tolist()
