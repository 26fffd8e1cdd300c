"""What a unit deep in the network looks for in a picture, and what it paints there."""

from __future__ import annotations

from core.messages.snapshot import Array, LayerSnapshot


def seen(layers: tuple[LayerSnapshot, ...], index: int) -> tuple[Array, Array]:
    """What the units of layer ``index`` see and paint, through the layers below.

    Returns the encoder's side W[index] ⋯ W[0], (k, d₀), a row a unit, and the decoder's side
    D[0] ⋯ D[index], (d₀, k), a column a unit. Only the products of the weights: activations and biases are
    left out, because a unit beyond a nonlinear layer has no single picture; this one is exact for linear
    layers, and up to a factor the response around a working point where the units below have one common slope.
    Layer 0 gets its own weights, as the same arrays, so that a view can tell that nothing changed.
    """
    encoder, decoder = layers[0].encoder, layers[0].decoder
    for layer in layers[1 : index + 1]:
        encoder = layer.encoder @ encoder  # (k_l, d₀)
        decoder = decoder @ layer.decoder  # (d₀, k_l)
    return encoder, decoder
