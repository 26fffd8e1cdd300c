"""What a claim is judged by and what is said of it: plain data, without torch; one file a claim beside this one."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from core.experiment import Experiment

Array = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class LayerEvidence:
    """Figures of one encoder layer's W (k, d)."""

    singular_values: Array  # (min(k, d),) descending
    tie_gap: float  # ‖Wᵀ − W⁺‖_F / ‖W⁺‖_F
    orthogonality: float  # ‖WWᵀ − I‖_F; for k > d ‖WᵀW − I‖_F
    largest_principal_angle: float  # degrees


@dataclass(frozen=True, eq=False)
class Evidence:
    """One moment of a run, all of it of that moment."""

    experiment: Experiment  # the settings in force
    step: int
    train_loss: float  # over the whole training set
    pca_floor: float  # at the narrowest layer
    variance: float  # the loss of answering with the mean
    variances: Array  # the data's along the leading principal axes, descending: as many as there are units, or all d
    width: int  # d, the components of an example
    layers: tuple[LayerEvidence, ...]  # outermost first


class Outcome(StrEnum):
    """What can be said of a claim at one moment of a run."""

    HOLDS = "holds"
    FAILS = "fails"
    NOT_YET = "not yet"
    DOES_NOT_APPLY = "does not apply"


@dataclass(frozen=True)
class Verdict:
    """The outcome, the reason as a sentence, and the figures that it rests on by name."""

    outcome: Outcome
    why: str
    figures: Mapping[str, float] = field(default_factory=dict)


class Claim(ABC):
    """A sentence about tied autoencoders that a run can bear out or refute."""

    name: ClassVar[str]
    statement: ClassVar[str]
    source: ClassVar[str]

    @abstractmethod
    def why_not(self, experiment: Experiment) -> str | None:
        """Say in a sentence why the claim is not about this experiment; ``None`` if it is."""

    @abstractmethod
    def judge(self, evidence: Evidence) -> Verdict:
        """Hold finite evidence of an experiment that the claim is about against it."""

    def verdict(self, evidence: Evidence) -> Verdict:
        """Hold any evidence against the claim."""
        why_not = self.why_not(evidence.experiment)
        if why_not is not None:
            return Verdict(Outcome.DOES_NOT_APPLY, why_not)
        figures = np.array([evidence.train_loss, *(layer.tie_gap for layer in evidence.layers)])
        if not (math.isfinite(evidence.train_loss) and np.isfinite(figures).all()):
            return Verdict(Outcome.NOT_YET, "The loss or the weights are not finite: nothing can be said of them.")
        return self.judge(evidence)


def unmet(experiment: Experiment, requirements: Mapping[str, object]) -> str | None:
    """Say which key of the experiment has another value than required, in a sentence; ``None`` if none has."""
    for key, required in requirements.items():
        value = getattr(experiment, key)
        if value != required:
            return f"The claim is about {key} {required}, and here it is {value}."
    return None


def more_than_one_layer(experiment: Experiment) -> str | None:
    """Say that there is more than one hidden layer, in a sentence; ``None`` if there is one."""
    count = len(experiment.layers)
    return None if count == 1 else f"The claim is about one hidden layer, and here there are {count}."
