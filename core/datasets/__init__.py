"""The data sources, by name. A new one is a file here and a line below. NumPy only: no torch, no Qt."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from core.datasets import digits, gaussian
from core.datasets.base import Dataset, Facts, Options, Source
from core.datasets.pca import Pca

__all__ = ["DATASETS", "Dataset", "Facts", "Options", "Pca", "Source", "facts", "load"]

DATASETS: dict[str, Source[Any]] = {
    source.name: source for source in (digits.DIGITS_28, digits.DIGITS_8, gaussian.GAUSSIAN)
}


def facts(name: str, options: Options | tuple[float, ...]) -> Facts:
    """Shape and counts of the data set ``name``, without reading it.

    Raises:
        TiescopeError: if they can't be told, because a file is gone for example.
    """
    source = DATASETS[name]
    return source.facts(_chosen(source, options))


@lru_cache(maxsize=4)
def load(name: str, options: Options | tuple[float, ...]) -> Dataset:
    """The data set ``name``.

    Args:
        name: of a source in :data:`DATASETS`.
        options: an instance of the source's ``options``, such as :attr:`core.experiment.Experiment.options`. A bare
            tuple is the ``spectrum`` of a source that has one, and ignored by the others.

    Raises:
        TiescopeError: if it can't be read.
    """
    source = DATASETS[name]
    return source.load(_chosen(source, options))


def _chosen(source: Source[Any], options: Options | tuple[float, ...]) -> Options:
    wanted: type[Options] = source.options
    if isinstance(options, tuple):
        # As scripts from before the options call it.
        return wanted.model_validate({"spectrum": options} if "spectrum" in wanted.model_fields else {})
    if not isinstance(options, wanted):
        raise TypeError(f"{source.name} takes {wanted.__module__}.{wanted.__qualname__}, not {options!r}")
    return options
