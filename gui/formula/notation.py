"""Formulas in writing: for print as LaTeX, as plain text, and as words that can be read aloud."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import normalize

from gui.formula.expressions import Applied, Difference, Equation, Expression, Number, Power, Product, Sum, Symbol

_ADDED, _TIMES, _ONE = range(3)  # how tightly it holds together
_SUBSCRIPTS = str.maketrans("0123456789l-", "₀₁₂₃₄₅₆₇₈₉ₗ₋")


@dataclass(frozen=True)
class Notation:
    """``names`` are those of activations, ``powers`` what is written behind a matrix."""

    names: dict[str, str]
    powers: dict[str, str]
    kind: str

    def equation(self, equation: Equation) -> str:
        """name = value."""
        equals = " is " if self.kind == "words" else " = "
        return f"{self._symbol(equation.name)}{equals}{self.expression(equation.value)}"

    def expression(self, expression: Expression) -> str:
        """On one line."""
        return self._write(expression)[0]

    def _write(self, expression: Expression) -> tuple[str, int]:
        match expression:
            case Symbol():
                return self._symbol(expression), _ONE
            case Number(value):
                return str(value), _ONE
            case Sum(left, right):
                plus = " plus " if self.kind == "words" else " + "
                return f"{self.expression(left)}{plus}{self._at_least(right, _TIMES)}", _ADDED
            case Difference(left, right):
                minus = {"words": " minus ", "latex": " - "}.get(self.kind, " − ")
                return f"{self.expression(left)}{minus}{self._at_least(right, _TIMES)}", _ADDED
            case Product(left, right):
                space = {"words": " times ", "latex": _thin(right)}.get(self.kind, _gap(left, right))
                return f"{self._at_least(left, _TIMES)}{space}{self._at_least(right, _TIMES)}", _TIMES
            case Power(base, kind):
                return f"{self._at_least(base, _ONE)}{self.powers[kind]}", _ONE
            case Applied():
                return self._applied(expression)

    def _applied(self, applied: Applied) -> tuple[str, int]:
        name, inner = self.names[applied.activation], self.expression(applied.argument)
        of = " of " if self.kind == "words" else ""
        minus = {"words": "minus", "latex": "-"}.get(self.kind, "−")
        undo = f"{self.names['inverse of']}{name}" if self.kind == "words" else f"{name}{self.powers['-1']}"
        if applied.activation != "centred_sigmoid":
            return f"{undo if applied.undone else name}{of}{self._brackets(inner)}", _ONE
        # 4σ(a) − 2, and back.
        if applied.undone:
            atom = self._at_least(applied.argument, _TIMES)
            plus, over = (" plus ", " over ") if self.kind == "words" else (" + ", " / ")
            raised = self._brackets(f"{atom}{plus}2")
            return f"{undo}{of}{self._brackets(f'{raised}{over}4')}", _ONE
        times = " times " if self.kind == "words" else ""
        return f"4{times}{name}{of}{self._brackets(inner)} {minus} 2", _ADDED

    def _at_least(self, expression: Expression, tightness: int) -> str:
        text, held = self._write(expression)
        return text if held >= tightness else self._brackets(text)

    def _brackets(self, text: str) -> str:
        return f"\\left({text}\\right)" if self.kind == "latex" else f"({text})"

    def _symbol(self, symbol: Symbol) -> str:
        if self.kind == "words":
            hat = " hat" if symbol.hat else ""
            return f"{symbol.letter}{hat}{' ' + symbol.index if symbol.index else ''}"
        if self.kind == "latex":
            letter = f"\\hat{{{symbol.letter}}}" if symbol.hat else symbol.letter
            index = symbol.index.replace("l", "\\ell ")
            return f"{letter}_{{{index}}}" if index else letter
        hat = "\u0302" if symbol.hat else ""
        return f"{normalize('NFC', symbol.letter + hat)}{symbol.index.translate(_SUBSCRIPTS)}"


def _thin(right: Expression) -> str:
    """A thin space before the name of a function."""
    return r"\," if isinstance(right, Applied) and right.activation != "centred_sigmoid" else " "


def _gap(left: Expression, right: Expression) -> str:
    """A space, but between W and x."""
    plain = isinstance(left, Symbol | Power) and isinstance(right, Symbol | Power)
    return "" if plain or isinstance(left, Difference) or isinstance(right, Difference) else " "


_PLAIN = {
    "sigmoid": "σ",
    "centred_sigmoid": "σ",
    "tanh": "tanh",
    "relu": "ReLU",
    "leaky_relu": "LReLU",
}
LATEX = Notation(
    {name: {"σ": "\\sigma", "tanh": "\\tanh"}.get(text, f"\\mathrm{{{text}}}") for name, text in _PLAIN.items()},
    {"T": "^{\\mathsf{T}}", "+": "^{+}", "-1": "^{-1}"},
    "latex",
)
PLAIN = Notation(_PLAIN, {"T": "ᵀ", "+": "⁺", "-1": "⁻¹"}, "plain")
WORDS = Notation(
    {
        "sigmoid": "sigmoid",
        "centred_sigmoid": "sigmoid",
        "tanh": "tanh",
        "relu": "ReLU",
        "leaky_relu": "leaky ReLU",
        "inverse of": "inverse ",
    },
    {"T": " transposed", "+": " pseudo-inverse", "-1": " inverse"},
    "words",
)
