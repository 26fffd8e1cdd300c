"""The formula on the screen is what the network computes: its tree, computed by NumPy, against the model itself."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest
import torch

from core.activations import ACTIVATIONS
from core.decoders import DECODERS
from core.experiment import Experiment, parse
from core.training.model import TiedAutoencoder
from gui.formula.expressions import (
    Applied,
    Difference,
    Equation,
    Expression,
    Number,
    Power,
    Product,
    Sum,
    Symbol,
)
from gui.formula.law import formula
from gui.formula.notation import LATEX, PLAIN, WORDS

Values = Any  # of an expression: an array of doubles, (rows, columns), or a number

VALUE: dict[str, Callable[[Any], Any]] = {
    "sigmoid": lambda a: (1 + np.tanh(a / 2)) / 2,
    "centred_sigmoid": lambda a: 2 * np.tanh(a / 2),
    "tanh": np.tanh,
    "relu": lambda a: np.maximum(a, 0),
    "leaky_relu": lambda a: np.where(a > 0, a, 0.01 * a),
}
UNDONE: dict[str, Callable[[Any], Any]] = {
    "sigmoid": lambda h: np.log(h / (1 - h)),
    "centred_sigmoid": lambda h: np.log((h + 2) / (2 - h)),
    "tanh": np.arctanh,
    "leaky_relu": lambda h: np.where(h > 0, h, h / 0.01),
}
#: An activation that is undone in the decoder gets what its inverse is defined for.
MARGINS = {"sigmoid": (1e-6, 1 - 1e-6), "centred_sigmoid": (-2 + 4e-6, 2 - 4e-6), "tanh": (-1 + 2e-6, 1 - 2e-6)}
POWERS: dict[str, Callable[[Any], Any]] = {"T": np.transpose, "+": np.linalg.pinv, "-1": np.linalg.inv}


def computed(expression: Expression, known: dict[Symbol, Values]) -> Values:
    """Its value, with columns for vectors."""
    match expression:
        case Symbol():
            return known[expression]
        case Number(value):
            return np.float64(value)
        case Sum(left, right):
            return computed(left, known) + computed(right, known)
        case Difference(left, right):
            return computed(left, known) - computed(right, known)
        case Product(left, right):
            factors = computed(left, known), computed(right, known)
            return factors[0] * factors[1] if min(map(np.ndim, factors)) == 0 else factors[0] @ factors[1]
        case Power(base, kind):
            return POWERS[kind](computed(base, known))
        case Applied(activation, argument, undone):
            values = computed(argument, known)
            if not undone:
                return VALUE[activation](values)
            return UNDONE[activation](np.clip(values, *MARGINS.get(activation, (-np.inf, np.inf))))


def solved(equations: tuple[Equation, ...], known: dict[Symbol, Values]) -> Values:
    """x̂, when each has been computed in this order."""
    for equation in equations:
        known = {**known, equation.name: computed(equation.value, known)}
    return known[Symbol("x", hat=True)]


def network(experiment: Experiment) -> tuple[TiedAutoencoder, dict[Symbol, Values], torch.Tensor]:
    """A model of doubles, its weights by their letters, and four inputs."""
    generator = torch.Generator().manual_seed(3)
    like = torch.empty(0, dtype=torch.float64)
    model = TiedAutoencoder(
        (9, *experiment.layers),
        activation=experiment.activation,
        output_activation=experiment.output_activation,
        decoder=experiment.decoder,
        seed=experiment.seed,
        like=like,
    )
    model.turn(experiment.dial)
    for layer in range(model.depth):
        for bias in (model.bias(layer), model.mirror_bias(layer)):
            bias.copy_(0.1 * torch.randn(bias.shape, generator=generator, dtype=torch.float64))
    model.tied.written()
    inputs = torch.rand(4, 9, generator=generator, dtype=torch.float64)
    known = {Symbol("x"): inputs.numpy().T, Symbol("t"): np.float64(experiment.dial)}
    for layer in range(model.depth):
        index = str(layer + 1) if model.depth > 1 else ""
        known[Symbol("W", index)] = model.weight(layer).numpy()
        known[Symbol("D", index)] = model.matrix(layer).numpy()
        known[Symbol("b", index)] = model.bias(layer).numpy()[:, None]
        known[Symbol("c", index)] = model.mirror_bias(layer).numpy()[:, None]
    return model, known, inputs


ALLOWED = [
    (decoder, activation)
    for decoder, activation in product(DECODERS, ACTIVATIONS)
    if ACTIVATIONS[activation].inverse or not DECODERS[decoder].inverts_activation
]


@pytest.mark.parametrize("output", ["linear", "sigmoid", "centred_sigmoid"])
@pytest.mark.parametrize("layers", [(4,), (5, 5), (4, 4, 4), (4, 4, 4, 4)], ids=len)
@pytest.mark.parametrize(("decoder", "activation"), ALLOWED)
def test_the_formula_computes_what_the_network_does(
    decoder: str, activation: str, layers: tuple[int, ...], output: str
) -> None:
    values = {"decoder": decoder, "activation": activation, "layers": layers, "output_activation": output, "dial": 0.3}
    experiment = parse({"dataset": "digits8x8", **values})
    model, known, inputs = network(experiment)
    known[Symbol("I")] = np.eye(layers[0])
    made = formula(experiment)
    expected = model.forward(inputs).reconstruction.numpy().T
    np.testing.assert_allclose(solved(made.full, known), expected, rtol=1e-4, atol=1e-5)
    if not any("l" in each.name.index for each in made.short):
        np.testing.assert_allclose(solved(made.short[::-1], known), expected, rtol=1e-4, atol=1e-5)


def test_on_the_way_from_the_pseudo_inverse_it_is_the_dial_s() -> None:
    between = formula(parse({"decoder": "transpose"}), between=True)
    assert between == formula(parse({"decoder": "dial"}))


@pytest.mark.parametrize(
    ("values", "plain"),
    [
        ({"activation": "tanh"}, ["x̂ = Wᵀ tanh(Wx + b) + c"]),
        ({"decoder": "pseudo_inverse"}, ["x̂ = W⁺ (Wx + b) + c"]),
        (
            {"decoder": "inverse", "activation": "tanh"},
            ["x̂ = W⁺(tanh⁻¹(h) − b) + c", "h = tanh(Wx + b)"],
        ),
        ({"decoder": "dial"}, ["x̂ = Wᵀ((1 − t)WWᵀ + tI)⁻¹ h + c", "h = Wx + b"]),
        ({"decoder": "untied", "activation": "relu"}, ["x̂ = D ReLU(Wx + b) + c"]),
        (
            {"layers": [256, 32], "activation": "tanh", "output_activation": "sigmoid"},
            ["x̂ = σ(W₁ᵀ tanh(W₂ᵀh + c₂) + c₁)", "h = tanh(W₂ tanh(W₁x + b₁) + b₂)"],
        ),
        (
            {"layers": [256, 64, 32, 16], "activation": "tanh"},
            ["x̂ = W₁ᵀĥ₁ + c₁", "ĥₗ₋₁ = tanh(Wₗᵀĥₗ + cₗ)", "hₗ = tanh(Wₗhₗ₋₁ + bₗ)"],
        ),
    ],
)
def test_it_is_written_as_people_write_it(values: dict[str, object], plain: list[str]) -> None:
    assert [PLAIN.equation(each) for each in formula(parse(values)).short] == plain


def test_it_can_be_read_aloud_and_set() -> None:
    (only,) = formula(parse({"activation": "sigmoid"})).short
    assert WORDS.equation(only) == "x hat is W transposed times sigmoid of (W times x plus b) plus c"
    assert LATEX.equation(only) == r"\hat{x} = W^{\mathsf{T}}\,\sigma\left(W x + b\right) + c"
