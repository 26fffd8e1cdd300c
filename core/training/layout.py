"""What the tensors of a network are called, and their shapes, in the order in which they lie in memory.

``widths`` are the input's and then each encoder layer's, outermost first.
"""

from __future__ import annotations

from collections.abc import Sequence

Shapes = dict[str, tuple[int, ...]]


def tied_weights(widths: Sequence[int]) -> Shapes:
    """Of the encoder, which the decoder's follow from."""
    return {f"encoder.{layer}.weight": (k, d) for layer, (k, d) in _layers(widths)}


def biases(widths: Sequence[int]) -> Shapes:
    """Of encoder layers and of the decoder layers that mirror them."""
    encoder: Shapes = {f"encoder.{layer}.bias": (k,) for layer, (k, _) in _layers(widths)}
    return encoder | {f"decoder.{layer}.bias": (d,) for layer, (_, d) in _layers(widths)}


def free_weights(widths: Sequence[int]) -> Shapes:
    """Of a decoder that has its own."""
    return {f"decoder.{layer}.weight": (d, k) for layer, (k, d) in _layers(widths)}


def _layers(widths: Sequence[int]) -> list[tuple[int, tuple[int, int]]]:
    return list(enumerate(zip(widths[1:], widths[:-1], strict=True)))
