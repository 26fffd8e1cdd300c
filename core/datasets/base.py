"""What a data source declares about itself, and what a data set has once it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

from core.datasets.pca import Leading, Pca

Images = npt.NDArray[np.float32]
ROWS = 1024  # examples that are projected at a time


class Options(BaseModel):
    """What a person may choose about a data source; nothing, unless a source derives its own from it.

    Each option has a default that is allowed and is declared with :func:`core.fields.described`. It becomes a key of
    the experiment, so that no two sources may mean different things by the same name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


@dataclass(frozen=True)
class Facts:
    """What can be said without reading the data."""

    shape: tuple[int, int]  # rows and columns of one example's picture
    train: int  # examples to learn from
    validation: int  # examples held back

    @property
    def width(self) -> int:
        """Input components."""
        return self.shape[0] * self.shape[1]


@dataclass(frozen=True, eq=False)
class Dataset:
    """Examples as rows, split once and for all; float32, pictures in [0, 1]."""

    name: str
    facts: Facts
    train: Images  # (n, d)
    validation: Images  # (m, d)
    validation_labels: npt.NDArray[np.uint8] | None = None  # (m,)
    principal: Pca | None = None  # where it is known without looking at the examples
    _components: Leading = field(init=False, repr=False)
    _left: dict[int, float] = field(init=False, repr=False, default_factory=dict)  # of the validation set, by width

    def __post_init__(self) -> None:
        object.__setattr__(self, "_components", Leading(self.train, self.principal))

    @cached_property
    def variance(self) -> float:
        """The error of always answering with the mean, per component: the floor of a code of width 0."""
        return float(self.train.var(axis=0, dtype=np.float64).mean())

    def leading(self, count: int) -> Pca:
        """The ``count`` leading principal components of the training set, at most d; computed once for all who ask."""
        return self._components.get(min(count, self.facts.width))

    def validation_floor(self, width: int) -> float:
        """What the principal plane of this dimension leaves of the validation set: mean squared error per component.

        The plane is that of the training set, through its mean: what a linear network of this width that has learned
        the training set as well as can be makes of examples that it has not seen.
        """
        if width >= self.facts.width:
            return 0.0
        if width not in self._left:
            axes = self.leading(width).axes
            mean, left = self.train.mean(axis=0, dtype=np.float64), 0.0
            for start in range(0, len(self.validation), ROWS):
                rows = self.validation[start : start + ROWS] - mean
                rows -= (rows @ axes.T) @ axes
                left += float(np.einsum("ij,ij->", rows, rows))
            self._left[width] = left / self.validation.size
        return self._left[width]

    def principal_subspace(self, width: int) -> npt.NDArray[np.float64]:
        """Orthonormal rows (min(width, d), d) that span what the leading components span; for all d no more than I."""
        d = self.facts.width
        return np.eye(d) if width >= d else self.leading(width).axes

    @property
    def pca(self) -> Pca:
        """All principal components, which takes a time of the order d³: :meth:`leading` is for what is drawn."""
        return self.leading(self.facts.width)


ChosenOptions = TypeVar("ChosenOptions", bound=Options)


@dataclass(frozen=True)
class Source(Generic[ChosenOptions]):
    """One data source: what it is called, what may be chosen, what is known before reading it, and how to read it.

    ``facts`` and ``load`` raise TiescopeError for what a person can mend, such as a file that is gone; ``facts`` is
    asked at every keystroke, so that it must be quick.
    """

    name: str
    title: str
    options: type[ChosenOptions]
    facts: Callable[[ChosenOptions], Facts]
    load: Callable[[ChosenOptions], Dataset]
