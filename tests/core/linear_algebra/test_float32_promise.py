"""What is labelled float32 is as good as promised: 4·10⁻⁴ for the answer and for both derivatives, whatever W."""

from __future__ import annotations

import math
from collections import Counter
from enum import StrEnum

import numpy as np
import pytest
import torch
from torch import Tensor

from core.linear_algebra.path import Path
from core.linear_algebra.pseudo_inverse import decode, decode_backward, factorize
from tests.core.linear_algebra.references import Array, daleckii_krein, golub_pereyra

PROMISE = 4e-4
DIALS = (1e-4, 1e-3, 0.01, 0.1, 0.5, 0.9)


class Shape(StrEnum):
    """Of W (k, d)."""

    WIDE = "k < d"
    SQUARE = "k = d"
    TALL = "k > d"


def random_weight(generator: np.random.Generator, condition: float, shape: Shape) -> Tensor:
    """A W of 2 to 24 by up to twice as many, of this condition; its singular values fall in one of four ways."""
    m = int(generator.integers(2, 25))
    more = m + int(generator.integers(1, m + 1))
    sides = {Shape.WIDE: (m, more), Shape.SQUARE: (m, m), Shape.TALL: (more, m)}[shape]
    left, right = (np.linalg.qr(generator.standard_normal((side, m)))[0] for side in sides)
    values = (
        np.geomspace(1, 1 / condition, m),
        np.append(np.ones(m - 1), 1 / condition),
        np.append(1.0, np.full(m - 1, 1 / condition)),
        np.concatenate([[1.0, 1 / condition], np.exp(-generator.uniform(0, math.log(condition), m - 2))]),
    )[generator.integers(4)]
    return torch.from_numpy((left * values) @ right.T).float()


def random_codes(generator: np.random.Generator, weight: Tensor, *, made: bool) -> Tensor:
    """1 to 40 codes: made by W of inputs, as in training, or any."""
    rows = int(generator.integers(1, 41))
    width = weight.shape[1] if made else weight.shape[0]
    values = torch.from_numpy(generator.standard_normal((rows, width))).float()
    return values @ weight.mT if made else values


def error(answer: Tensor, truth: Array) -> float:
    """Relative, in the Frobenius norm."""
    return float(np.linalg.norm(answer.double().numpy() - truth) / np.linalg.norm(truth))


def reference(weight: Array, codes: Array, gradient: Array, dial: float) -> tuple[Array, Array]:
    """The decoded codes and ∂W, in float64."""
    if dial:
        return daleckii_krein(weight, codes, gradient, dial)
    return golub_pereyra(weight, codes, gradient)


def worst_error(weight: Tensor, codes: Tensor, gradient: Tensor, dial: float) -> tuple[Path, float]:
    """Of the decoded codes, ∂W and ∂codes."""
    factor = factorize(weight, dial)
    decoded, kept = decode(codes, factor)
    of_weight = torch.zeros_like(weight)
    of_codes = decode_backward(gradient, codes, kept, factor, of_weight)
    exact, h, g = (each.double().numpy() for each in (weight, codes, gradient))
    truth, derivative = reference(exact, h, g, dial)
    decoder, _ = reference(exact, np.eye(len(exact)), np.zeros(exact.shape), dial)  # what it makes of a basis of codes
    errors = error(decoded, truth), error(of_weight, derivative), error(of_codes, g @ decoder.T)
    return factor.path, max(errors)


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("made", [False, True], ids=["any codes", "codes made by W"])
def test_float32_keeps_its_promise(shape: Shape, made: bool) -> None:
    generator = np.random.default_rng([list(Shape).index(shape), made])
    seen: Counter[tuple[Path, bool]] = Counter()
    for _ in range(700):
        dial = float(generator.choice(DIALS)) if generator.random() < 0.4 else 0.0
        # Under the dial the condition of what is inverted stays small, however singular W itself is.
        condition = float(10 ** generator.uniform(0, 4) if dial else generator.uniform(1, 99))
        weight = random_weight(generator, condition, shape)
        codes = random_codes(generator, weight, made=made)
        gradient = torch.from_numpy(generator.standard_normal((len(codes), weight.shape[1]))).float()
        path, worst = worst_error(weight, codes, gradient, dial)
        seen[path, dial > 0] += 1
        assert worst <= PROMISE, f"{path}: {worst:.1e} at cond W = {condition:.0f}, dial {dial}, {weight.shape}"
    # Both sides of the limit were met, with W⁺ and under the dial.
    assert min(seen[path, dialled] for path in (Path.FLOAT32, Path.FLOAT64) for dialled in (False, True)) >= 10


def test_both_references_agree() -> None:
    generator = np.random.default_rng(0)
    for shape in ((3, 7), (5, 5), (7, 3)):
        weight, codes = generator.standard_normal(shape), generator.standard_normal((4, shape[0]))
        gradient = generator.standard_normal((4, shape[1]))
        for one, other in zip(
            golub_pereyra(weight, codes, gradient), daleckii_krein(weight, codes, gradient, 1e-12), strict=True
        ):
            np.testing.assert_allclose(one, other, rtol=1e-8, atol=1e-8)
