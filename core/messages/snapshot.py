"""One moment of a run, immutable: everything the window shows, as read-only NumPy arrays.

Shapes: d input components, k_l units in encoder layer l, n fixed examples.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.experiment import Experiment
from core.messages.history import Curve

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class LayerFigures:
    """Numbers about one layer's weights, all computed at ``step`` (which may be older than the snapshot's)."""

    step: int
    orthogonality: float  # ‖WWᵀ − I‖_F; for k > d ‖WᵀW − I‖_F
    tie_gap: float  # ‖D − W⁺‖_F / ‖W⁺‖_F with D = Wᵀ, whatever decoder is in force
    singular_values: Array  # (min(k, d),) of W, descending
    largest_principal_angle: float  # degrees, between the layer's filters and the leading principal subspace


@dataclass(frozen=True)
class Inversion:
    """How the decoder inverted W: see ``Path`` and ``Factor`` in :mod:`core.linear_algebra.pseudo_inverse`."""

    path: str  # float32, float64, regularised, not finite
    condition: float  # of W, or of its dialled version
    measured: bool  # False: a bound from above


@dataclass(frozen=True, eq=False)
class LayerSnapshot:
    """The weights of one encoder layer and of the decoder layer that mirrors it."""

    encoder: Array  # (k, d): row i is the filter of unit i
    decoder: Array  # (d, k): column i is what unit i paints
    encoder_bias: Array  # (k,)
    decoder_bias: Array  # (d,)
    figures: LayerFigures
    inversion: Inversion | None = None  # None where the decoder does not invert W


@dataclass(frozen=True)
class Evaluation:
    """Mean squared errors per component over whole sets, the training set's at ``train_step``."""

    step: int
    train_loss: float
    validation_loss: float
    train_step: int


@dataclass(frozen=True)
class Flip:
    """From the step after ``step`` on, ``decoder`` was in force."""

    step: int
    decoder: str


@dataclass(frozen=True, eq=False)
class Examples:
    """The examples that are shown all along, spread over the labels; the same object in every snapshot of a run."""

    shape: tuple[int, int]  # rows and columns of one example's picture
    inputs: Array  # (n, d)
    labels: tuple[str, ...] | None


@dataclass(frozen=True, eq=False)
class LaneSnapshot:
    """One network of the run. ``experiment`` holds the settings in force, the decoder among them."""

    experiment: Experiment
    batch_loss: float  # of the last mini-batch; NaN before the first step
    evaluation: Evaluation
    pca_floor: float  # on the training set, at the network's narrowest layer
    layers: tuple[LayerSnapshot, ...]
    codes: Array  # (n, k_N) of the fixed examples
    reconstructions: Array  # (n, d) of the fixed examples
    train_curve: Curve
    validation_curve: Curve
    flips: tuple[Flip, ...]
    dial: float | None = None  # where the decoder stands between W⁺ (0) and Wᵀ (1), in a ramp too
    limited_at: int | None = None  # the last step whose gradient had to be shortened
    not_replayed: str | None = None  # why recording some steps failed, where steps are recorded


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The run after ``step`` steps. ``acknowledged`` counts the commands handled so far."""

    serial: int
    acknowledged: int
    running: bool
    step: int
    epoch: float
    steps_per_second: float  # 0 while paused
    device: str
    examples: Examples
    lanes: tuple[LaneSnapshot, ...]

    @property
    def lane(self) -> LaneSnapshot:
        """The first lane: the only one unless decoders are raced."""
        return self.lanes[0]
