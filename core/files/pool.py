"""Many arrays in a few tensors of a file: what is the same is there once, and a curve that grew is there as it ended.

An array is written as the tensor that it lies in, where it begins there, and its shape.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Place = list[Any]  # the tensor's name, the first element, the shape

PREFIX = "kept."  # of the tensors' names; behind it is the type of their elements


class Pool:
    """To be filled, newest first, and written."""

    def __init__(self, named: Mapping[str, Array]) -> None:
        """``named`` are tensors that the file has anyway."""
        self._known: dict[tuple[str, bytes], Place] = {}
        self._longest: dict[str, tuple[Array, Place]] = {}  # by what they are, of arrays with one axis
        self._pieces: dict[str, list[Array]] = {}
        self._lengths: dict[str, int] = {}
        for name, array in named.items():
            self._known.setdefault(_key(array), [name, 0, list(array.shape)])

    def put(self, what: str, array: Array) -> Place:
        """Where it is; ``what`` it is decides of which others it may be the beginning."""
        array = np.asarray(array, order="C")
        longest = self._longest.get(what)
        if longest is not None and _begins(longest[0], array):
            name, start, _ = longest[1]
            return [name, start, list(array.shape)]
        key = _key(array)
        place = self._known.get(key)
        if place is None:
            name = f"{PREFIX}{array.dtype.name}"
            start = self._lengths.get(name, 0)
            self._known[key] = place = [name, start, list(array.shape)]
            self._pieces.setdefault(name, []).append(array.reshape(-1))
            self._lengths[name] = start + array.size
        else:
            place = [place[0], place[1], list(array.shape)]
        if array.ndim == 1:
            self._longest[what] = array, place
        return place

    def tensors(self) -> dict[str, Array]:
        """All that was put into it and is nowhere else in the file."""
        return {name: np.concatenate(pieces) for name, pieces in self._pieces.items()}


def taken(place: Place, tensors: Mapping[str, Array]) -> Array:
    """The array at ``place``, a view.

    Raises:
        ValueError: if it is not there.
    """
    name, start, shape = place
    if not all(isinstance(each, int) and each >= 0 for each in (start, *shape)):
        raise ValueError(f"{place} is no place in a tensor")
    tensor, size = tensors[name].reshape(-1), math.prod(shape)
    if start + size > tensor.size:
        raise ValueError(f"{name} ends before {place}")
    found: Array = tensor[start : start + size].reshape(shape)
    return found


def _key(array: Array) -> tuple[str, bytes]:
    # Of the elements alone: what has another shape lies in memory in the same way.
    return array.dtype.str, hashlib.blake2b(np.ascontiguousarray(array).data, digest_size=16).digest()


def _begins(longest: Array, array: Array) -> bool:
    """Whether ``array`` is the beginning of ``longest``, to the bit."""
    if array.ndim != 1 or array.dtype != longest.dtype or len(array) > len(longest):
        return False
    return longest[: len(array)].tobytes() == array.tobytes()
