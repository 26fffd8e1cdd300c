"""What holds for every kind of need, by being registered."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from core.engine.lane import Lane
from core.engine.session import Session
from core.engine.transfer import AtOnce
from core.messages.needs import Answer, Need
from core.messages.wire import decode, encode
from core.parts import PARTS, Copied, Measured
from core.parts.codes import Codes
from core.parts.figures import Figures
from core.parts.losses import TrainingLoss, ValidationLoss
from core.parts.probe import Probe
from core.parts.reconstructions import Reconstructions
from core.parts.state import State
from core.parts.weights import Weights
from core.training.state_tensors import from_tensors
from tests.core.needs import EVERY, arrays_of
from tests.core.trainers import session, shown, small

RUNS: list[dict[str, Any]] = [
    {"decoder": "pseudo_inverse", "layers": [6, 3]},
    {"decoder": "untied"},
    {"decoder": "transpose", "layers": [24]},
]


@pytest.fixture(params=RUNS, ids=lambda values: str(values["decoder"]))
def run(request: pytest.FixtureRequest) -> Session:
    found = session(small(activation="linear", **request.param))
    found.advance(30)
    return found


def answer(run: Session, need: Need[Answer]) -> Answer:
    """Measured now, if it has to be."""
    (lane,) = run.lanes
    if isinstance(need, Measured):
        for _ in lane.measure(need):
            pass
    found = shown(run, need)[0].part(need)
    assert found is not None
    return found


@pytest.mark.parametrize("need", EVERY, ids=lambda need: type(need).__name__)
class TestEvery:
    def test_it_is_plain_data_that_can_be_compared(self, need: Need[Any]) -> None:
        assert need == dataclasses.replace(need)
        assert hash(need) == hash(dataclasses.replace(need))
        assert isinstance(need, Copied | Measured)
        assert sum(need == other for other in EVERY) == 1
        if isinstance(need, Measured):
            assert 0 < need.share < 0.1
            assert 0 < need.per_second <= 25

    def test_what_is_copied_is_of_the_snapshots_moment_and_what_is_measured_not_of_a_later_one(
        self, need: Need[Any], run: Session
    ) -> None:
        (lane,) = run.lanes
        first = answer(run, need)
        assert first.moment == lane.moment
        for act in (lambda: run.advance(20), lane.balance, lambda: run.change({"learning_rate": 0.5})):
            if act == lane.balance and lane.experiment.decoder == "untied":
                continue
            act()
            (found,) = shown(run, need)
            part = found.part(need)
            assert part is not None
            if isinstance(need, Copied):
                assert part.moment == found.moment
            else:
                assert first.moment <= part.moment <= found.moment
        assert answer(run, need).moment == lane.moment

    def test_nothing_in_it_can_be_written_to_or_changes_with_the_run(self, need: Need[Any], run: Session) -> None:
        arrays = arrays_of(answer(run, need))
        before = [array.tobytes() for array in arrays]
        run.advance(50)
        assert [array.tobytes() for array in arrays] == before
        for array in arrays:
            assert not array.flags.writeable

    def test_after_going_back_it_is_that_of_then(self, need: Need[Any], run: Session) -> None:
        (lane,) = run.lanes
        before = answer(run, need)
        state = lane.state()
        run.advance(40)
        answer(run, need)
        lane.restore(state)
        back = shown(run, need)[0].part(need)
        assert back is not None
        assert back.moment == before.moment
        assert [array.tobytes() for array in arrays_of(back)] == [array.tobytes() for array in arrays_of(before)]

    def test_it_crosses_the_wall_with_its_answer(self, need: Need[Any], run: Session) -> None:
        assert decode(encode(need)) == need
        found = answer(run, need)
        there = decode(encode(found))
        assert type(there) is type(found)
        assert there.moment == found.moment
        assert [array.tobytes() for array in arrays_of(there)] == [array.tobytes() for array in arrays_of(found)]

    def test_asking_changes_nothing(self, need: Need[Any]) -> None:
        asked, left_alone = (session(small(decoder="pseudo_inverse", noise=0.1)) for _ in range(2))
        for _ in range(10):
            answer(asked, need)
            asked.advance(7)
            left_alone.advance(7)
        one, other = (shown(each)[0].batch_curve.values.tobytes() for each in (asked, left_alone))
        assert one == other

    def test_what_nobody_asks_is_not_answered(self, need: Need[Any], run: Session) -> None:
        answer(run, need)
        assert shown(run)[0].parts == {}


def test_every_kind_is_there_once() -> None:
    assert [type(need) for need in EVERY] == list(PARTS)
    assert len(set(PARTS)) == len(PARTS)


def test_a_probe_is_the_network_applied_to_the_askers_inputs(run: Session) -> None:
    (lane,) = run.lanes
    inputs = np.random.default_rng(0).standard_normal((5, 16)).astype(np.float32)
    depth = lane.trainer.model.depth
    needs: list[Need[Any]] = [Probe.of(inputs), *map(Weights, range(depth))]
    (found,) = shown(run, *needs)
    probe = found.part(Probe.of(inputs))
    assert probe is not None
    layers = [part for layer in range(depth) if (part := found.part(Weights(layer))) is not None]
    codes = inputs
    for weights in layers:
        codes = codes @ weights.encoder.T + weights.encoder_bias
    np.testing.assert_allclose(probe.codes, codes, atol=1e-4)
    for weights in reversed(layers):
        codes = codes @ weights.decoder.T + weights.decoder_bias
    np.testing.assert_allclose(probe.reconstructions, codes, atol=1e-3)


def test_a_probe_of_the_fixed_examples_answers_with_what_is_shown_of_them(run: Session) -> None:
    probe = Probe.of(run.shared.examples.inputs)
    (found,) = shown(run, probe, Codes(), Reconstructions())
    answered, codes, reconstructions = found.part(probe), found.part(Codes()), found.part(Reconstructions())
    assert answered is not None
    assert codes is not None
    assert reconstructions is not None
    np.testing.assert_array_equal(answered.codes, codes.codes)
    np.testing.assert_array_equal(answered.reconstructions, reconstructions.reconstructions)


@pytest.mark.parametrize(
    "need",
    [Probe(b""), Probe(bytes(63)), Probe(bytes(4 * 15)), Weights(-1), Weights(9)],
    ids=lambda need: repr(need)[:20],
)
def test_what_does_not_fit_this_network_has_no_answer(need: Need[Any], run: Session) -> None:
    assert shown(run, need, Codes())[0].parts.keys() == {Codes()}


def test_the_losses_are_those_of_the_whole_sets(run: Session) -> None:
    (lane,) = run.lanes
    for need, rows in ((TrainingLoss(), lane.trainer.data.train), (ValidationLoss(), lane.trainer.data.validation)):
        probe = Probe.of(rows.numpy())
        (found,) = shown(run, probe)
        whole = found.part(probe)
        assert whole is not None
        expected = float(np.square(whole.reconstructions.astype(float) - rows.numpy()).mean())
        assert answer(run, need).loss == pytest.approx(expected, rel=1e-5)


def test_figures_are_of_every_layer_and_deeper_ones_see_through_those_below() -> None:
    run = session(small(activation="linear", layers=[6, 3]))
    run.advance(50)
    layers = answer(run, Figures()).layers
    assert [len(each.singular_values) for each in layers] == [6, 3]
    weights = [run.lanes[0].trainer.model.weight(layer).double().numpy() for layer in (0, 1)]
    for each, weight in zip(layers, weights, strict=True):
        np.testing.assert_allclose(each.singular_values, np.linalg.svd(weight, compute_uv=False), rtol=1e-4)


def test_a_state_part_is_enough_to_go_on(run: Session) -> None:
    (lane,) = run.lanes
    part = shown(run, State())[0].part(State())
    assert part is not None
    there = decode(encode(part))
    run.advance(40)
    expected = shown(run)[0].batch_curve.values.tobytes()
    lane.restore(from_tensors(there.header, there.tensors))
    run.advance(40)
    assert shown(run)[0].batch_curve.values.tobytes() == expected


def test_one_answer_serves_all_who_ask_at_one_moment() -> None:
    run = session(small(), small(decoder="untied"))
    run.advance(5)
    taken = [pending.get() for pending in run.take({"A": [Codes()], "B": [Weights(0)]}, AtOnce())]
    assert [set(lane.parts) for lane in taken] == [{Codes()}, {Weights(0)}]
    assert isinstance(run.lanes[0], Lane)
    (again, _) = [pending.get() for pending in run.take({"A": [Codes(), Weights(0)]}, AtOnce())]
    assert again.part(Codes()) is taken[0].part(Codes())
