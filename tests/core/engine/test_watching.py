"""What nobody watches is not computed, and everybody is given what he watches."""

from __future__ import annotations

import queue
from typing import Any

import pytest
import torch

from core.engine.schedule import Pace
from core.engine.watchers import Watchers
from core.messages.commands import Change, Command, Envelope, Pause, Replace, Run, Step, Watch
from core.messages.needs import Need
from core.messages.snapshot import Snapshot
from core.parts import PARTS
from core.parts.codes import Codes
from core.parts.figures import Figures
from core.parts.losses import TrainingLoss, ValidationLoss
from core.parts.probe import Probe
from core.parts.reconstructions import Reconstructions
from core.parts.weights import Weights
from tests.core.engines import NEEDS, Watched, lane, running
from tests.core.needs import EVERY, Counted, Noted, so_far
from tests.core.trainers import small

QUICK = Pace(quick=3600.0)


@pytest.mark.parametrize("kind", [Counted, Noted])
def test_what_nobody_watches_is_not_computed(kind: type[Any]) -> None:
    watched_one, other = kind(), kind()
    with running(small(), needs=[watched_one], running=False, pace=QUICK) as watched:
        watched.ask(Change.of(learning_rate=0.2))
        assert so_far(watched_one.asked)
        watched.ask(Watch.all([other]))
        so_far(watched_one.asked)
        asked = watched.ask(Change.of(learning_rate=0.1))
        assert lane(asked).parts.keys() == {other}
        assert so_far(watched_one.asked) == []
        assert so_far(other.asked)
        watched.ask(Watch.all([]))
        so_far(other.asked)
        watched.ask(Run())
        nothing = watched.until(lambda snapshot: snapshot.step > 500)
        assert lane(nothing).parts == {}
        assert so_far(other.asked) == so_far(watched_one.asked) == []


def test_without_figures_no_eigenvalues_are_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: queue.SimpleQueue[str] = queue.SimpleQueue()
    for name in ("eigh", "eigvalsh", "svd", "svdvals"):
        whole = getattr(torch.linalg, name)

        def counted(*arguments: Any, name: str = name, whole: Any = whole, **options: Any) -> Any:
            calls.put(name)
            return whole(*arguments, **options)

        monkeypatch.setattr(torch.linalg, name, counted)
    needs = [need for need in EVERY if not isinstance(need, Figures)]
    with running(small(decoder="pseudo_inverse", steps=400), needs=needs, pace=QUICK) as watched:
        for decoder in ("untied", "transpose", "pseudo_inverse"):
            watched.ask(Change.of(decoder=decoder))
        watched.until(lambda snapshot: snapshot.step == 400 and not snapshot.running)
        assert calls.empty()
        watched.ask(Watch.all([Figures()]))
        watched.ask(Pause())
        assert not calls.empty(), "and with them they are"


def test_one_probe_answers_for_its_own_inputs() -> None:
    one, other = (Probe.of(torch.full((2, 16), value).numpy()) for value in (0.5, -2.0))
    with running(small(), needs=[one, other, Codes()], running=False) as watched:
        first = watched.first()
        answers = [lane(first).part(need) for need in (one, other)]
        assert all(answer is not None for answer in answers)
        assert answers[0] is not None
        assert answers[1] is not None
        assert answers[0].reconstructions.shape == (2, 16)
        assert not (answers[0].reconstructions == answers[1].reconstructions).any()


def test_an_answer_for_a_layer_that_is_not_there_is_absent_and_the_others_are_there() -> None:
    with running(small(layers=[6, 3]), needs=[Weights(1), Weights(2), Codes()], running=False) as watched:
        assert lane(watched.first()).parts.keys() == {Weights(1), Codes()}


def test_lanes_are_watched_one_by_one() -> None:
    noted = Noted()
    with running(small(), small(decoder="untied"), needs=[], running=False, pace=QUICK) as watched:
        watched.first()
        both = watched.ask(Watch.of({None: [Codes()], "A": [Weights()], "B": [noted]}))
        assert lane(both, "A").parts.keys() == {Codes(), Weights()}
        assert lane(both, "B").parts.keys() == {Codes(), noted}
        assert len(so_far(noted.asked)) == 1
        nobody = watched.ask(Watch.of({"Z": [Codes()]}))
        assert [each.parts for each in nobody.lanes] == [{}, {}]


def from_another(watched: Watched, command: Command, sender: str, number: int) -> Snapshot:
    watched.engine.send(Envelope(sender, number, command))
    return watched.until(lambda snapshot: snapshot.acknowledged.get(sender) == number)


def test_two_who_watch_are_both_given_what_they_want() -> None:
    with running(small(), needs=[Codes()], running=False, pace=QUICK) as watched:
        watched.first()
        union = from_another(watched, Watch.all([Weights(), TrainingLoss()]), "other", 1)
        assert lane(union).parts.keys() == {Codes(), Weights(), TrainingLoss()}
        # Each takes the place of what the same one watched before, and of nothing else.
        less = from_another(watched, Watch.all([Reconstructions()]), "other", 2)
        assert lane(less).parts.keys() == {Codes(), Reconstructions()}
        own = watched.ask(Watch.all([TrainingLoss()]))
        assert lane(own).parts.keys() == {TrainingLoss(), Reconstructions()}
        assert own.acknowledged == {"test": watched.sent, "other": 2}


def test_answers_go_on_through_another_network() -> None:
    with running(small(), needs=NEEDS, running=False, pace=QUICK) as watched:
        new = watched.ask(Replace((small(layers=[5, 2]),)))
        kinds = {type(need) for need in lane(new).parts}
        assert kinds == {type(need) for need in NEEDS}


def test_the_union_is_that_of_needs_and_lanes() -> None:
    watchers = Watchers()
    assert watchers.watch("one", Watch.of({"A": [Codes(), TrainingLoss()], None: [ValidationLoss()]}))
    assert watchers.watch("two", Watch.of({"B": [TrainingLoss()]}))
    assert not watchers.watch("one", Watch.of({"A": [Codes(), TrainingLoss()], None: [ValidationLoss()]}))
    assert watchers.measured() == {TrainingLoss(): frozenset("AB"), ValidationLoss(): None}
    assert watchers.of("AB") == {
        "A": {Codes(), TrainingLoss(), ValidationLoss()},
        "B": {TrainingLoss(), ValidationLoss()},
    }
    watchers.watch("two", Watch.all([TrainingLoss()]))
    assert watchers.measured()[TrainingLoss()] is None


@pytest.mark.parametrize("need", EVERY, ids=lambda need: type(need).__name__)
def test_every_need_is_answered_in_the_end(need: Need[Any]) -> None:
    assert type(need) in PARTS
    with running(small(), needs=[need], running=False) as watched:
        watched.ask(Step(2))
        done = watched.until(
            lambda snapshot: (answer := lane(snapshot).part(need)) is not None and answer.moment.step == 2
        )
        assert done.lanes[0].part(need) is not None
