"""What comes at a place follows from the seed and the place: every example once an epoch, and noise of its own."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.training.feed import ORDERS, Feed, Place
from core.training.streams import Stream, stream_seed
from tests.core.trainers import data_of, small, trainer

EXAMPLES = torch.arange(24.0).reshape(12, 2)


def rows(feed: Feed, place: Place, size: int, count: int) -> tuple[list[tuple[float, ...]], Place]:
    """Of ``count`` batches from ``place`` on, and the place after them."""
    found: list[tuple[float, ...]] = []
    for _ in range(count):
        batch = feed.batch(place, size)
        found += [tuple(row) for row in batch.rows.tolist()]
        place = batch.after
    return found, place


EVERYTHING = Counter(tuple(row) for row in EXAMPLES.tolist())


@given(st.integers(0, 2**31 - 1), st.sampled_from([1, 2, 3, 4, 6, 12]))
def test_every_example_comes_exactly_once_an_epoch(seed: int, size: int) -> None:
    feed, place = Feed(EXAMPLES, seed), Place()
    orders = []
    for _ in range(3):
        found, place = rows(feed, place, size, 12 // size)
        assert Counter(found) == EVERYTHING
        orders.append(found)
    assert orders[0] != orders[1] or orders[1] != orders[2], "each epoch has an order of its own"


@given(st.integers(0, 2**31 - 1), st.integers(1, 12))
def test_what_does_not_fill_a_batch_is_left_out_of_its_epoch_only(seed: int, size: int) -> None:
    feed, place = Feed(EXAMPLES, seed), Place()
    for epoch in range(1, 4):
        found, place = rows(feed, place, size, 12 // size)
        assert max(Counter(found).values()) == 1
        assert not Counter(found) - EVERYTHING
        assert place.batches == epoch * (12 // size)


@given(st.integers(0, 2**31 - 1), st.lists(st.integers(0, 9), min_size=1, max_size=6))
def test_a_place_is_all_that_is_needed_to_go_on_from_it(seed: int, jumps: list[int]) -> None:
    """Whatever the feed was asked for before, and by another feed as well: also some epochs back."""
    feed, places = Feed(EXAMPLES, seed), [Place()]
    for _ in range(10):
        places.append(feed.batch(places[-1], 5).after)
    for jump in jumps:
        again, anew = feed.batch(places[jump], 5, noisy=True), Feed(EXAMPLES, seed).batch(places[jump], 5, noisy=True)
        assert again.rows.tolist() == anew.rows.tolist()
        assert again.noise is not None
        assert anew.noise is not None
        assert again.noise.tolist() == anew.noise.tolist()
        assert again.after == anew.after == places[jump + 1]


def test_what_a_trainer_learns_from_is_an_epoch_without_replacement() -> None:
    """Of the real steps, from the losses of a network that does not learn: they add up to that of the whole set."""
    learner = trainer(small(optimizer="sgd", learning_rate=1e-12, momentum=0.0, batch_size=512))
    losses = learner.advance(8)  # 4096 examples
    assert learner.epoch == 1.0
    assert losses.mean(dtype=np.float64) == pytest.approx(learner.train_loss(), rel=1e-6)
    assert losses.std() > 1e-5, "batches differ"


def test_the_epoch_after_going_back_is_that_of_then_and_complete() -> None:
    learner = trainer(small(optimizer="sgd", learning_rate=1e-12, momentum=0.0, batch_size=512))
    first = learner.advance(3)
    state, epoch = learner.state(), learner.epoch
    learner.advance(13)
    assert learner.epoch == 2.0
    learner.restore(state)
    assert learner.epoch == epoch == 3 / 8
    rest = learner.advance(5)
    assert learner.epoch == 1.0
    losses = np.concatenate((first, rest))
    assert losses.mean(dtype=np.float64) == pytest.approx(learner.train_loss(), rel=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_weights_order_and_noise_have_nothing_to_do_with_each_other(seed: int) -> None:
    """Drawn from one stream, noise and weights correlate by 0.99 and more; 4/√n is four standard errors."""
    _, data = data_of(small())
    size = 256
    learner = trainer(small(seed=seed, layers=[256]))
    batch = learner.feed.batch(Place(), size, noisy=True)
    assert batch.noise is not None
    weights, noise = learner.model.weight(0).flatten().numpy(), batch.noise.flatten().numpy()
    assert len(weights) == len(noise)
    # The same draws may be shaped otherwise: uniform and normal numbers from the same bits, their signs, their sizes.
    for one, other in (
        (weights, noise),
        (weights, np.abs(noise)),
        (np.abs(weights), np.abs(noise)),
        (weights[: len(noise) // 2], np.hypot(noise[: len(noise) // 2], noise[len(noise) // 2 :])),
        (weights[::2], np.hypot(noise[::2], noise[1::2])),
        (weights[1::2], np.hypot(noise[::2], noise[1::2])),
    ):
        assert abs(np.corrcoef(one, other)[0, 1]) < 4 / np.sqrt(len(one))
    # And the order: the row that comes in the i-th place against the i-th weight.
    known = {tuple(row): index for index, row in enumerate(data.train.tolist())}
    found, _ = rows(learner.feed, Place(), size, len(data.train) // size)
    order = np.array([known[row] for row in found])
    assert abs(np.corrcoef(order, weights[: len(order)])[0, 1]) < 4 / np.sqrt(len(order))
    assert abs(np.corrcoef(order, noise[: len(order)])[0, 1]) < 4 / np.sqrt(len(order))


def test_the_streams_of_a_seed_are_all_different() -> None:
    seeds = [stream_seed(seed, stream, *place) for seed in range(50) for stream in Stream for place in ((), (0,), (1,))]
    assert len(set(seeds)) == len(seeds)
    assert all(0 <= seed < 2**63 for seed in seeds)


@pytest.mark.parametrize("stream", Stream)
@pytest.mark.parametrize("place", [(), (0,), (7,), (3, 2**31)])
def test_the_seed_of_a_stream_is_numpys_without_its_sign(stream: Stream, place: tuple[int, ...]) -> None:
    """Both halves of it, in the order in which numpy puts them together: a saved run must find the same again."""
    for seed in range(5):
        whole = np.random.SeedSequence(seed, spawn_key=(stream, *place)).generate_state(1, np.uint64)[0]
        assert stream_seed(seed, stream, *place) == int(whole) % 2**63


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("epoch", [0, 1, 7])
def test_the_order_of_an_epoch_is_drawn_from_its_own_seed(seed: int, epoch: int) -> None:
    """A saved run must find it again, and no other seed's."""
    drawn = torch.Generator().manual_seed(stream_seed(seed, Stream.ORDER, epoch))
    expected = EXAMPLES[torch.randperm(12, generator=drawn)]
    assert torch.equal(Feed(EXAMPLES, seed).batch(Place(0, epoch, 0), 12).rows, expected)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("batches", [0, 1, 9])
