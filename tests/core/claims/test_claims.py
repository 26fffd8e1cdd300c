"""Every claim of the table, held to a run in which it must hold and to one in which it must not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from core.claims import CLAIMS, Evidence, LayerEvidence, Outcome
from core.experiment import Experiment, parse
from tests.core.trainers import SPECTRUM, data_of, trainer


@dataclass(frozen=True)
class Run:
    """A training, in turns of (steps, learning rate)."""

    values: dict[str, Any]
    turns: tuple[tuple[int, float], ...] = ((1500, 1e-2), (500, 1e-3))

    @property
    def experiment(self) -> Experiment:
        return parse({"batch_size": 128, **self.values})


@dataclass(frozen=True)
class Trial:
    """``holds`` bears the claim out; ``fails``, passed off as an experiment that the claim is about, refutes it."""

    holds: Run
    fails: Run
    passed_off: dict[str, Any] = field(default_factory=dict)  # what is changed in the latter's experiment


GAUSSIAN = {"dataset": "gaussian", "spectrum": SPECTRUM, "layers": [4], "activation": "linear"}
SIGMOID = {"dataset": "digits8x8", "layers": [16], "activation": "sigmoid"}
#: A new claim needs a line here.
TRIALS = {
    "orthonormal_rows": Trial(
        Run(GAUSSIAN | {"decoder": "transpose"}),
        Run(GAUSSIAN | {"decoder": "pseudo_inverse"}),
        {"decoder": "transpose"},
    ),
    "linear_floor": Trial(
        Run(GAUSSIAN | {"decoder": "pseudo_inverse"}),
        # Deep and curved: it does go below.
        Run({"dataset": "digits8x8", "layers": [32, 8], "activation": "tanh"}, ((2500, 3e-3), (500, 5e-4))),
        {"activation": "linear"},
    ),
    "sigmoid_gain": Trial(
        Run(SIGMOID | {"decoder": "pseudo_inverse"}, ((2500, 2e-3),)),
        Run(SIGMOID | {"decoder": "transpose"}, ((2500, 2e-3),)),
        {"decoder": "pseudo_inverse"},
    ),
}


def figures_of(weight: np.ndarray) -> LayerEvidence:
    """By NumPy, from the definitions; no claim here asks for the angle, which needs axes."""
    inverse = np.linalg.pinv(weight)
    squared = weight @ weight.T if len(weight) <= weight.shape[1] else weight.T @ weight
    return LayerEvidence(
        singular_values=np.linalg.svd(weight, compute_uv=False),
        tie_gap=float(np.linalg.norm(weight.T - inverse) / np.linalg.norm(inverse)),
        orthogonality=float(np.linalg.norm(squared - np.eye(len(squared)))),
        largest_principal_angle=float("nan"),
    )


def evidence_after(run: Run, turns: tuple[tuple[int, float], ...]) -> Evidence:
    learner = trainer(run.experiment)
    for steps, rate in turns:
        learner.change(learner.experiment.with_values({"learning_rate": rate}))
        learner.advance(steps)
    dataset, _ = data_of(run.experiment)
    layers = [learner.model.weight(layer).double().numpy() for layer in range(len(run.experiment.layers))]
    return Evidence(
        experiment=learner.experiment,
        step=learner.step,
        train_loss=learner.train_loss(),
        pca_floor=dataset.pca.floor(min(run.experiment.layers)),
        variance=dataset.variance,
        variances=dataset.pca.variances[: run.experiment.layers[0]],
        width=dataset.train.shape[1],
        layers=tuple(figures_of(weight) for weight in layers),
    )


@cache
def in_which_it_holds(name: str) -> Evidence:
    return evidence_after(TRIALS[name].holds, TRIALS[name].holds.turns)


@cache
def in_which_it_fails(name: str) -> Evidence:
    return evidence_after(TRIALS[name].fails, TRIALS[name].fails.turns)


every_claim = pytest.mark.parametrize("name", CLAIMS)


@every_claim
def test_it_holds_where_it_must(name: str) -> None:
    verdict = CLAIMS[name].verdict(in_which_it_holds(name))
    assert verdict.outcome is Outcome.HOLDS, verdict.why
    assert verdict.figures
    assert all(np.isfinite(list(verdict.figures.values())))


@every_claim
def test_nothing_is_said_before_it_is_so(name: str) -> None:
    assert CLAIMS[name].verdict(evidence_after(TRIALS[name].holds, ())).outcome is Outcome.NOT_YET


@every_claim
def test_it_fails_where_it_must_not_hold(name: str) -> None:
    other = in_which_it_fails(name)
    passed_off = replace(other, experiment=other.experiment.with_values(TRIALS[name].passed_off))
    verdict = CLAIMS[name].verdict(passed_off)
    assert verdict.outcome is Outcome.FAILS, verdict.why
    # Under its own name it is another matter.
    assert CLAIMS[name].verdict(other).outcome is Outcome.DOES_NOT_APPLY


@every_claim
def test_nothing_is_said_of_what_is_not_finite(name: str) -> None:
    evidence = in_which_it_holds(name)
    layer = replace(evidence.layers[0], tie_gap=float("nan"))
    for broken in (replace(evidence, train_loss=float("nan")), replace(evidence, layers=(layer,))):
        assert CLAIMS[name].verdict(broken).outcome is Outcome.NOT_YET


@every_claim
@pytest.mark.parametrize(
    "change",
    [{"activation": "tanh"}, {"output_activation": "sigmoid"}, {"noise": 0.1}, {"weight_decay": 0.01}],
    ids=lambda change: next(iter(change)),
)
def test_why_it_does_not_apply_is_a_sentence_with_the_key(name: str, change: dict[str, Any]) -> None:
    evidence = in_which_it_holds(name)
    assert CLAIMS[name].why_not(evidence.experiment) is None
    verdict = CLAIMS[name].verdict(replace(evidence, experiment=evidence.experiment.with_values(change)))
    assert verdict.outcome is Outcome.DOES_NOT_APPLY
    assert next(iter(change)) in verdict.why
    assert verdict.why.endswith(".")


@pytest.mark.parametrize("name", ["orthonormal_rows", "sigmoid_gain"])
def test_a_claim_about_one_layer_is_not_about_two(name: str) -> None:
    experiment = TRIALS[name].holds.experiment.with_values({"layers": [8, 4]})
    assert "2" in str(CLAIMS[name].why_not(experiment))


@every_claim
def test_it_says_what_and_where_from(name: str) -> None:
    claim = CLAIMS[name]
    assert claim.name == name
    assert claim.statement.endswith(".")
    assert claim.source.endswith(".")


def test_with_as_many_units_as_inputs_the_floor_is_zero_and_can_be_come_near() -> None:
    claim, evidence = CLAIMS["linear_floor"], in_which_it_holds("linear_floor")
    full = replace(evidence, pca_floor=0.0)
    assert claim.verdict(replace(full, train_loss=5e-4 * full.variance)).outcome is Outcome.HOLDS
    assert claim.verdict(replace(full, train_loss=0.01 * full.variance)).outcome is Outcome.NOT_YET
