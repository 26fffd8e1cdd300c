"""The Gram matrix, whoever computes it."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
import torch

from core.linear_algebra.gram import LARGE, gram


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("shape", [(1, 1), (5, 9), (9, 5), (LARGE, LARGE + 7), (LARGE + 7, LARGE)])
def test_it_is_the_smaller_one_of_both_products(shape: tuple[int, int], dtype: torch.dtype, threads: int) -> None:
    rows = torch.randn(shape, dtype=dtype, generator=torch.Generator().manual_seed(0))
    exact = rows.double().numpy()
    exact = exact @ exact.T if shape[0] <= shape[1] else exact.T @ exact
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(threads)
        found = gram(rows)
    finally:
        torch.set_num_threads(before)
    assert found.dtype is dtype
    np.testing.assert_allclose(found, exact, rtol=1e-5, atol=1e-4 if dtype is torch.float32 else 1e-10)


@pytest.mark.parametrize("value", [np.inf, np.nan, 1e25])
def test_what_is_not_finite_stays_so_without_a_word(value: float) -> None:
    rows = torch.ones(LARGE, LARGE)
    rows[0] = value
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not gram(rows)[0, 0].isfinite()
