"""The leading components against a full decomposition, and against covariances that are known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from core.datasets import load
from core.datasets.gaussian import Options
from core.datasets.pca import SMALL, Pca, leading

Rows = npt.NDArray[np.float32]
LARGE = SMALL + 176  # components, so many that the others are left out
COUNT = 24


def drawn(deviations: npt.NDArray[np.float64], examples: int, seed: int = 0) -> Rows:
    """Examples with these standard deviations along axes that are no one's coordinates, and a mean that is not 0."""
    random = np.random.default_rng(seed)
    rows = random.standard_normal((examples, len(deviations))) * deviations
    # Turned by a reflection, so that it costs nothing.
    mirror = random.standard_normal(len(deviations))
    mirror /= np.linalg.norm(mirror)
    return (rows - 2 * np.outer(rows @ mirror, mirror) + random.standard_normal(len(deviations))).astype(np.float32)


def reference(rows: Rows) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """All variances and axes by a singular value decomposition."""
    centred = rows.astype(np.float64) - rows.mean(axis=0, dtype=np.float64)
    _, singular, axes = np.linalg.svd(centred, full_matrices=False)
    return singular**2 / len(rows), axes


FALLING = np.arange(1, LARGE + 1, dtype=np.float64)
KINDS = {
    "falling": drawn(FALLING**-0.5, 1500),
    "steeply falling": drawn(FALLING**-2, 1500),
    "slowly falling": drawn(FALLING**-0.2, 1500),
    "hardly more examples than components": drawn(FALLING**-0.5, LARGE + 1),
    "fewer examples than components": drawn(FALLING**-0.5, SMALL + 76),
    "few examples": drawn(FALLING**-0.5, 90),
    "two levels": drawn(np.where(FALLING <= COUNT, 3.0, 0.01), 1500),
    "constant columns": np.concatenate((drawn(FALLING[:1100] ** -0.5, 1500), np.ones((1500, 100), np.float32)), axis=1),
    "few components": drawn(FALLING[:60] ** -0.5, 500),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_leading_components_are_those_of_a_full_decomposition(kind: str) -> None:
    variances, axes = reference(KINDS[kind])
    found = leading(KINDS[kind], COUNT)
    d = KINDS[kind].shape[1]
    assert found.floor(COUNT) == pytest.approx(variances[COUNT:].sum() / d, rel=1e-6)
    assert found.floor(5) == pytest.approx(variances[5:].sum() / d, rel=1e-6)
    assert found.total == pytest.approx(variances.sum(), rel=1e-9)
    assert found.following == pytest.approx(variances[COUNT], abs=1e-4 * variances[COUNT - 1])
    np.testing.assert_allclose(found.variances, variances[:COUNT], rtol=1e-5)
    np.testing.assert_allclose(found.axes @ found.axes.T, np.eye(COUNT), atol=1e-10)
    missed = axes[:5] - axes[:5] @ found.axes[:COUNT].T @ found.axes[:COUNT]
    assert np.abs(missed).max() < 1e-3


@pytest.mark.parametrize("rank", [5, COUNT, 200])
def test_data_of_low_rank_have_a_floor_of_nothing_from_there_on(rank: int) -> None:
    # Whole numbers, so that float32 holds them exactly and there is no rounding that would be variance.
    random = np.random.default_rng(rank)
    mixed = random.integers(-3, 4, (1500, rank)) @ random.integers(-3, 4, (rank, LARGE))
    found = leading(mixed.astype(np.float32), COUNT)
    variances, _ = reference(mixed.astype(np.float32))
    assert found.floor(COUNT) == pytest.approx(variances[COUNT:].sum() / LARGE, rel=1e-6, abs=1e-12 * found.total)
    assert (found.floor(COUNT) == 0) is (rank <= COUNT)
    np.testing.assert_allclose(found.axes @ found.axes.T, np.eye(COUNT), atol=1e-10)


def test_no_equal_variance_is_missed_however_many_there_are() -> None:
    """More of them than a Krylov space with small blocks would hold."""
    d, many, few = LARGE, 60, 40
    random = np.random.default_rng(0)
    rows = np.linalg.qr(random.standard_normal((2 * d, d)))[0]
    rows -= rows.mean(axis=0)
    rows = np.linalg.qr(rows)[0] * np.where(np.arange(d) < many, 2.0, 1.0) * np.sqrt(2 * d)
    found = leading(rows.astype(np.float32), few)
    np.testing.assert_allclose(found.variances, 4.0, rtol=1e-5)
    assert found.floor(few) == pytest.approx((4 * (many - few) + (d - many)) / d, rel=1e-5)


@pytest.mark.parametrize("shape", [(40, 90), (90, 40), (1, 7), (7, 1)])
def test_all_of_them_are_axes_of_everything(shape: tuple[int, int]) -> None:
    rows = drawn(np.ones(shape[1]), shape[0])
    found = leading(rows, shape[1])
    np.testing.assert_allclose(found.axes @ found.axes.T, np.eye(shape[1]), atol=1e-10)
    centred = rows.astype(np.float64) - rows.mean(axis=0, dtype=np.float64)
    np.testing.assert_allclose(
        found.axes.T * found.variances @ found.axes, centred.T @ centred / len(rows), atol=1e-9 * max(1, found.total)
    )
    assert found.floor(shape[1]) == 0


def test_examples_that_are_all_alike_have_no_variance() -> None:
    found = leading(np.full((1500, LARGE), 0.3, np.float32), 3)
    assert found.floor(0) == found.floor(3) == 0
    assert not found.unique(3)


def test_asking_again_or_for_fewer_computes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    data = load("digits8x8", ())
    most = data.leading(20)
    monkeypatch.setattr(np.linalg, "eigh", lambda *_: pytest.fail("computed again"))
    fewer = data.leading(4)
    np.testing.assert_array_equal(fewer.axes, most.axes[:4])
    assert fewer.floor(3) == pytest.approx(most.floor(3), rel=1e-12)
    assert fewer.following == most.variances[4]


def test_more_than_there_are_is_all() -> None:
    data = load("digits8x8", ())
    assert len(data.leading(1000).variances) == 64
    np.testing.assert_array_equal(data.principal_subspace(1000), np.eye(64))
    np.testing.assert_array_equal(data.principal_subspace(7), data.leading(7).axes)


def test_unknown_components_have_no_floor() -> None:
    with pytest.raises(ValueError, match="5 components of the 3"):
        leading(KINDS["few components"], 3).floor(5)


def test_equal_variances_leave_no_principal_subspace_to_be_told_from_others() -> None:
    found = load("gaussian", Options(spectrum=(4, 4, 4, 4, 1, 1, 1, 1))).leading(4)
    assert [found.unique(width) for width in range(5)] == [True, False, False, False, True]
    assert load("gaussian", Options(spectrum=(4, 4, 1, 1))).leading(4).unique(4)


def test_a_step_that_a_sample_shows_clearly_is_one() -> None:
    digits = load("digits8x8", ()).leading(16)
    assert all(digits.unique(width) for width in range(17))
    slight = Pca(np.array([1.0, 0.99]), np.eye(3)[:2], rest=0.5, following=0.98999)
    assert slight.unique(1)
    assert not slight.unique(1, tolerance=0.02)
    assert not slight.unique(2)


def test_where_no_variance_is_left_any_axis_will_do() -> None:
    rows = drawn(np.array([1.0, 1.0, 0.0, 0.0, 0.0]), 100)
    assert leading(rows, 2).unique(2)
    assert not leading(rows, 3).unique(3)