def test_the_noise_of_a_batch_follows_that_of_the_one_before(seed: int, batches: int) -> None:
    """Numbered from the stream's own seed on: a saved run must find it again."""
    drawn = torch.Generator().manual_seed((stream_seed(seed, Stream.NOISE) + batches) % 2**63)
    noise = Feed(EXAMPLES, seed).batch(Place(batches, 0, 0), 4, noisy=True).noise
    assert noise is not None
    assert torch.equal(noise, torch.empty(4, 2).normal_(generator=drawn))


def test_orders_are_drawn_once_and_the_oldest_epoch_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two lanes at the border of an epoch, or one that has gone back, would draw at every step."""
    drawn: list[int] = []
    randperm = torch.randperm

    def count(size: int, **options: Any) -> torch.Tensor:
        drawn.append(size)
        return randperm(size, **options)

    monkeypatch.setattr(torch, "randperm", count)
    feed = Feed(EXAMPLES, 0)
    for _ in range(3):
        for epoch in range(ORDERS):
            feed.batch(Place(0, epoch, 0), 4)
    assert len(drawn) == ORDERS
    feed.batch(Place(0, ORDERS, 0), 4)
    feed.batch(Place(0, 1, 0), 4)
    assert len(drawn) == ORDERS + 1
    feed.batch(Place(0, 0, 0), 4)
    assert len(drawn) == ORDERS + 2


def test_the_noise_of_two_batches_is_not_the_same_shifted() -> None:
    feed = Feed(torch.zeros(1000, 20), 0)
    first = feed.batch(Place(), 500, noisy=True).noise
    assert first is not None
    one = first.flatten().numpy().copy()
    second = feed.batch(Place(1), 500, noisy=True).noise
    assert second is not None
    other = second.flatten().numpy()
    for shift in range(3):
        assert abs(np.corrcoef(one[shift:], other[: len(other) - shift])[0, 1]) < 0.05
    assert np.std(one) == pytest.approx(1, abs=0.03)
