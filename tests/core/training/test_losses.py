"""What steps leave behind comes back in their order, once."""

from __future__ import annotations

import numpy as np
import torch

from core.training.losses import SIZE, LossBuffer


def test_errors_and_norms_come_back_in_their_order_and_once() -> None:
    buffer = LossBuffer(torch.device("cpu"))
    for count in (3, 0, 1, SIZE, 2):
        for step in range(count):
            error, norm = buffer.next()
            error.fill_(step + 1)
            norm.fill_(-step - 1)
            buffer.commit()
        errors, norms = buffer.read()
        assert errors.dtype == norms.dtype == np.float32
        assert errors.tolist() == list(range(1, count + 1))
        assert norms.tolist() == [-each for each in errors]


def test_what_was_read_stays_as_it_was() -> None:
    buffer = LossBuffer(torch.device("cpu"))
    buffer.next()[0].fill_(1)
    buffer.commit()
    errors, norms = buffer.read()
    for each in buffer.next():
        each.fill_(2)
    assert (errors.tolist(), norms.tolist()) == ([1.0], [0.0])


def test_a_step_that_writes_nothing_has_left_nothing() -> None:
    """Without an inverse there is no norm: that of a step long read must not stand in for it."""
    buffer = LossBuffer(torch.device("cpu"))
    for _ in range(SIZE):
        for each in buffer.next():
            each.fill_(7)
        buffer.commit()
    buffer.read()
    for _ in range(SIZE):
        buffer.next()
        buffer.commit()
    assert not np.any(buffer.read())


def test_it_is_full_after_so_many_steps_and_not_before() -> None:
    buffer = LossBuffer(torch.device("cpu"))
    for _ in range(SIZE):
        assert not buffer.full
        buffer.next()
        buffer.commit()
    assert buffer.full
    buffer.read()
    assert not buffer.full


def test_what_a_recorded_step_wrote_is_taken_over_between_the_others() -> None:
    buffer = LossBuffer(torch.device("cpu"))
    buffer.next()[0].fill_(1)
    buffer.commit()
    buffer.recorded.copy_(torch.tensor([2.0, 20.0]))
    buffer.take_recorded()
    buffer.recorded.copy_(torch.tensor([3.0, 30.0]))
    buffer.take_recorded()
    buffer.next()[0].fill_(4)
    buffer.commit()
    errors, norms = buffer.read()
    assert errors.tolist() == [1, 2, 3, 4]
    assert norms.tolist() == [0, 20, 30, 0]


def test_a_step_that_fails_half_way_leaves_nothing() -> None:
    buffer = LossBuffer(torch.device("cpu"))
    buffer.next()[0].fill_(1)
    buffer.commit()
    buffer.next()[0].fill_(2)
    errors, _ = buffer.read()
    assert errors.tolist() == [1]
