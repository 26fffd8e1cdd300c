"""n + m steps are n steps, a state, and m steps from it: to the bit, in this process and in another."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from core.decoders import DECODERS
from core.engine.session import Session
from core.errors import TiescopeError
from core.experiment import OPTIMIZERS, Experiment
from core.linear_algebra.path import Path as InversionPath
from core.parts.losses import ValidationLoss
from core.training.state_tensors import from_tensors, to_tensors
from tests.core.trainers import session, small
from tests.core.training.going_on import Case, all_of, going_on, in_another_process

LAYERS = ([1], [4], [16], [24], [8, 3], [4, 8], [20, 20, 5], [6, 5, 4, 3])
RATES = {"adam": (1e-3, 0.03), "sgd": (0.01, 0.1)}
Changes = list[tuple[int, dict[str, Any]]]  # steps, and what is changed after them


@st.composite
def lives(draw: st.DrawFn) -> tuple[Experiment, Changes, int]:
    """A run, what is done to it and when, and how many steps it goes on with."""
    optimizer = draw(st.sampled_from(OPTIMIZERS))
    activation = draw(st.sampled_from(list(ACTIVATIONS)))
    invertible = ACTIVATIONS[activation].inverse is not None
    decoders = st.sampled_from([name for name in DECODERS if invertible or not DECODERS[name].inverts_activation])
    experiment = small(
        layers=draw(st.sampled_from(LAYERS)),
        activation=activation,
        output_activation=draw(st.sampled_from(["linear", "sigmoid", "tanh"])),
        decoder=draw(decoders),
        dial=draw(st.sampled_from([0.0, 0.3, 1.0])),
        ramp_to_transpose=draw(st.sampled_from([0, 5, 40])),
        ramp_to_pseudo_inverse=draw(st.sampled_from([0, 5, 40])),
        optimizer=optimizer,
        learning_rate=draw(st.sampled_from(RATES[optimizer])),
        momentum=draw(st.sampled_from([0.0, 0.9])),
        batch_size=draw(st.sampled_from([1, 7, 64, 1500, 4096])),
        noise=draw(st.sampled_from([0.0, 0.2])),
        weight_decay=draw(st.sampled_from([0.0, 1e-3])),
        seed=draw(st.integers(0, 2**31 - 1)),
    )
    other = st.one_of(
        st.builds(lambda name: {"decoder": name}, decoders),
        st.builds(lambda name: {"optimizer": name, "learning_rate": 0.01}, st.sampled_from(OPTIMIZERS)),
        st.builds(lambda size: {"batch_size": size}, st.sampled_from([3, 100])),
        st.builds(lambda deviation: {"noise": deviation}, st.sampled_from([0.0, 0.1])),
        st.builds(lambda dial: {"dial": dial}, st.sampled_from([0.1, 0.9])),
    )
    changes = draw(st.lists(st.tuples(st.integers(0, 40), other), min_size=1, max_size=4))
    return experiment, changes, draw(st.integers(1, 70))


def lived(experiment: Experiment, changes: Changes) -> Session | None:
    """The run after all that; ``None`` if it did not survive it."""
    run = session(experiment)
    for steps, values in changes:
        if run.advance(steps):
            return None
        run.change(values)
    for _ in run.lanes[0].measure(ValidationLoss()):
        pass
    return None if run.advance(3) else run


@settings(max_examples=150)
@given(lives())
def test_a_run_goes_on_from_its_state_as_it_would_have(life: tuple[Experiment, Changes, int]) -> None:
    experiment, changes, steps = life
    run = lived(experiment, changes)
    assume(run is not None)
    assert run is not None
    (lane,) = run.lanes
    state = lane.state()
    header, tensors = to_tensors(state)
    as_text = json.dumps(header)
    run.advance(steps)
    expected = all_of(lane)
    # By what was written down, in a run that knows nothing else …
    other = going_on(experiment, from_tensors(json.loads(as_text), tensors), steps)
    assert all_of(other.lanes[0]) == expected
    # … and back again, after all that has happened since.
    lane.restore(state)
    run.advance(steps)
    assert all_of(lane) == expected


def in_float64(seed: int) -> Session:
    """W⁺ of a W that float32 won't do for: it is looked at every 16 steps only, and when makes a difference."""
    run = session(
        small(
            dataset="digits8x8",
            layers=[64],
            activation="sigmoid",
            decoder="pseudo_inverse",
            batch_size=128,
            learning_rate=0.01,
            seed=seed,
        )
    )
    run.advance(1250)
    return run


