"""What the theory says of a linear tied network, by training one."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.engine.lane import Lane
from core.engine.transfer import AtOnce
from core.linear_algebra.pseudo_inverse import factorize
from core.messages.snapshot import LaneSnapshot
from tests.core.trainers import data_of, small, trainer

DATA = [{"layers": [4]}, {"dataset": "digits8x8", "layers": [8]}, {"dataset": "digits", "layers": [8]}]


def trained(steps: int, **values: object) -> LaneSnapshot:
    experiment = small(activation="linear", batch_size=256, **values)
    lane = Lane(experiment, *data_of(experiment))
    for rate in (1e-2, 1e-3, 1e-4):  # from a rate that gets there to one that stays there
        lane.change(lane.trainer.experiment.with_values({"learning_rate": rate}))
        assert lane.advance(steps // 3)
    lane.bring_up_to_date()
    return lane.take(AtOnce()).get()


@pytest.mark.parametrize("values", DATA, ids=lambda values: str(values.get("dataset", "gaussian")))
@pytest.mark.parametrize("decoder", ["transpose", "pseudo_inverse"])
def test_it_reaches_the_pca_floor_and_the_principal_subspace(decoder: str, values: dict[str, object]) -> None:
    lane = trained(6000 if values.get("dataset") == "digits8x8" else 1500, decoder=decoder, **values)
    figures = lane.layers[0].figures
    assert lane.evaluation.train_loss == pytest.approx(lane.pca_floor, rel=5e-3)
    assert lane.evaluation.train_loss > lane.pca_floor * (1 - 1e-5), "nothing linear beats the floor"
    assert figures.largest_principal_angle < 10
    if decoder == "transpose":
        assert figures.orthogonality < 0.05
        assert figures.tie_gap < 0.02
    else:
        assert figures.tie_gap > 0.1, "the scale of W is free under the pseudo-inverse"


def test_the_floor_is_numpys() -> None:
    experiment = small(dataset="digits8x8", layers=[16])
    dataset, _ = data_of(experiment)
    rows = dataset.train.astype(np.float64)
    singular = np.linalg.svd(rows - rows.mean(axis=0), compute_uv=False)
    assert dataset.pca.floor(16) == pytest.approx((singular[16:] ** 2).sum() / rows.size, rel=1e-9)
    assert dataset.pca.floor(16) == pytest.approx(0.01088515, rel=1e-6)


def test_the_pseudo_inverse_is_a_projection_whose_loss_does_not_change_under_mixing() -> None:
    generator = torch.Generator().manual_seed(0)
    weight = torch.randn(4, 16, dtype=torch.float64, generator=generator)
    mix = torch.randn(4, 4, dtype=torch.float64, generator=generator)

    def projection(rows: torch.Tensor) -> torch.Tensor:
        return factorize(rows).matrix @ rows

    once = projection(weight)
    torch.testing.assert_close(once @ once, once, rtol=1e-6, atol=1e-8)
    torch.testing.assert_close(once.mT, once)
    torch.testing.assert_close(projection(mix @ weight), once, rtol=1e-6, atol=1e-7)
    assert not torch.allclose(weight.mT @ weight, (mix @ weight).mT @ (mix @ weight))


def test_in_training_too_the_loss_of_the_pseudo_inverse_does_not_see_the_mixing() -> None:
    for decoder, same in (("pseudo_inverse", True), ("transpose", False)):
        learner = trainer(small(activation="linear", decoder=decoder))
        before = learner.validation_loss()
        weight = learner.model.weight(0)
        weight.copy_(torch.diag(torch.tensor([1.0, 2.0, 3.0, 0.5])) @ weight)
        learner.model.replaced()
        assert (learner.validation_loss() == pytest.approx(before, rel=1e-4)) is same
