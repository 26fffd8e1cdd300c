"""From the device to the host, without training having to wait for it where it need not.

On CUDA what is to be shown is cloned on the device, in its turn among the steps, and copied into pinned memory on a
stream of its own while the next steps run. Reference: torch's documentation, CUDA semantics, use pinned memory buffers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from core.messages.snapshot import Array


class Copies(Protocol):
    """Copies under way."""

    @property
    def done(self) -> bool:
        """Whether they are there."""

    def arrays(self) -> Sequence[Array]:
        """Wait for the copies and return them, read-only. Their memory is not reused while somebody looks at it."""


class Transfer(Protocol):
    """A way to the host."""

    def begin(self, tensors: Sequence[Tensor]) -> Copies:
        """Copy the tensors as they are now, whatever becomes of them afterwards."""


class AtOnce:
    """Waits for the copies: on a CPU they are made here anyway, and MPS has nothing better to offer."""

    def begin(self, tensors: Sequence[Tensor]) -> Copies:
        return Here([_read_only(tensor.to("cpu", copy=True)) for tensor in tensors])


@dataclass(frozen=True)
class Here:
    """Copies that have been made."""

    made: Sequence[Array]
    done = True

    def arrays(self) -> Sequence[Array]:
        return self.made


class SideStream:
    """Lets a CUDA device go on."""

    def __init__(self, device: torch.device) -> None:
        self._stream = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]

    def begin(self, tensors: Sequence[Tensor]) -> Copies:
        # The next step overwrites the weights; the clones nobody touches.
        clones = [tensor.clone() for tensor in tensors]
        self._stream.wait_stream(torch.cuda.current_stream(self._stream.device))
        with torch.cuda.stream(self._stream):
            pinned = [torch.empty_like(clone, device="cpu", pin_memory=True) for clone in clones]
            for there, here in zip(clones, pinned, strict=True):
                here.copy_(there, non_blocking=True)
                # Or the training's next clones might be given this memory while it is still being read.
                there.record_stream(self._stream)
            done = torch.cuda.Event()  # type: ignore[no-untyped-call]
            done.record(self._stream)
        return OnTheWay(pinned, done)


@dataclass(frozen=True)
class OnTheWay:
    """Copies that are there when the stream has come to the event."""

    pinned: Sequence[Tensor]
    event: torch.cuda.Event

    @property
    def done(self) -> bool:
        return bool(self.event.query())  # type: ignore[no-untyped-call]

    def arrays(self) -> Sequence[Array]:
        self.event.synchronize()
        return [_read_only(tensor) for tensor in self.pinned]


def _read_only(tensor: Tensor) -> Array:
    """A view that keeps the tensor's memory."""
    array: Array = tensor.numpy()
    array.flags.writeable = False
    return array
