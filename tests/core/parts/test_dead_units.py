"""Which units never fire, against the definition computed by NumPy in float64."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.engine.session import Session
from core.parts import dead_units
from core.parts.dead_units import DeadUnits, DeadUnitsPart
from tests.core.trainers import session, shown, small


def answer(run: Session) -> DeadUnitsPart:
    (lane,) = run.lanes
    for _ in lane.measure(DeadUnits()):
        pass
    found = shown(run, DeadUnits())[0].part(DeadUnits())
    assert found is not None
    return found


def set_bias(run: Session, layer: int, *biases: float) -> None:
    model = run.lanes[0].trainer.model
    model.bias(layer).copy_(torch.tensor(biases))
    model.tied.written()


def test_a_rectifier_is_dead_whose_sum_is_never_positive() -> None:
    for activation in ("relu", "leaky_relu"):
        run = session(small(activation=activation, layers=[4, 3]))
        set_bias(run, 0, -100, 0, -100, 100)
        set_bias(run, 1, 0, -100, 0)
        model, train = run.lanes[0].trainer.model, run.lanes[0].trainer.data.train.double().numpy()
        sums = train @ model.weight(0).double().numpy().T + [-100, 0, -100, 100]
        slope = 0.01 if activation == "leaky_relu" else 0
        outputs = np.where(sums > 0, sums, slope * sums)
        deep = outputs @ model.weight(1).double().numpy().T + [0, -100, 0]
        first, second = answer(run).layers
        assert first.tolist() == (sums <= 0).all(axis=0).tolist() == [True, False, True, False]
        assert second.tolist() == (deep <= 0).all(axis=0).tolist()
        assert second[1]


@pytest.mark.parametrize("activation", ["sigmoid", "centred_sigmoid", "tanh"])
def test_a_bounded_unit_is_dead_when_it_is_saturated_for_all(activation: str) -> None:
    run = session(small(activation=activation))
    set_bias(run, 0, 100, -100, 0, 0)
    assert answer(run).layers[0].tolist() == [True, True, False, False]


@pytest.mark.parametrize("activation", ["linear", "tanh"])
def test_a_unit_without_weights_is_dead(activation: str) -> None:
    run = session(small(activation=activation))
    run.lanes[0].trainer.model.weight(0)[2] = 0
    run.lanes[0].trainer.model.tied.written()
    assert answer(run).layers[0].tolist() == [False, False, True, False]


@pytest.mark.parametrize("activation", ["linear", "relu", "sigmoid"])
def test_what_is_no_number_is_not_called_dead(activation: str) -> None:
    run = session(small(activation=activation))
    set_bias(run, 0, float("nan"), 0, 0, 0)
    assert not answer(run).layers[0].any()


def test_a_large_set_is_sampled_evenly_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    run = session(small())
    count = len(run.lanes[0].trainer.data.train)
    assert answer(run).examples == min(count, len(range(0, count, -(-count // dead_units.SAMPLE))))
    run.advance(1)
    monkeypatch.setattr(dead_units, "SAMPLE", 100)
    assert 50 < answer(run).examples <= 100
