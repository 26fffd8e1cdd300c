"""A history forgets detail, never the mean, and never what it handed out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.messages.history import History

CHUNKS = st.lists(st.integers(0, 40), max_size=20)
BOUND = 16


def grown(chunks: list[int], bound: int = BOUND) -> tuple[History, np.ndarray]:
    """A history that was given values in chunks of these lengths, and all the values."""
    history, start = History(bound), 0
    values = np.sin(np.arange(sum(chunks), dtype=np.float32))
    for chunk in chunks:
        steps = np.arange(start, start + chunk)
        history.extend(steps + 1, values[steps])
        start += chunk
    return history, values


@given(CHUNKS)
def test_every_point_is_the_mean_of_its_stride(chunks: list[int]) -> None:
    history, values = grown(chunks)
    curve = history.curve()
    assert len(curve.steps) == len(curve.values) == len(values) // curve.stride
    assert len(curve.steps) < BOUND
    whole = values[: len(curve.values) * curve.stride].reshape(-1, curve.stride)
    np.testing.assert_allclose(curve.values, whole.mean(axis=1), atol=1e-5)
    assert np.array_equal(curve.steps, np.arange(1, len(curve.steps) + 1) * curve.stride)


@given(CHUNKS, CHUNKS)
def test_a_curve_never_changes_once_handed_out(before: list[int], after: list[int]) -> None:
    history, _ = grown(before)
    curve = history.curve()
    steps, values = curve.steps.copy(), curve.values.copy()
    for chunk in after:
        history.extend(np.arange(chunk) + 10**6, np.full(chunk, 9, np.float32))
    assert np.array_equal(curve.steps, steps)
    assert np.array_equal(curve.values, values)


def test_a_curve_is_read_only() -> None:
    curve = grown([5])[0].curve()
    with pytest.raises(ValueError, match="read-only"):
        curve.values[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        curve.steps[0] = 1


@given(CHUNKS, st.integers(0, 200))
def test_until_keeps_what_happened_by_then(chunks: list[int], step: int) -> None:
    history, _ = grown(chunks)
    curve, kept = history.curve(), history.until(step).curve()
    count = int((curve.steps <= step).sum())
    assert np.array_equal(kept.steps, curve.steps[:count])
    assert np.array_equal(kept.values, curve.values[:count])
    assert kept.stride == curve.stride


def test_a_history_goes_on_from_where_it_was_cut() -> None:
    history = grown([10])[0].until(4)
    history.extend(np.array([5, 6]), np.array([1, 2], np.float32))
    assert history.curve().steps.tolist() == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("bound", [0, 1, 7])
def test_a_bound_that_can_not_be_halved_is_refused(bound: int) -> None:
    with pytest.raises(ValueError, match="even"):
        History(bound)


def test_what_is_left_after_going_back_has_the_same_bound() -> None:
    history = History(8)
    history.extend(np.arange(13), np.zeros(13, np.float32))
    before = history.until(5)
    before.extend(np.arange(6, 100), np.zeros(94, np.float32))
    assert len(before.curve().steps) <= 8
