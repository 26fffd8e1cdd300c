"""One network of a run with all there is to tell about it: curves, evaluation, figures, flips."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain

import numpy as np
import torch
from torch import Tensor

from core.datasets import Dataset
from core.engine.transfer import Taken, Transfer
from core.experiment import Experiment
from core.linear_algebra.pseudo_inverse import Factor
from core.messages.history import History
from core.messages.snapshot import Array, Evaluation, Flip, Inversion, LaneSnapshot, LayerFigures, LayerSnapshot
from core.parts.figures import layer_figures
from core.training.trainer import DeviceData, Trainer

MOST_FLIPS = 1000  # kept, the newest: more marks than a screen has columns for are of no use to anybody


class Lane:
    """Watches its trainer; what it hands out is read-only and belongs to one moment."""

    def __init__(self, experiment: Experiment, dataset: Dataset, data: DeviceData) -> None:
        self.trainer = Trainer(experiment, data)
        self._pca = dataset.pca
        self._axes = torch.from_numpy(np.ascontiguousarray(dataset.pca.axes))
        self._batch_loss = math.nan
        self._train, self._validation = History(), History()
        self._flips: tuple[Flip, ...] = ()
        self._proposed_flips: tuple[Flip, ...] = ()
        self._trusted_flips: tuple[Flip, ...] = ()
        self._evaluation = Evaluation(0, math.nan, math.nan, 0)
        self.bring_up_to_date()

    def advance(self, count: int, leave: Callable[[], bool] = lambda: False) -> bool:
        """Take ``count`` steps, or until ``leave``; False if the loss stopped being finite, at the trainer's step."""
        before = self.trainer.step
        losses = self.trainer.advance(count, leave)
        finite = losses[np.isfinite(losses)]
        self._train.extend(np.arange(before + 1, before + 1 + len(finite)), finite)
        self._batch_loss = float(losses[-1]) if len(losses) else self._batch_loss
        return len(finite) == len(losses)

    def change(self, experiment: Experiment) -> None:
        """Other settings from the next step on; a flip of the decoder is kept in the lane's history."""
        if experiment.decoder != self.trainer.experiment.decoder:
            self._flips = (*self._flips, Flip(self.trainer.step, experiment.decoder))[-MOST_FLIPS:]
        self.trainer.change(experiment)

    def balance(self) -> None:
        """Give the innermost W orthonormal rows, see :meth:`core.training.trainer.Trainer.balance`."""
        self.trainer.balance()

    def propose(self) -> None:
        """Keep this moment, to go back to if it turns out to be good."""
        self.trainer.propose()
        self._proposed_flips = self._flips

    def trust(self) -> None:
        """The moment proposed was good."""
        self.trainer.trust()
        self._trusted_flips = self._proposed_flips

    def rewind(self, factor: float) -> None:
        """Back to the last good moment, with the learning rate multiplied by ``factor``."""
        self.trainer.rewind()
        self._flips = self._trusted_flips
        self._train = self._train.until(self.trainer.step)
        self._validation = self._validation.until(self.trainer.step)
        self._batch_loss = math.nan
        rate = self.trainer.experiment.learning_rate * factor
        self.trainer.change(self.trainer.experiment.with_values({"learning_rate": rate}))

    def bring_up_to_date(self) -> None:
        """All figures, at once."""
        for _ in chain(self.validate(), self.evaluate(), self.measure()):
            pass

    def validate(self) -> Iterator[None]:
        """Bring the loss over the examples held back up to date, piece by piece."""
        step, loss = self.trainer.step, 0.0
        for error in self.trainer.validation_errors():
            loss += error
            yield
        self._evaluation = replace(self._evaluation, step=step, validation_loss=loss)
        if math.isfinite(loss):
            self._validation.extend(np.array([step]), np.array([loss]))

    def evaluate(self) -> Iterator[None]:
        """Bring the loss over the whole training set up to date, piece by piece."""
        step, loss = self.trainer.step, 0.0
        for error in self.trainer.train_errors():
            loss += error
            yield
        self._evaluation = replace(self._evaluation, train_step=step, train_loss=loss)

    def measure(self) -> Iterator[None]:
        """Bring the figures of all layers up to date, layer by layer."""
        model = self.trainer.model
        figures: list[LayerFigures] = []
        seen: Tensor | None = None
        for layer in range(model.depth):
            # In float64 and on the CPU: no GPU is good at both, and MPS has no float64.
            weight = model.weight(layer).cpu().double()
            seen = weight if seen is None else weight @ seen
            figures.append(layer_figures(self.trainer.step, weight, seen, self._axes[: len(weight)]))
            yield
        self._figures = tuple(figures)

    def take(self, transfer: Transfer) -> Taken[LaneSnapshot]:
        """This moment, copied."""
        trainer, model = self.trainer, self.trainer.model
        layers = range(model.depth)
        passed = trainer.look()
        weights = [
            tensor
            for layer in layers
            for tensor in (model.weight(layer), model.matrix(layer), model.bias(layer), model.mirror_bias(layer))
        ]
        known = [(self._figures[layer], _inversion(model.factor(layer))) for layer in layers]
        moment = partial(
            LaneSnapshot,
            experiment=trainer.experiment,
            batch_loss=self._batch_loss,
            evaluation=self._evaluation,
            pca_floor=self._pca.floor(min(model.widths)),
            train_curve=self._train.curve(),
            validation_curve=self._validation.curve(),
            flips=self._flips,
            dial=model.dial,
            limited_at=trainer.limited_at,
            not_replayed=trainer.not_replayed,
        )

        def put_together(arrays: Iterator[Array]) -> LaneSnapshot:
            shown = tuple(
                LayerSnapshot(
                    encoder=next(arrays),
                    decoder=next(arrays),
                    encoder_bias=next(arrays),
                    decoder_bias=next(arrays),
                    figures=figures,
                    inversion=inversion,
                )
                for figures, inversion in known
            )
            return moment(layers=shown, codes=next(arrays), reconstructions=next(arrays))

        return Taken(transfer.begin([*weights, passed.code, passed.reconstruction]), put_together)


def _inversion(factor: Factor | None) -> Inversion | None:
    return None if factor is None else Inversion(str(factor.path), factor.condition, factor.measured)
