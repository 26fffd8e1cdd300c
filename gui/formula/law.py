"""The formula that a network computes, from its experiment.

With act the activation, f that of the output, component by component, W_l, b_l and c_l the weights and biases of
layer l = 1 … N (1 the outermost), h_0 = x and ĥ_N = h_N, in NumPy:

    for l in 1 … N:      h[l] = act(W[l] @ h[l-1] + b[l])
    for l in N … 1:      ĥ[l-1] = a(D[l] @ ĥ[l] + c[l])            transpose D = W.T, pseudo_inverse D = pinv(W),
                                                                    untied D of its own
                         ĥ[l-1] = a(W.T @ inv((1-t) W @ W.T + t I) @ ĥ[l] + c[l])     dial
                         ĥ[l-1] = a(pinv(W) @ (act⁻¹(ĥ[l]) - b[l]) + c[l])            inverse

where a is f for l = 1, and otherwise act, but nothing under ``inverse``; x̂ = ĥ_0.
"""

from __future__ import annotations

from core.experiment import Experiment
from core.experiment.choices import DECODERS
from gui.formula.expressions import (
    Applied,
    Difference,
    Equation,
    Expression,
    Formula,
    Number,
    Power,
    Product,
    Sum,
    Symbol,
)

NESTED = 3  # layers at most that are written inside each other; two, where each is long
ANY = "l"  # the index of a layer, whichever


def formula(experiment: Experiment, *, between: bool = False) -> Formula:
    """What this network computes. ``between``: its decoder is on the way from W⁺ to Wᵀ, whichever it is to be."""
    law = _Law(experiment, between)
    return Formula(law.short(), law.full())


class _Law:
    def __init__(self, experiment: Experiment, between: bool) -> None:
        self._experiment = experiment
        self._decoder = DECODERS[experiment.decoder]
        self._dialled = between or self._decoder.adjustable
        self._depth = len(experiment.layers)

    def full(self) -> tuple[Equation, ...]:
        lines = [
            Equation(self._code(layer), self._encoded(layer, self._code(layer - 1)))
            for layer in range(1, self._depth + 1)
        ]
        for layer in range(self._depth, 0, -1):
            inner = self._code(layer) if layer == self._depth else self._decoded_name(layer)
            lines.append(Equation(self._decoded_name(layer - 1), self._decoded(layer, inner)))
        return tuple(lines)

    def short(self) -> tuple[Equation, ...]:
        if self._depth > (NESTED - 1 if self._dialled or self._decoder.inverts_activation else NESTED):
            return self._for_any()
        encoded: Expression = Symbol("x")
        for layer in range(1, self._depth + 1):
            encoded = self._encoded(layer, encoded)
        whole = self._depth == 1 and not self._dialled and not self._decoder.inverts_activation
        code = Symbol("h")
        decoded: Expression = encoded if whole else code
        for layer in range(self._depth, 0, -1):
            decoded = self._decoded(layer, decoded)
        answer = Equation(Symbol("x", hat=True), decoded)
        return (answer,) if whole else (answer, Equation(code, encoded))

    def _for_any(self) -> tuple[Equation, ...]:
        """Too many layers to write them out: the outermost, and any."""
        return (
            Equation(self._decoded_name(0), self._decoded(1, Symbol("h", "1", hat=True))),
            Equation(Symbol("h", f"{ANY}-1", hat=True), self._mirrored(2, self._sums(ANY, Symbol("h", ANY, hat=True)))),
            Equation(Symbol("h", ANY), self._encoded(ANY, Symbol("h", f"{ANY}-1"))),
        )

    def _code(self, layer: int) -> Symbol:
        return Symbol("x") if layer == 0 else Symbol("h", str(layer) if self._depth > 1 else "")

    def _decoded_name(self, layer: int) -> Symbol:
        return Symbol("x", hat=True) if layer == 0 else Symbol("h", str(layer), hat=True)

    def _of(self, letter: str, layer: int | str) -> Symbol:
        return Symbol(letter, str(layer) if self._depth > 1 else "")

    def _encoded(self, layer: int | str, inner: Expression) -> Expression:
        sums = Sum(Product(self._of("W", layer), inner), self._of("b", layer))
        return _applied(self._experiment.activation, sums)

    def _decoded(self, layer: int, inner: Expression) -> Expression:
        return self._mirrored(layer, self._sums(layer, inner))

    def _mirrored(self, layer: int, sums: Expression) -> Expression:
        if layer == 1:
            return _applied(self._experiment.output_activation, sums)
        return sums if self._decoder.inverts_activation else _applied(self._experiment.activation, sums)

    def _sums(self, layer: int | str, inner: Expression) -> Expression:
        weight, bias, offset = (self._of(letter, layer) for letter in "Wbc")
        if self._dialled:
            gram = Product(weight, Power(weight, "T"))
            t = Symbol("t")
            mixed = Sum(Product(Difference(Number(1), t), gram), Product(t, Symbol("I")))
            matrix: Expression = Product(Power(weight, "T"), Power(mixed, "-1"))
        elif self._decoder.free_weights:
            matrix = self._of("D", layer)
        else:
            matrix = Power(weight, "T" if self._decoder.place_on_dial == 1 else "+")
        if self._decoder.inverts_activation:
            activation = self._experiment.activation
            undone = inner if activation == "linear" else Applied(activation, inner, undone=True)
            inner = Difference(undone, bias)
        return Sum(Product(matrix, inner), offset)


def _applied(activation: str, sums: Expression) -> Expression:
    return sums if activation == "linear" else Applied(activation, sums)
