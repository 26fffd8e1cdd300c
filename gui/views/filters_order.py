"""In which order units are shown: one that a person can follow while the weights move."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from core.messages.snapshot import Array
from core.parts.likeness import LikenessPart
from gui.views.filters_state import Order

PAUSE = 1.0  # seconds for which an order stays while the network learns


class Sorting:
    """Sorts again at most once in :data:`PAUSE`, or when something else is to be sorted, or it rests."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._of: object = None
        self._at = 0.0
        self._order: npt.NDArray[np.intp] = np.arange(0)

    def order(
        self, by: Order, encoder: Array, likeness: LikenessPart | None, of: object, *, running: bool
    ) -> npt.NDArray[np.intp]:
        """The units of ``encoder`` (k, d₀) in their order.

        By norm the longest row comes first; by likeness to PCA the unit that looks for the axis of the largest
        variance, and of several for one axis the one that is most like it.
        """
        known = by if by != "pca" or (likeness is not None and len(likeness.axis) == len(encoder)) else "as_is"
        what, now = (of, known, len(encoder)), self._clock()
        if what == self._of and running and (known == "as_is" or now - self._at < PAUSE):
            return self._order
        self._of, self._at = what, now
        if known == "norm":
            norms = np.nan_to_num(np.linalg.norm(encoder, axis=1), nan=-1)
            self._order = np.argsort(-norms, kind="stable")
        elif known == "pca" and likeness is not None:
            self._order = np.lexsort((-likeness.cosine, likeness.axis))
        else:
            self._order = np.arange(len(encoder))
        return self._order
