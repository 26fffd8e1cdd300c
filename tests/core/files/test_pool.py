"""Arrays come out of a pool as they went in, and what is the same is there once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.files.pool import Pool, taken

Array = np.ndarray[Any, Any]
kinds = st.sampled_from([np.float32, np.int64, np.int32, np.uint8])
some = kinds.flatmap(lambda kind: arrays.arrays(kind, arrays.array_shapes(min_dims=0, max_dims=3, min_side=0)))


@given(st.dictionaries(st.sampled_from("xyz"), some), st.lists(st.tuples(st.sampled_from("abc"), some), max_size=12))
def test_what_was_put_in_is_found_again(named: dict[str, Array], put: list[tuple[str, Array]]) -> None:
    pool = Pool(named)
    places = [pool.put(what, array) for what, array in put]
    tensors = {**named, **pool.tensors()}
    for (_, array), place in zip(put, places, strict=True):
        found = taken(place, tensors)
        assert (found.dtype, found.shape) == (array.dtype, array.shape)
        assert found.tobytes() == array.tobytes()


@given(arrays.arrays(np.float32, (4, 3)), arrays.arrays(np.float32, 50), st.lists(st.integers(0, 50), max_size=9))
def test_nothing_is_there_twice(weight: Array, curve: Array, lengths: list[int]) -> None:
    pool = Pool({"weight": weight})
    pool.put("curve", curve)
    for length in lengths:
        pool.put("curve", curve[:length].copy())
        pool.put("weight", weight.copy())
    assert sum(array.size for array in pool.tensors().values()) <= curve.size


@pytest.mark.parametrize("place", [["a", 2, [3]], ["a", -1, [1]], ["a", 0, [2, -1]], ["a", 0.5, [1]], ["b", 0, [1]]])
def test_what_is_not_there_is_refused(place: list[Any]) -> None:
    with pytest.raises((ValueError, LookupError)):
        taken(place, {"a": np.zeros(4, np.float32)})
