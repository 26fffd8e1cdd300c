"""Where the training happens: CUDA, else MPS, else the CPU."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial

import torch

from core.engine.transfer import AtOnce, SideStream, Transfer
from core.errors import TiescopeError
from core.training.replay import CudaRecorder, Recorder

SPARE_CORES = 1  # for the window: a core that training leaves alone keeps it fluent
#: Steps that are recorded and replayed, and snapshots through pinned memory. Off until they have been proved on a GPU.
FAST_CUDA = os.environ.get("TIESCOPE_FAST_CUDA", "") == "1"
MOST_THREADS = 4  # products this small gain nothing from more


def pick(name: str | None = None) -> torch.device:
    """The device called ``name`` (``cpu``, ``cuda``, ``mps``), or the best there is.

    Raises:
        TiescopeError: if the one asked for is not there.
    """
    there = available()
    if name is None:
        return torch.device(there[0])
    if name not in there:
        raise TiescopeError(f"device must be one of {', '.join(there)} on this machine, not {name}.", "device")
    return torch.device(name)


def available() -> tuple[str, ...]:
    """The devices of this machine, the best first."""
    found = []
    if torch.cuda.is_available():
        found.append("cuda")
    if torch.backends.mps.is_available():
        found.append("mps")
    return (*found, "cpu")


def title(device: torch.device) -> str:
    """As the status bar names it."""
    if device.type == "cuda":
        return str(torch.cuda.get_device_name(device))
    return {"cpu": "CPU", "mps": "Apple GPU"}[device.type]


def transfer_from(device: torch.device) -> Transfer:
    """The way from there to the host. On CUDA training need not wait for it, if :data:`FAST_CUDA` is on."""
    return SideStream(device) if device.type == "cuda" and FAST_CUDA else AtOnce()


def recorder_for(device: torch.device) -> Callable[[], Recorder] | None:
    """What makes recorders of steps on ``device``; ``None`` where steps are taken kernel by kernel."""
    return partial(CudaRecorder, device) if device.type == "cuda" and FAST_CUDA else None


def limit_threads() -> None:
    """Give torch as many threads as help, and leave the window a core."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    torch.set_num_threads(max(1, min(MOST_THREADS, cores - SPARE_CORES)))