@pytest.fixture(scope="module")
def sigmoids() -> list[Session]:
    runs = list(map(in_float64, range(2)))
    paths = [run.lanes[0].trainer.model.factor(0) for run in runs]
    assert all(factor is not None and factor.path is InversionPath.FLOAT64 for factor in paths)
    return runs


@pytest.mark.parametrize("looked_at", [False, True])
@pytest.mark.parametrize("between", [1, 5, 15, 16, 17])
def test_where_w_is_inverted_in_float64_too(sigmoids: list[Session], between: int, looked_at: bool) -> None:
    for run in sigmoids:
        (lane,) = run.lanes
        run.advance(between)
        if looked_at:
            lane.trainer.show()  # the inverse of this W has then been made already
        state = lane.state()
        run.advance(60)
        expected = all_of(lane)
        lane.restore(state)
        run.advance(60)
        assert all_of(lane) == expected
        lane.restore(state)
        lane.trainer.model.factor(0)  # somebody looks
        run.advance(60)
        assert all_of(lane) == expected


def test_in_another_process(sigmoids: list[Session], tmp_path: Path) -> None:
    """Every decoder, optimizer and kind of network once at least, in the middle of a ramp where there is one."""
    chance = random.Random(0)
    runs = list(sigmoids)
    experiments = [run.experiments[0] for run in sigmoids]
    for decoder in DECODERS:
        for optimizer in OPTIMIZERS:
            for layers in LAYERS:
                experiment = small(
                    layers=layers,
                    decoder=decoder,
                    optimizer=optimizer,
                    activation=chance.choice(["tanh", "leaky_relu"]),
                    noise=chance.choice([0.0, 0.1]),
                    batch_size=chance.choice([5, 64, 1000]),
                    learning_rate=RATES[optimizer][0],
                    ramp_to_transpose=30,
                    ramp_to_pseudo_inverse=30,
                    seed=chance.randrange(1000),
                )
                flip = (chance.randrange(40), {"decoder": chance.choice(["transpose", "pseudo_inverse", decoder])})
                run = lived(experiment, [flip])
                if run is not None:
                    runs.append(run)
                    experiments.append(experiment)
    assert len(runs) > 70
    cases: list[Case] = []
    expected = []
    for run, experiment in zip(runs, experiments, strict=True):
        (lane,) = run.lanes
        cases.append((experiment, *to_tensors(lane.state()), 50))
        run.advance(50)
        expected.append(all_of(lane))
    assert in_another_process(cases, tmp_path) == expected


def test_a_state_is_a_copy_and_does_not_change_with_the_run() -> None:
    run = session(small(decoder="untied"))
    run.advance(10)
    state = run.lanes[0].state()
    before = {name: array.copy() for name, array in to_tensors(state)[1].items()}
    run.advance(100)
    for name, array in to_tensors(state)[1].items():
        np.testing.assert_array_equal(array, before[name])


def test_tensors_have_the_names_and_shapes_of_the_network() -> None:
    run = session(small(layers=[5, 3], decoder="untied"))
    run.advance(3)
    _, tensors = to_tensors(run.lanes[0].state())
    shapes = {
        "encoder.0.weight": (5, 16), "encoder.0.bias": (5,), "encoder.1.weight": (3, 5), "encoder.1.bias": (3,),
        "decoder.0.weight": (16, 5), "decoder.0.bias": (16,), "decoder.1.weight": (5, 3), "decoder.1.bias": (5,),
    }  # fmt: skip
    for prefix in ("", "first.", "second."):
        assert {name: tensors[f"{prefix}{name}"].shape for name in shapes} == shapes
    np.testing.assert_array_equal(tensors["encoder.1.weight"], run.lanes[0].trainer.model.weight(1))
    np.testing.assert_array_equal(tensors["decoder.1.weight"], run.lanes[0].trainer.model.matrix(1))


@pytest.mark.parametrize(
    "damage", ["moment", "widths", "experiment", "place", "optimizer_steps", "stride", "marks", "due", "sampled"]
)
def test_a_state_that_lacks_something_is_refused_in_one_sentence(damage: str) -> None:
    header, tensors = to_tensors(session(small()).lanes[0].state())
    del header[damage]
    with pytest.raises(TiescopeError, match=damage):
        from_tensors(header, tensors)


def test_tensors_of_another_shape_are_refused() -> None:
    header, tensors = to_tensors(session(small()).lanes[0].state())
    tensors["encoder.0.weight"] = tensors["encoder.0.weight"].T
    with pytest.raises(TiescopeError, match=r"encoder\.0\.weight"):
        from_tensors(header, tensors)
