"""What a formula is made of: a tree that can be written in several notations, and computed.

Vectors are columns here, as in print: x (d, 1), b (k, 1), and W (k, d).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Symbol:
    """A matrix, a vector or a number by its letter; ``index`` says of which layer, ``hat`` that it is an estimate."""

    letter: str
    index: str = ""
    hat: bool = False


@dataclass(frozen=True)
class Number:
    """A number."""

    value: int


@dataclass(frozen=True)
class Product:
    """left · right."""

    left: Expression
    right: Expression


@dataclass(frozen=True)
class Sum:
    """left + right."""

    left: Expression
    right: Expression


@dataclass(frozen=True)
class Difference:
    """left − right."""

    left: Expression
    right: Expression


@dataclass(frozen=True)
class Power:
    """A matrix transposed (``T``), pseudo-inverted (``+``) or inverted (``-1``)."""

    base: Expression
    kind: str


@dataclass(frozen=True)
class Applied:
    """An activation of its argument, component by component; ``undone``: its inverse."""

    activation: str
    argument: Expression
    undone: bool = False


Expression = Symbol | Number | Product | Sum | Difference | Power | Applied


@dataclass(frozen=True)
class Equation:
    """name = value."""

    name: Symbol
    value: Expression


@dataclass(frozen=True)
class Formula:
    """``short`` begins with the reconstruction and then says what it uses; ``full`` has a line for every layer, in the
    order in which they are computed."""

    short: tuple[Equation, ...]
    full: tuple[Equation, ...]
