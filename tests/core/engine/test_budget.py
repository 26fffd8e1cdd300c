"""What is done beside the training keeps to its share of the time."""

from __future__ import annotations

import pytest

from core.engine.budget import MOST, Budget
from core.parts.base import Measured
from core.parts.losses import LossPart, TrainingLoss, ValidationLoss


def pause(budget: Budget, cost: float) -> float:
    """Seconds until it may be done again after it took ``cost``, to a thousandth."""
    budget.spent(0.0, cost)
    return next(tick / 1000 for tick in range(10**6) if budget.due(tick / 1000))


@pytest.mark.parametrize(("cost", "seconds"), [(0.0001, 0.04), (0.001, 0.1), (0.1, 10.0)])
def test_it_takes_its_share_and_no_more(cost: float, seconds: float) -> None:
    assert pause(Budget(share=0.01, per_second=25), cost) == pytest.approx(seconds, abs=0.002)


@pytest.mark.parametrize(("cost", "seconds"), [(0.001, 0.1), (0.004, 0.4), (0.03, 0.5), (0.2, 0.2 / MOST)])
def test_nobody_waits_for_long_unless_it_would_take_most_of_the_time(cost: float, seconds: float) -> None:
    assert pause(Budget(share=0.01, per_second=25, longest=0.5), cost) == pytest.approx(seconds, abs=0.002)


@pytest.mark.parametrize("need", [TrainingLoss(), ValidationLoss()], ids=str)
def test_the_losses_of_the_headline_are_no_older_than_a_second_where_they_cost_less_than_a_tenth_of_it(
    need: Measured[LossPart],
) -> None:
    for cost in (0.001, 0.02, 0.09):
        assert pause(Budget(need.share, need.per_second, need.longest), cost) <= 1.0
    assert pause(Budget(need.share, need.per_second, need.longest), 0.5) == pytest.approx(0.5 / MOST, abs=0.002)


def test_what_somebody_else_has_done_need_not_be_done_again_so_soon() -> None:
    budget = Budget(share=0.01, per_second=1)
    budget.spent(0.0, 0.1)
    assert budget.due(10.0)
    budget.renewed(10.0)
    assert not budget.due(19.0)
    assert budget.due(20.0)
    budget.expedite()
    budget.renewed(20.0)
    assert not budget.due(20.5)


def test_it_can_be_expedited() -> None:
    budget = Budget(share=0.01, per_second=1)
    budget.spent(0.0, 1.0)
    assert not budget.due(50.0)
    budget.expedite()
    assert budget.due(0.0)
