"""Gradients are limited together, in place, and it is known when."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.linear_algebra.clipping import LIMIT, clip, exceeds


def test_small_gradients_are_left_alone_to_the_bit() -> None:
    gradients = [torch.tensor([0.3, 0.4]), torch.tensor([[0.5]])]
    before = [gradient.clone() for gradient in gradients]
    assert float(clip(gradients)) == pytest.approx(0.5**0.5)
    assert all(torch.equal(now, then) for now, then in zip(gradients, before, strict=True))


def test_large_gradients_keep_their_direction() -> None:
    gradients = [torch.tensor([30.0]), torch.tensor([40.0, 0.0])]
    assert float(clip(gradients)) == 50.0
    torch.testing.assert_close(gradients, [torch.tensor([0.6 * LIMIT]), torch.tensor([0.8 * LIMIT, 0.0])])


def test_large_and_finite_gradients_never_become_not_a_number() -> None:
    for size in (1e10, 1e18, 1e25, 3e38):
        gradients = [torch.full((8,), size), torch.full((3,), -size)]
        assert clip(gradients, 2.0) > 2.0
        assert all(gradient.isfinite().all() for gradient in gradients)
        assert torch.cat(gradients).norm() <= 2.0 + 1e-5


def test_no_gradient_at_all() -> None:
    gradients = [torch.zeros(3)]
    assert clip(gradients) == 0
    assert torch.equal(gradients[0], torch.zeros(3))


def test_what_is_not_finite_becomes_not_a_number() -> None:
    gradients = [torch.tensor([1.0, torch.inf]), torch.tensor([1.0, torch.nan])]
    for gradient in gradients:
        assert exceeds(clip([gradient]).numpy())
        assert gradient.isnan().any()


def test_which_norms_are_clipped() -> None:
    norms = np.array([0.0, LIMIT, LIMIT * 1.001, np.inf, np.nan], np.float32)
    assert exceeds(norms).tolist() == [False, False, True, True, True]
