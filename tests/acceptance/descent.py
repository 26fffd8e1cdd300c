"""Full-batch gradient descent on the 8 × 8 digits without the trainer, so that a law can fail for one reason only."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import torch
from torch import Tensor

from core import datasets
from core.datasets.base import Dataset
from core.linear_algebra.pseudo_inverse import decode, decode_backward, factorize
from core.theory import laws as theory

WIDTH = 8
STEPS = 2000
RATE = 4.0


@cache
def digits() -> Dataset:
    return datasets.load("digits8x8", ())


@cache
def centred() -> Tensor:
    """The training part without its mean, (n, d), float64."""
    train = torch.from_numpy(digits().train).double()
    return train - train.mean(0)


@cache
def covariance() -> Tensor:
    return centred().mT @ centred() / len(centred())


def start(seed: int = 0, width: int = WIDTH) -> Tensor:
    """As torch's linear layers start."""
    bound = 1 / math.sqrt(centred().shape[1])
    shape = (width, centred().shape[1])
    return torch.empty(shape, dtype=torch.float64).uniform_(
        -bound, bound, generator=torch.Generator().manual_seed(seed)
    )


def other_rows(seed: int = 1) -> Tensor:
    """An invertible A, (k, k)."""
    generator = torch.Generator().manual_seed(seed)
    return torch.eye(WIDTH, dtype=torch.float64) * 2 + torch.randn(
        WIDTH, WIDTH, generator=generator, dtype=torch.float64
    ) / math.sqrt(WIDTH)


# A decoder under test: the loss over the whole training set, and its gradient with respect to W.
Loss = Callable[[Tensor], tuple[float, Tensor]]


def under_dial(dial: float, *, slope: float = 1.0) -> Loss:
    """The dial's decoder, 0 is W⁺ and 1 is Wᵀ, after a code of slope · Wx."""

    def loss(weight: Tensor) -> tuple[float, Tensor]:
        factor = factorize(weight, dial)
        inputs = centred()
        codes = slope * inputs @ weight.mT
        decoded, kept = decode(codes, factor)
        error = decoded - inputs
        gradient = torch.zeros_like(weight)
        of_codes = decode_backward(error * (2 / error.numel()), codes, kept, factor, gradient)
        gradient.addmm_(of_codes.mT, inputs, alpha=slope)
        return float(error.square().mean()), gradient

    return loss


def with_second_term(share: float) -> Loss:
    """W⁺ after a code of Wx/4, with this share of the second term of its derivative; 0 takes M⁻¹ for a constant.

    The slope is needed: in a linear network with slope 1 the error is orthogonal to W's rows, and the second term is 0
    whatever stands there.
    """

    def loss(weight: Tensor) -> tuple[float, Tensor]:
        inputs, inverse = centred(), torch.linalg.inv(weight @ weight.mT)
        codes = SLOPE * inputs @ weight.mT
        error = codes @ inverse @ weight - inputs
        outer = error * (2 / error.numel())
        of_codes = outer @ weight.mT @ inverse
        second = (codes @ inverse).mT @ of_codes
        gradient = (codes @ inverse).mT @ outer - share * (second + second.mT) @ weight + SLOPE * of_codes.mT @ inputs
        return float(error.square().mean()), gradient

    return loss


SLOPE = theory.SIGMOID_SLOPE
TRANSPOSE, PSEUDO_INVERSE, SLOPED_PSEUDO_INVERSE = under_dial(1.0), under_dial(0.0), under_dial(0.0, slope=SLOPE)


def descend(loss: Loss, weight: Tensor, *, rate: float = RATE, steps: int = STEPS) -> tuple[Tensor, list[Tensor]]:
    """Full-batch gradient descent: the last W and all gradients."""
    gradients = []
    for _ in range(steps):
        gradients.append(loss(weight)[1])
        weight = weight - rate * gradients[-1]
    return weight, gradients


def descend_untied(decay: float, width: int, seed: int) -> tuple[Tensor, Tensor]:
    """W (k, d) and D (d, k) of an untied network after gradient descent with L2."""
    encoder, decoder = start(seed, width), start(seed + 1, width).mT.clone()
    spread, components = covariance(), len(covariance())
    for _ in range(STEPS):
        outer = (decoder @ encoder - torch.eye(components)) @ spread * (2 / components)  # ∂loss/∂(DW)
        encoder, decoder = (
            encoder - RATE * (decoder.mT @ outer + decay * encoder),
            decoder - RATE * (outer @ encoder.mT + decay * decoder),
        )
    return encoder, decoder


def relative(answer: Tensor, truth: Tensor) -> float:
    return float((answer - truth).norm() / truth.norm())


def tie_gap(weight: Tensor) -> float:
    """How far Wᵀ is from W⁺."""
    return relative(weight.mT, torch.linalg.pinv(weight))
