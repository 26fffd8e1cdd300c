"""The states of a run's past as they stand in its file: an index, and arrays that are shared."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from core.files.pool import PREFIX, Pool, taken
from core.parts.kept_states import KeptState

if TYPE_CHECKING:
    from core.training.state import LaneState

Array = np.ndarray[Any, Any]
INDEX = f"{PREFIX}index"  # JSON as bytes: the header of such a file must not grow with what is kept


def kept_tensors(lanes: Mapping[str, Sequence[KeptState]], named: Mapping[str, Array]) -> dict[str, Array]:
    """The tensors for the kept states of all ``lanes``, where the file has those that are ``named`` anyway."""
    pool = Pool(named)
    states: dict[str, int] = {}  # what is the same in two lanes is there once
    index: dict[str, list[tuple[int, int]]] = {}
    for lane, kept in lanes.items():
        # The newest first: its curves are the longest.
        found = [(each.why, states.setdefault(_written(each, pool), len(states))) for each in reversed(kept)]
        index[lane] = found[::-1]
    text = f'{{"lanes": {json.dumps(index)}, "states": [{", ".join(states)}]}}'
    return {**pool.tensors(), INDEX: np.frombuffer(text.encode(), np.uint8)}


def kept_states(lane: str, tensors: Mapping[str, Array]) -> Sequence[tuple[int, LaneState]]:
    """Those of one lane, the oldest first, each with why it is kept.

    Raises:
        TiescopeError, ValueError, LookupError, TypeError: if they can't be used.
    """
    from core.timeline.line import Why
    from core.training.state_tensors import from_tensors

    if INDEX not in tensors:
        return []
    index = json.loads(tensors[INDEX].tobytes())
    found = []
    for why, where in index["lanes"].get(lane, []):
        header, places = index["states"][where]
        arrays = {name: taken(place, tensors) for name, place in places.items()}
        found.append((Why(why), from_tensors(header, arrays)))
    moments = [state.trainer.moment for _, state in found]
    if any(later <= earlier for earlier, later in pairwise(moments)):
        raise ValueError("the kept states do not stand in their order")
    return found


def _written(state: KeptState, pool: Pool) -> str:
    places = {name: pool.put(name, array) for name, array in state.tensors.items()}
    return json.dumps([state.header, places], allow_nan=False)
