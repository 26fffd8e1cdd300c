"""The data sets, by name. A new one is a file here and a line below. NumPy only: no torch, no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from core.datasets import digits, gaussian
from core.datasets.base import Dataset, Facts, Pca

__all__ = ["DATASETS", "Dataset", "Facts", "Pca", "Source", "facts", "load"]

Spectrum = tuple[float, ...]


@dataclass(frozen=True)
class Source:
    """One data set: what it is called, what is known before reading it, and how to read it."""

    name: str
    title: str
    facts: Callable[[Spectrum], Facts]
    load: Callable[[Spectrum], Dataset]


DATASETS: dict[str, Source] = {
    source.name: source
    for source in (
        Source("digits", "digits 28×28", digits.facts_28, digits.load_28),
        Source("digits8x8", "digits 8×8", digits.facts_8, digits.load_8),
        Source("gaussian", "gaussian", gaussian.facts, gaussian.load),
    )
}


def facts(name: str, spectrum: Spectrum) -> Facts:
    """Shape and counts of the data set ``name``, without reading it."""
    return DATASETS[name].facts(spectrum)


@lru_cache(maxsize=4)
def load(name: str, spectrum: Spectrum) -> Dataset:
    """The data set ``name``; ``spectrum`` is the covariance spectrum of ``gaussian`` and ignored by the others."""
    return DATASETS[name].load(spectrum)
