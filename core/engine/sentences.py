"""What an exception on the engine's thread is called before a person."""

from __future__ import annotations

from core.errors import TiescopeError

#: What torch, CUDA and the system say when there is no memory left.
NO_MEMORY = ("out of memory", "not enough memory", "allocate memory", "alloc_failed")


def sentence(error: Exception) -> str:
    """``error`` in one sentence."""
    if isinstance(error, TiescopeError):
        return str(error)
    text = str(error).strip().splitlines()
    if _out_of_memory(error):
        return (
            "There was not enough memory for another step; choose a smaller batch size or narrower layers, or close "
            "other programs, and run again."
        )
    return f"{type(error).__name__}: {text[0]}" if text else type(error).__name__


def _out_of_memory(error: Exception) -> bool:
    # torch has a class for the GPU's memory; for the host's it is a RuntimeError that only its words tell apart.
    words = str(error).lower()
    return isinstance(error, MemoryError) or any(each in words for each in NO_MEMORY)
