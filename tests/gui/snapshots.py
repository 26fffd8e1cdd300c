"""Snapshots made by hand: what a view shows can be asked for without training anything."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.experiment import parse
from core.messages.history import Curve
from core.messages.snapshot import (
    Array,
    Evaluation,
    Examples,
    Flip,
    LaneSnapshot,
    LayerFigures,
    LayerSnapshot,
    Snapshot,
)
from gui.views import View


def curve(values: Array, every: int = 1) -> Curve:
    """A curve that begins with the first step."""
    return Curve(np.arange(1, len(values) + 1, dtype=np.int64) * every, values.astype(np.float32))


def layer(encoder: Array, decoder: Array | None = None) -> LayerSnapshot:
    """A layer with the transpose for a decoder, and figures that nobody looks at."""
    units, inputs = encoder.shape
    figures = LayerFigures(0, 0.0, 0.0, np.ones(min(units, inputs), np.float32), 0.0)
    mirrored = encoder.T if decoder is None else decoder
    return LayerSnapshot(encoder, mirrored, np.zeros(units, np.float32), np.zeros(inputs, np.float32), figures)


def draw(view: View, moment: Snapshot) -> None:
    """Show a view the only lane of this moment."""
    (lane,) = moment.lanes
    view.draw(moment, lane)


def snapshot(
    *,
    step: int = 100,
    shape: tuple[int, int] = (8, 8),
    layers: tuple[LayerSnapshot, ...] | None = None,
    inputs: Array | None = None,
    reconstructions: Array | None = None,
    labels: tuple[str, ...] | None = None,
    losses: Array | None = None,
    floor: float = 0.01,
    flips: tuple[Flip, ...] = (),
    dial: float | None = None,
    **experiment: Any,
) -> Snapshot:
    """A moment of a run over pictures of this shape, of four units unless ``layers`` are given."""
    random = np.random.default_rng(0)
    width = shape[0] * shape[1]
    if layers is None:
        layers = (layer(random.normal(size=(4, width)).astype(np.float32)),)
    if inputs is None:
        inputs = random.uniform(size=(10, width)).astype(np.float32)
    if reconstructions is None:
        reconstructions = inputs * np.float32(0.9)
    if losses is None:
        losses = np.geomspace(0.2, 0.02, step).astype(np.float32)
    lane = LaneSnapshot(
        experiment=parse(experiment),
        batch_loss=float(losses[-1]) if len(losses) else float("nan"),
        evaluation=Evaluation(step, 0.03, 0.04, step),
        pca_floor=floor,
        layers=layers,
        codes=np.zeros((len(inputs), 4), np.float32),
        reconstructions=reconstructions,
        train_curve=curve(losses),
        validation_curve=curve(losses[::10], every=10),
        flips=flips,
        dial=dial,
    )
    return Snapshot(
        serial=1,
        acknowledged=0,
        running=True,
        step=step,
        epoch=1.0,
        steps_per_second=100.0,
        device="cpu",
        examples=Examples(shape, inputs, labels),
        lanes=(lane,),
    )
