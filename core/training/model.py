"""The tied autoencoder: encoder, mirrored decoder, and the derivative of both, written out.

Layer l has weights W_l (k_l, d_l): h_l = act(h_{l−1} W_lᵀ + b_l). The decoder runs the layers backwards with
weights that a :class:`core.decoders.Decoder` makes of W_l, and with biases of its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from core.activations import ACTIVATIONS, Activation
from core.decoders import DECODERS, Decoder, MirroredLayer
from core.linear_algebra.condition_monitor import ConditionMonitor
from core.training import layout
from core.training.parameters import Block
from core.training.streams import Stream, stream_seed

if TYPE_CHECKING:
    from core.linear_algebra.condition_monitor import MonitorState
    from core.linear_algebra.pseudo_inverse import Factor

LINEAR = ACTIVATIONS["linear"]


@dataclass(frozen=True, eq=False)
class Pass:
    """What went through the network: a row for each example."""

    encoded: tuple[Tensor, ...]  # inputs, h_1 … h_N; the last is the code
    decoded: tuple[Tensor, ...]  # what the mirrored layers answered: of layer 1 (the reconstruction) … layer N
    kept: tuple[Any, ...]  # by decoding, for its derivative: of layer 1 … layer N

    @property
    def code(self) -> Tensor:
        return self.encoded[-1]

    @property
    def reconstruction(self) -> Tensor:
        return self.decoded[0]


@dataclass(frozen=True, eq=False)
class _Layer:
    """What is looked up at every step: views of the tied block."""

    weight: Tensor  # (k, d)
    transposed: Tensor  # (d, k), the same memory
    bias: Tensor  # (k,)
    mirror_bias: Tensor  # (d,)
    weight_gradient: Tensor
    bias_gradient: Tensor
    mirror_bias_gradient: Tensor


class TiedAutoencoder:
    """``widths`` are the input's and then each encoder layer's, outermost first: [784, 256, 32].

    Weights start as torch's linear layers do, uniform in ±1/√d, drawn on the CPU, so that the same seed gives
    the same network on every device; biases start at 0. Device and type are those of ``like``, a tensor.
    """

    def __init__(
        self,
        widths: Sequence[int],
        *,
        activation: str,
        output_activation: str,
        decoder: str,
        seed: int,
        like: Tensor,
    ) -> None:
        self.widths = tuple(widths)
        self._activation = ACTIVATIONS[activation]
        self.output_activation = ACTIVATIONS[output_activation]
        self.decoder: Decoder = DECODERS[decoder]
        self._like = like
        self.tied = Block(layout.tied_weights(self.widths), layout.biases(self.widths), like)
        self._layers = tuple(_layer(self.tied, layer) for layer in range(self.depth))
        self.free: Block | None = None
        generator = torch.Generator().manual_seed(stream_seed(seed, Stream.WEIGHTS))
        for layer in self._layers:
            bound = 1 / math.sqrt(layer.weight.shape[1])
            layer.weight.copy_(torch.empty(layer.weight.shape).uniform_(-bound, bound, generator=generator))
        self.tied.written()
        self.mirrored = self._with_free_weights()

    @property
    def activation(self) -> Activation:
        """Of the hidden layers, in the encoder and in the decoder."""
        return self._activation

    @activation.setter
    def activation(self, activation: Activation) -> None:
        self._activation = activation
        for layer in self.mirrored:
            layer.activation = activation

    @property
    def dial(self) -> float | None:
        """Where the decoder in force stands between W⁺ (0) and Wᵀ (1); ``None`` if it is on no such line."""
        adjusted = self.decoder.dial(self.mirrored[0])
        return self.decoder.place_on_dial if adjusted is None else adjusted

    def turn(self, dial: float) -> None:
        """Set the dial, for the decoder that stands where it says."""
        for layer in self.mirrored:
            layer.dial = dial

    def factor(self, layer: int) -> Factor | None:
        """How layer ``layer`` is inverted; ``None`` if the decoder in force does not invert it."""
        dial = self.decoder.dial(self.mirrored[layer])
        return None if dial is None else self.mirrored[layer].factor(dial)

    @property
    def check_due(self) -> bool:
        """Whether the next step reads from the device, to check an inverse."""
        dials = ((layer, self.decoder.dial(layer)) for layer in self.mirrored)
        return any(dial is not None and layer.monitor.due(dial) for layer, dial in dials)

    @property
    def inverts(self) -> bool:
        """Whether the decoder in force is made with an inverse, whose derivative has no bound of its own."""
        return self.decoder.dial(self.mirrored[0]) is not None

    def monitor_states(self) -> tuple[MonitorState | None, ...]:
        """How the next factor of every layer will be computed."""
        return tuple(layer.state() for layer in self.mirrored)

    def restore_monitors(self, states: Sequence[MonitorState | None]) -> None:
        """Compute the next factors as they would have been at ``states``; none is kept."""
        for layer, state in zip(self.mirrored, states, strict=True):
            layer.restore(state)

    @property
    def depth(self) -> int:
        """The number of encoder layers."""
        return len(self.widths) - 1

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All there is to train."""
        return (self.tied,) if self.free is None else (self.tied, self.free)

    def weight(self, layer: int) -> Tensor:
        """W of encoder layer ``layer``, (k, d); 0 is the outermost."""
        return self._layers[layer].weight

    def bias(self, layer: int) -> Tensor:
        """b of encoder layer ``layer``, (k,)."""
        return self._layers[layer].bias

    def mirror_bias(self, layer: int) -> Tensor:
        """The bias of the decoder layer that mirrors encoder layer ``layer``, (d,)."""
        return self._layers[layer].mirror_bias

    def matrix(self, layer: int) -> Tensor:
        """The weights of the decoder layer that mirrors encoder layer ``layer``, (d, k)."""
        return self.decoder.matrix(self.mirrored[layer])

    def flip(self, decoder: str) -> None:
        """Go on with another decoder and the same encoder; free weights start from the decoder in force."""
        if decoder == self.decoder.name:
            return
        if not DECODERS[decoder].free_weights and self.free is None:
            self.decoder = DECODERS[decoder]
            return
        matrices = [self.matrix(layer).clone() for layer in range(self.depth)]
        self.use(decoder)
        if self.free is not None:
            for layer, matrix in enumerate(matrices):
                self.free.values[f"decoder.{layer}.weight"].copy_(matrix)
            self.free.written()

    def use(self, decoder: str) -> None:
        """Decode with ``decoder`` from now on; free weights, if it has any, are new ones."""
        self.decoder = DECODERS[decoder]
        if self.decoder.free_weights or self.free is not None:
            dial = self.mirrored[0].dial
            self.mirrored = self._with_free_weights()
            self.turn(dial)

    def balance(self) -> None:
        """Replace the innermost W by its polar factor, and its bias by what decodes to the same with W⁺.

        Reference: Fan and Hoffman (1955), the unitary polar factor is the nearest matrix with orthonormal rows.
        """
        weight, bias = self.weight(self.depth - 1), self.bias(self.depth - 1)
        old = weight.cpu().double()
        left, _, right = torch.linalg.svd(old, full_matrices=False)
        new = left @ right
        shifted = bias.cpu().double() @ torch.linalg.pinv(old).mT @ new.mT
        weight.copy_(new)
        bias.copy_(shifted)
        self.tied.written()
        for layer in self.mirrored:
            layer.restore(None)  # what was found of the old W says nothing of the new one

    def encode(self, inputs: Tensor) -> tuple[Tensor, ...]:
        """inputs (B, d), h_1, …, code (B, k_N)."""
        encoded = [inputs]
        for layer in self._layers:
            sums = torch.addmm(layer.bias, encoded[-1], layer.transposed)
            encoded.append(self.activation.value(sums))
        return tuple(encoded)

    def decode(self, code: Tensor) -> tuple[tuple[Tensor, ...], tuple[Any, ...]]:
        """From the code (B, k_N) outwards: what the mirrored layers answer, the reconstruction first, and what is kept
        for the derivative."""
        decoded, kept = [code], []
        for layer in reversed(range(self.depth)):
            sums, used = self.decoder.decode(decoded[-1], self.mirror_bias(layer), self.mirrored[layer])
            decoded.append(self._mirrored_activation(layer).value(sums))
            kept.append(used)
        return tuple(reversed(decoded[1:])), tuple(reversed(kept))

    def forward(self, inputs: Tensor) -> Pass:
        """Inputs (B, d) through encoder and decoder."""
        encoded = self.encode(inputs)
        return Pass(encoded, *self.decode(encoded[-1]))

    def backward(self, passed: Pass, gradient: Tensor) -> None:
        """Fill the blocks' gradients from ∂loss/∂reconstruction (B, d), which may be overwritten."""
        for block in self.blocks:
            block.gradient.zero_()
        for layer in range(self.depth):
            # A linear layer's slope is 1 everywhere: no pass over the batch for nothing.
            activation = self._mirrored_activation(layer)
            if activation.name != "linear":
                gradient.mul_(activation.slope(passed.decoded[layer]))
            torch.sum(gradient, 0, out=self._layers[layer].mirror_bias_gradient)
            codes = passed.decoded[layer + 1] if layer + 1 < self.depth else passed.code
            gradient = self.decoder.backward(gradient, codes, passed.kept[layer], self.mirrored[layer])
        for layer in reversed(range(self.depth)):
            views = self._layers[layer]
            if self.activation.name != "linear":
                gradient.mul_(self.activation.slope(passed.encoded[layer + 1]))
            views.bias_gradient.add_(gradient.sum(0))
            views.weight_gradient.addmm_(gradient.mT, passed.encoded[layer])
            if layer:
                gradient = gradient @ views.weight

    def _mirrored_activation(self, layer: int) -> Activation:
        if layer == 0:
            return self.output_activation
        return LINEAR if self.decoder.inverts_activation else self.activation

    def _with_free_weights(self) -> tuple[MirroredLayer, ...]:
        """All layers as their decoder sees them, with free weights where the decoder in force has them."""
        layers = range(self.depth)
        self.free = None
        if self.decoder.free_weights:
            self.free = Block(layout.free_weights(self.widths), {}, self._like)
            for layer in layers:
                self.free.values[f"decoder.{layer}.weight"].copy_(self.weight(layer).mT)
        return tuple(
            MirroredLayer(
                self.weight(layer),
                self._layers[layer].weight_gradient,
                self.bias(layer),
                self._layers[layer].bias_gradient,
                self.activation,
                self.tied,
                ConditionMonitor(),
                free=self.free.values[f"decoder.{layer}.weight"] if self.free else None,
                free_gradient=self.free.gradients[f"decoder.{layer}.weight"] if self.free else None,
            )
            for layer in layers
        )


def _layer(block: Block, layer: int) -> _Layer:
    weight, bias, mirror_bias = f"encoder.{layer}.weight", f"encoder.{layer}.bias", f"decoder.{layer}.bias"
    return _Layer(
        weight=block.values[weight],
        transposed=block.values[weight].mT,
        bias=block.values[bias],
        mirror_bias=block.values[mirror_bias],
        weight_gradient=block.gradients[weight],
        bias_gradient=block.gradients[bias],
        mirror_bias_gradient=block.gradients[mirror_bias],
    )
