"""The tables a person chooses from: all that a window needs to know of decoders, activations, data and optimizers.

Plain data, made from what stands on those shelves: no tensor and no picture can be had through it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from core.activations import ACTIVATIONS as _ACTIVATIONS
from core.datasets import DATASETS as _DATASETS
from core.decoders import DECODERS as _DECODERS
from core.optimizers import OPTIMIZERS as _OPTIMIZERS


@dataclass(frozen=True)
class Choice:
    """One thing to choose: the value of the key, what a person reads, and the keys that matter only with it."""

    name: str
    title: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class DecoderChoice(Choice):
    """``title`` is its symbol: Wᵀ, W⁺, …"""

    teaches: str = ""  # one sentence
    free_weights: bool = False  # the decoder has weights of its own
    inverts_activation: bool = False  # it undoes the activation, so that it needs one that can be undone
    place_on_dial: float | None = None  # where it always stands between W⁺ (0) and Wᵀ (1)
    adjustable: bool = False  # it stands between them where the dial says


@dataclass(frozen=True)
class ActivationChoice(Choice):
    """``why_not`` says why it can't be undone, empty if it can."""

    why_not: str = ""


@dataclass(frozen=True)
class OptimizerChoice(Choice):
    """How a gradient becomes a step."""


AnyChoice = TypeVar("AnyChoice", bound=Choice)


def _by_name(choices: Iterable[AnyChoice]) -> dict[str, AnyChoice]:
    return {choice.name: choice for choice in choices}


DECODERS = _by_name(
    DecoderChoice(
        decoder.name,
        decoder.symbol,
        teaches=decoder.teaches,
        free_weights=decoder.free_weights,
        inverts_activation=decoder.inverts_activation,
        place_on_dial=decoder.place_on_dial,
        adjustable=decoder.adjustable,
    )
    for decoder in _DECODERS.values()
)
ACTIVATIONS = _by_name(
    ActivationChoice(activation.name, activation.title, why_not=activation.why_not)
    for activation in _ACTIVATIONS.values()
)
DATASETS = _by_name(
    Choice(source.name, source.title, tuple(source.options.model_fields)) for source in _DATASETS.values()
)
OPTIMIZERS = _by_name(
    OptimizerChoice(optimizer.name, optimizer.title, optimizer.keys) for optimizer in _OPTIMIZERS.values()
)

#: The experiment's keys whose values are names, and what each can be.
CHOICES: Mapping[str, Mapping[str, Choice]] = {
    "dataset": DATASETS,
    "activation": ACTIVATIONS,
    "output_activation": ACTIVATIONS,
    "decoder": DECODERS,
    "optimizer": OPTIMIZERS,
}


def matters(key: str, chosen: Mapping[str, str]) -> bool:
    """Whether ``key`` means anything with what is chosen for the keys of :data:`CHOICES`.

    Args:
        key: of an experiment.
        chosen: the names chosen, those of an unknown choice being taken for one that uses nothing of its own.
    """
    users = [(by, choice) for by, table in CHOICES.items() for choice in table.values() if key in choice.keys]
    return not users or any(chosen.get(by) == choice.name for by, choice in users)
