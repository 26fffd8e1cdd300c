"""A run is lost when its loss is hopelessly large and does not come down, and not before."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.messages.events import Diverged, Finished
from core.training.data import DeviceData
from core.training.divergence import HOPELESS, LONGEST, PATIENCE, DivergenceMonitor
from core.training.trainer import Trainer
from tests.core.engines import running
from tests.core.trainers import data_of, session, small, trainer


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize(
    "values",
    [
        {"decoder": "pseudo_inverse", "activation": "linear"},
        {"decoder": "dial", "dial": 0.3, "activation": "tanh"},
        {"decoder": "inverse", "activation": "tanh"},
    ],
    ids=lambda values: str(values["decoder"]),
)
def test_a_step_that_is_far_too_large_is_found_though_no_number_overflows(values: dict[str, object], seed: int) -> None:
    run = session(small(optimizer="sgd", learning_rate=1000.0, seed=seed, **values))
    (lane,) = run.lanes
    assert run.advance(PATIENCE - 1) == []
    assert run.advance(3 * PATIENCE) == [lane]
    assert lane.lost
    assert lane.diverged
    step = lane.moment.step
    assert run.advance(100) == []
    assert lane.moment.step == step, "it stands still"


def test_one_that_still_comes_down_at_its_end_is_not_called_a_success() -> None:
    """Adam at 1000 begins with a loss of 10¹³, which falls for thousands of steps and is hopeless at every one."""
    with running(small(optimizer="adam", learning_rate=1000.0, steps=300)) as watched:
        diverged = watched.event(Diverged)
        assert diverged.lost
        assert (diverged.lane, diverged.step) == ("A", 300)
        assert watched.event(Finished).step == 300
        assert watched.until(lambda snapshot: not snapshot.running).lanes[0].diverged


def test_one_that_comes_down_without_end_is_found_too() -> None:
    """Adam at 100 and linear layers: every hundred steps the loss of 10⁸ falls by a tenth."""
    monitor = DivergenceMonitor(power=1.0)
    losses = np.float32(1e9) * np.float32(0.9985) ** np.arange(3 * PATIENCE + 100, dtype=np.float32)
    monitor.watch(losses[:PATIENCE], noise=0.0)
    assert not monitor.lost
    monitor.watch(losses[PATIENCE:], noise=0.0)
    assert monitor.lost


def test_a_healthy_run_is_not_lost() -> None:
    with running(small(steps=1500)) as watched:
        watched.event(Finished)
        assert not [event for event in watched.events() if isinstance(event, Diverged)]
        assert not watched.until(lambda snapshot: not snapshot.running).lanes[0].diverged


@pytest.mark.parametrize("layers", [[16], [16, 8]])
def test_a_hard_flip_is_not_lost_however_it_jumps(layers: list[int]) -> None:
    settings = {"dataset": "digits8x8", "layers": layers, "batch_size": 128, "learning_rate": 2e-3}
    run = session(small(activation="linear", decoder="pseudo_inverse", ramp_to_transpose=0, **settings))
    run.advance(500)
    run.change({"decoder": "transpose"})
    assert run.advance(1500) == []
    assert not run.lanes[0].hopeless


def test_not_even_if_it_does_not_come_down_from_there() -> None:
    """Somebody has turned the learning rate far down: that is slow, and not hopeless."""
    learner = trainer(small(activation="linear", decoder="pseudo_inverse", ramp_to_transpose=0))
    learner.advance(400)
    learner.model.weight(0).mul_(6)  # its scale is free under W⁺
    learner.model.tied.written()
    learner.change(learner.experiment.with_values({"decoder": "transpose", "optimizer": "sgd", "learning_rate": 1e-12}))
    losses = learner.advance(2 * PATIENCE)
    assert losses[-1] > 20 * learner.data.power
    assert len(losses) == 2 * PATIENCE
    assert not learner.lost


def test_data_far_from_0_are_not_lost_because_learning_their_mean_takes_long() -> None:
    experiment = small(optimizer="sgd", learning_rate=1e-9)
    data = data_of(experiment)[1]
    shifted = DeviceData(data.train + 100, data.validation + 100, data.examples + 100, data.variance)
    learner = Trainer(experiment, shifted)
    losses = learner.advance(3 * PATIENCE)
    assert len(losses) == 3 * PATIENCE
    assert losses[-1] > HOPELESS * data.variance, "by this measure it would be"
    assert not learner.lost


def test_whoever_resumes_has_all_of_the_patience_again() -> None:
    run = session(small(optimizer="sgd", learning_rate=1000.0, decoder="pseudo_inverse", activation="linear"))
    (lane,) = run.lanes
    assert run.advance(3 * PATIENCE) == [lane]
    run.change({"learning_rate": 1e-12})
    run.resume()
    assert not lane.diverged
    assert run.advance(PATIENCE - 1) == []


def test_a_state_has_the_patience_that_is_left() -> None:
    learner = trainer(small(optimizer="sgd", learning_rate=1000.0, decoder="pseudo_inverse", activation="linear"))
    learner.advance(300)
    state = learner.state()
    rest = learner.advance(2 * PATIENCE)
    assert learner.lost
    learner.restore(state)
    assert not learner.lost
    assert learner.advance(2 * PATIENCE).tobytes() == rest.tobytes()
    assert learner.lost


def lost_at_the_end(losses: list[float], power: float) -> bool:
    """Written down as the sentence says it."""
    lowest, waited, length = float("inf"), 0, 0
    for loss in losses:
        if loss <= HOPELESS * power:
            lowest, waited, length = float("inf"), 0, 0
            continue
        length += 1
        if loss < 0.9 * lowest:
            lowest, waited = loss, 0
        else:
            waited += 1
    return waited >= PATIENCE or length >= LONGEST


PIECES = st.lists(
    st.tuples(st.sampled_from([1.0, 1001.0, 5000.0, 4600.0, 4400.0, 1e9]), st.integers(1, 600)), max_size=6
)


@given(PIECES, st.integers(1, 700))
@example([(1e9, 450), (5000.0, 450), (4400.0, 450), (1001.0, 450)], 700)
def test_whether_it_is_lost_does_not_hang_on_the_pieces_that_losses_come_in(
    pieces: list[tuple[float, int]], cut: int
) -> None:
    losses = [loss for loss, count in pieces for _ in range(count)]
    monitor = DivergenceMonitor(1.0)
    for begin in range(0, len(losses), cut):
        monitor.watch(np.array(losses[begin : begin + cut], np.float32), noise=0.0)
        assert monitor.lost == lost_at_the_end(losses[: begin + cut], 1.0)
