"""What the theory says of a linear tied network, by training one."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.linear_algebra.pseudo_inverse import factorize
from core.messages.snapshot import LaneSnapshot
from core.parts.figures import Figures
from core.parts.losses import TrainingLoss
from tests.core.trainers import data_of, session, shown, small, trainer

DATA = [{"layers": [4]}, {"dataset": "digits8x8", "layers": [8]}, {"dataset": "digits", "layers": [8]}]


def trained(steps: int, **values: object) -> LaneSnapshot:
    run = session(small(activation="linear", batch_size=256, **values))
    for rate in (1e-2, 1e-3, 1e-4):  # from a rate that gets there to one that stays there
        run.change({"learning_rate": rate})
        assert not run.advance(steps // 3)
    (lane,) = run.lanes
    for need in (TrainingLoss(), Figures()):
        for _ in lane.measure(need):
            pass
    return shown(run, TrainingLoss(), Figures())[0]


@pytest.mark.parametrize("values", DATA, ids=lambda values: str(values.get("dataset", "gaussian")))
@pytest.mark.parametrize("decoder", ["transpose", "pseudo_inverse"])
def test_it_reaches_the_pca_floor_and_the_principal_subspace(decoder: str, values: dict[str, object]) -> None:
    # Six seeds on the digits: 4 to 53 degrees are left after 1500 steps, less than 4 after 3000.
    steps = {"digits8x8": 6000, "digits": 3000}.get(str(values.get("dataset")), 1500)
    lane = trained(steps, decoder=decoder, **values)
    measured, evaluated = lane.part(Figures()), lane.part(TrainingLoss())
    assert measured is not None
    assert evaluated is not None
    (figures,) = measured.layers
    assert evaluated.loss == pytest.approx(lane.pca_floor, rel=5e-3)
    assert evaluated.loss > lane.pca_floor * (1 - 1e-5), "nothing linear beats the floor"
    assert figures.largest_principal_angle < 10
    if decoder == "transpose":
        assert figures.orthogonality < 0.05
        assert figures.tie_gap < 0.02
    else:
        assert figures.tie_gap > 0.1, "the scale of W is free under the pseudo-inverse"


@pytest.mark.parametrize(("layers", "narrowest"), [([4, 8], 4), ([8, 4], 4), ([8, 3, 8], 3), ([24, 32], 24)])
def test_the_floor_is_that_of_the_narrowest_layer(layers: list[int], narrowest: int) -> None:
    """A network with a waist can't tell more than its waist lets through, wherever that is."""
    (lane,) = shown(session(small(layers=layers)))
    dataset, _ = data_of(small())
    rows = dataset.train.astype(np.float64)
    singular = np.linalg.svd(rows - rows.mean(axis=0), compute_uv=False)
    assert lane.pca_floor == pytest.approx((singular[narrowest:] ** 2).sum() / rows.size, rel=1e-6, abs=1e-9)


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
        learner.model.tied.written()
        assert (learner.validation_loss() == pytest.approx(before, rel=1e-4)) is same
