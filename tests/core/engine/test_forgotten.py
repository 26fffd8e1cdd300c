"""A run that is over gives its memory back at once: nobody looks for cyclic garbage while steps are taken."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from core.messages.commands import Balance, Change, Replace, Step, Watch
from core.parts.dead_units import DeadUnits
from core.parts.figures import Figures
from core.parts.filters import Filters
from core.parts.losses import TrainingLoss, ValidationLoss
from core.parts.reconstructions import Reconstructions
from core.parts.traces import Traces
from tests.core.engine.driven import Driven
from tests.core.trainers import small


@pytest.fixture
def nobody_collects() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("nobody_collects")
def test_nothing_of_a_run_is_left_when_another_has_begun() -> None:
    driven = Driven(small(activation="linear", layers=[16, 4]))
    driven.do(
        Watch.all(
            [Filters(), Reconstructions(), Figures(), DeadUnits(), TrainingLoss(), ValidationLoss(), Traces()],
        )
    )
    driven.do(Step(300))
    driven.train()
    driven.do(Change.of(decoder="pseudo_inverse"))
    driven.do(Balance())
    driven.do(Step(300))
    driven.train()
    driven.order(Change.of(learning_rate=0.001))
    session = driven.control.session
    assert session is not None
    (lane,) = session.lanes
    gone: dict[str, weakref.ref[Any]] = {
        "session": weakref.ref(session),
        "lane": weakref.ref(lane),
        "trainer": weakref.ref(lane.trainer),
        "weights": weakref.ref(lane.trainer.model.blocks[0].flat),
    }
    assert not lane.evaluate(lambda: True), "left in the middle: that must not keep it either"
    del session, lane
    driven.do(Replace((small(seed=1),)))
    driven.do(Step(10))
    driven.train()
    assert [name for name, reference in gone.items() if reference() is not None] == []
