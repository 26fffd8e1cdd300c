"""A history forgets detail, never the mean, and never what it handed out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.messages.history import Curve, History, HistoryState, Values

CHUNKS = st.lists(st.integers(0, 40), max_size=20)
BOUND = 16


def grown(chunks: list[int], bound: int = BOUND) -> tuple[History, Values]:
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


@given(CHUNKS, CHUNKS, CHUNKS)
def test_going_back_is_as_if_nothing_had_come_after(before: list[int], lost: list[int], after: list[int]) -> None:
    """At every step and stride: what follows averages with what waited then."""
    history, _ = grown(before)
    state, curve = history.state(), history.curve()
    for chunk in lost:
        history.extend(np.arange(chunk) + 10**6, np.full(chunk, 9, np.float32))
    history.restore(state)
    assert same(history.curve(), curve)
    assert same_state(history.state(), state)
    expected, _ = grown(before)
    start = sum(before)
    for chunk in after:
        steps, values = np.arange(start, start + chunk), np.cos(np.arange(start, start + chunk, dtype=np.float32))
        for each in (history, expected):
            each.extend(steps + 1, values)
        start += chunk
        assert same(history.curve(), expected.curve())
        assert same_state(history.state(), expected.state())


@given(CHUNKS, CHUNKS)
def test_one_that_has_never_seen_it_goes_on_from_a_state_as_well(before: list[int], after: list[int]) -> None:
    history, _ = grown(before)
    other = History(BOUND)
    other.restore(history.state())
    for chunk in after:
        for each in (history, other):
            each.extend(np.arange(chunk) + 10**6, np.full(chunk, 0.1, np.float32))
        assert same(history.curve(), other.curve())


@given(CHUNKS, CHUNKS)
def test_of_two_curves_with_one_version_the_shorter_begins_the_longer(before: list[int], after: list[int]) -> None:
    history, _ = grown(before)
    state, curves = history.state(), [history.curve()]
    for chunk in after:
        history.extend(np.arange(chunk) + 10**6, np.full(chunk, 9, np.float32))
        curves.append(history.curve())
    history.restore(state)
    for chunk in after:
        history.extend(np.arange(chunk) + 10**7, np.full(chunk, 8, np.float32))
        curves.append(history.curve())
    for one in curves:
        for other in curves:
            if one.version == other.version:
                length = min(len(one.steps), len(other.steps))
                assert one.stride == other.stride
                assert one.steps[:length].tobytes() == other.steps[:length].tobytes()
                assert one.values[:length].tobytes() == other.values[:length].tobytes()


@given(CHUNKS, st.integers(0, 20))
def test_a_part_after_what_came_before_is_the_whole(chunks: list[int], start: int) -> None:
    early, _ = grown(chunks)
    older = early.curve()
    early.extend(np.array([10**6]), np.array([7], np.float32))
    newer = early.curve()
    cut = min(start, newer.end)
    news = newer.since(cut)
    assert (news.start, news.end) == (cut, newer.end)
    if newer.version == older.version and cut <= older.end:
        assert same(news.after(older), newer)


def same(one: Curve, other: Curve) -> bool:
    return (
        one.stride == other.stride
        and one.start == other.start
        and one.steps.tobytes() == other.steps.tobytes()
        and one.values.tobytes() == other.values.tobytes()
    )


def same_state(one: HistoryState, other: HistoryState) -> bool:
    return (
        same(one.curve, other.curve)
        and one.waiting_steps.tobytes() == other.waiting_steps.tobytes()
        and one.waiting_values.tobytes() == other.waiting_values.tobytes()
    )


@pytest.mark.parametrize("bound", [0, 1, 7])
def test_a_bound_that_can_not_be_halved_is_refused(bound: int) -> None:
    with pytest.raises(ValueError, match="even"):
        History(bound)


def test_what_is_left_after_going_back_has_the_same_bound() -> None:
    history = History(8)
    history.extend(np.arange(5), np.zeros(5, np.float32))
    before = history.state()
    history.extend(np.arange(5, 13), np.zeros(8, np.float32))
    history.restore(before)
    history.extend(np.arange(6, 100), np.zeros(94, np.float32))
    assert len(history.curve().steps) <= 8
