"""What a person can choose in the filters view, and what it shows of a layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from core.messages.snapshot import Array
from gui.painting.pairs import Pairs

Scale = Literal["both", "side", "unit"]
Order = Literal["as_is", "norm", "pca"]
SCALES: tuple[Scale, ...] = ("both", "side", "unit")
ORDERS: tuple[Order, ...] = ("as_is", "norm", "pca")


@dataclass(frozen=True)
class FiltersState:
    """What a person can choose."""

    layer: int = 0  # counted from the input
    page: int = 0
    scale: Scale = "both"  # one for all, one for rows and one for columns, or one for every unit
    order: Order = "as_is"
    inverse: bool = False  # the column of W⁺ beside that of the decoder
    zoom: int = 0  # steps by which a picture is larger than it would be


@dataclass(frozen=True, eq=False)
class Filters:
    """One layer's filters as seen in the input, a row a unit."""

    encoder: Array  # (k, d₀)
    decoder: Array  # (k, d₀)
    inverse: Array | None  # (k, d₀): what the columns of W⁺ are, if they are known
    dead: npt.NDArray[np.bool_]  # (k,)
    shape: tuple[int, int]  # of one of them as a picture
    columns: str  # what the decoder's are of

    @property
    def units(self) -> int:
        """How many there are."""
        return len(self.encoder)


@dataclass(frozen=True, eq=False)
class Page:
    """The units that are shown, in their order."""

    pairs: Pairs
    first: int  # place of the first in that order
    units: npt.NDArray[np.intp]  # (n,)

    @property
    def count(self) -> int:
        """How many."""
        return len(self.units)

    @property
    def rows(self) -> slice | npt.NDArray[np.intp]:
        """To take them out of all: a piece, where they follow each other, is taken several times as fast."""
        first = int(self.units[0]) if len(self.units) else 0
        in_turn = bool(np.all(np.diff(self.units) == 1))
        return slice(first, first + len(self.units)) if in_turn else self.units

    def unit_at(self, x: float, y: float) -> int | None:
        """The unit whose tile is at this place, in device pixels."""
        place = self.pairs.at(x, y)
        return int(self.units[place]) if place is not None and place < self.count else None

    def place_of(self, unit: int) -> int | None:
        """Where on the page it stands."""
        found = np.flatnonzero(self.units == unit)
        return int(found[0]) if len(found) else None
