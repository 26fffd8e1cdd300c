"""A ramp stands at its begin before it starts and at its end from its last step on, and goes evenly between."""

from __future__ import annotations

import numpy as np
import pytest

from core.training.ramp import Ramp


@pytest.mark.parametrize(("begin", "end"), [(0.0, 1.0), (1.0, 0.0), (0.25, 0.75)])
def test_the_dial_goes_evenly_from_one_end_to_the_other_and_stays_there(begin: float, end: float) -> None:
    ramp = Ramp(10, 4, begin, end)
    steps = [0, 9, 10, 11, 12, 13, 14, 15, 100]
    expected = np.interp(steps, [10, 14], [begin, end])
    np.testing.assert_allclose([ramp.dial(step) for step in steps], expected, rtol=0, atol=1e-12)


def test_it_is_over_at_its_last_step_and_not_before() -> None:
    ramp = Ramp(10, 4, 0.0, 1.0)
    assert [step for step in range(20) if ramp.over(step)] == list(range(14, 20))
