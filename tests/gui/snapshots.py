"""Snapshots made by hand: what a view shows can be asked for without training anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
import numpy.typing as npt

from core.experiment import parse
from core.messages.history import Curve
from core.messages.losses import LossCurve
from core.messages.moment import Moment
from core.messages.needs import Need, Part
from core.messages.snapshot import Array, Examples, LaneSnapshot, Mark, RunFacts, Snapshot
from core.parts.dead_units import DeadUnits, DeadUnitsPart
from core.parts.figures import Figures, FiguresPart, LayerFigures
from core.parts.filters import Filters, FiltersPart
from core.parts.inverse_filters import InverseFilters, InverseFiltersPart
from core.parts.inversions import Inversion, Inversions, InversionsPart
from core.parts.likeness import Likeness, LikenessPart
from core.parts.losses import LossPart, TrainingLoss, ValidationLoss
from core.parts.reconstructions import Reconstructions, ReconstructionsPart
from gui.views import View

_versions = count(1)  # of curves: each is another one
_runs = count(1)


@dataclass(frozen=True)
class Layer:
    """One layer of a network as a test wants it."""

    encoder: Array  # (k, d)
    decoder: Array  # (d, k)
    figures: LayerFigures


def curve(values: Array, every: int = 1) -> Curve:
    """A curve that begins with the first step."""
    steps = np.arange(1, len(values) + 1, dtype=np.int64) * every
    return Curve(steps, values.astype(np.float32), version=next(_versions))


def loss_curve(values: Array, every: int = 1) -> LossCurve:
    """The same values of both sets, one for every so many steps."""
    steps = np.arange(1, len(values) + 1) * every
    losses = values.astype(np.float32)
    return LossCurve(steps, losses, losses, np.zeros(len(steps), np.int32), version=next(_versions))


def pieces(*several: tuple[Sequence[int], Sequence[float]]) -> LossCurve:
    """A curve of steps and losses between changes; validation is a tenth above train."""
    steps = np.concatenate([each for each, _ in several]).astype(np.int64)
    losses = np.concatenate([each for _, each in several]).astype(np.float32)
    segment = np.repeat(np.arange(len(several)), [len(each) for each, _ in several]).astype(np.int32)
    return LossCurve(steps, losses, losses * np.float32(1.1), segment, version=next(_versions))


def layer(encoder: Array, decoder: Array | None = None, figures: LayerFigures | None = None) -> Layer:
    """A layer with the transpose for a decoder, and figures that nobody looks at."""
    nothing = LayerFigures(0.0, 0.0, np.ones(min(encoder.shape), np.float32), 0.0)
    return Layer(encoder, encoder.T if decoder is None else decoder, figures or nothing)


def flip(step: int, decoder: str) -> Mark:
    """The decoder was flipped."""
    return Mark(step, (("decoder", decoder),))


def draw(view: View, moment: Snapshot) -> None:
    """Show a view the only lane of this moment."""
    (lane,) = moment.lanes
    view.draw(moment, lane)


def parts_of(
    layers: Sequence[Layer],
    reconstructions: Array,
    moment: Moment,
    inversions: tuple[Inversion, ...] = (),
    dead: tuple[int, ...] = (),
) -> dict[Need[Any], Part]:
    """Answers to all needs of all views; ``dead`` are those of the first layer's units."""
    parts: dict[Need[Any], Part] = {
        Reconstructions(): ReconstructionsPart(moment, reconstructions),
        Figures(): FiguresPart(moment, tuple(layer.figures for layer in layers)),
        Inversions(): InversionsPart(moment, inversions),
        DeadUnits(): DeadUnitsPart(moment, _dead(layers, dead), 2000),
        TrainingLoss(): LossPart(moment, 0.03),
        ValidationLoss(): LossPart(moment, 0.04),
    }
    encoder, decoder = layers[0].encoder, layers[0].decoder
    units = tuple(len(layer.encoder) for layer in layers)
    for index, each in enumerate(layers):
        if index:
            encoder, decoder = each.encoder @ encoder, decoder @ each.decoder
        parts[Filters(index)] = FiltersPart(moment, encoder, np.ascontiguousarray(decoder.T), units)
        parts[InverseFilters(index)] = InverseFiltersPart(moment, _inverse(encoder))
        size = len(encoder)
        parts[Likeness(index)] = LikenessPart(moment, np.arange(size)[::-1].copy(), np.ones(size, np.float32))
    return parts


def _inverse(encoder: Array) -> Array:
    """The pseudo-inverse, as far as there is one."""
    numbers = np.nan_to_num(encoder.astype(np.float64))
    return np.asarray(np.linalg.pinv(numbers), np.float32)


def _dead(layers: Sequence[Layer], units: tuple[int, ...]) -> tuple[npt.NDArray[np.bool_], ...]:
    first, *others = (np.zeros(len(layer.encoder), np.bool_) for layer in layers)
    first[list(units)] = True
    return first, *others


def snapshot(
    *,
    step: int = 100,
    revision: int = 0,
    run: int | None = None,
    shape: tuple[int, int] = (8, 8),
    layers: tuple[Layer, ...] | None = None,
    inputs: Array | None = None,
    reconstructions: Array | None = None,
    labels: tuple[str, ...] | None = None,
    losses: Array | None = None,
    course: LossCurve | None = None,
    floor: float = 0.01,
    validation_floor: float = 0.011,
    marks: tuple[Mark, ...] = (),
    dial: float | None = None,
    inversions: tuple[Inversion, ...] = (),
    limited_at: int | None = None,
    dead: tuple[int, ...] = (),
    running: bool = True,
    **experiment: Any,
) -> Snapshot:
    """A moment of a run over pictures of this shape, of four units unless ``layers`` are given.

    Each is of another run, unless ``run`` says otherwise.
    """
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
    moment = Moment(step, revision)
    facts = RunFacts(run or next(_runs), "cpu", Examples(shape, inputs, labels), 0.07)
    lane = LaneSnapshot(
        name="A",
        moment=moment,
        epoch=1.0,
        experiment=parse({"layers": [len(each.encoder) for each in layers], **experiment}),
        batch_loss=float(losses[-1]) if len(losses) else float("nan"),
        pca_floor=floor,
        batch_curve=curve(losses),
        losses=loss_curve(losses[9::10], every=10) if course is None else course,
        validation_floor=validation_floor,
        marks=marks,
        dial=dial,
        limited_at=limited_at,
        parts=parts_of(layers, reconstructions, moment, inversions, dead),
    )
    return Snapshot(run=facts.run, acknowledged={}, running=running, steps_per_second=100.0, lanes=(lane,), facts=facts)
