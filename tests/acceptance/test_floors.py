"""Where perfect PCA stands on examples that it was not fitted to."""

from __future__ import annotations

import pytest

from core import datasets
from core.experiment import parse
from tests.acceptance.sights import floors


@pytest.mark.parametrize(
    ("data", "width", "higher"), [("digits8x8", 16, 0.092), ("digits", 64, 0.050), ("digits", 256, 0.291)]
)
def test_the_validation_floor_stands_where_the_page_says(data: str, width: int, higher: float) -> None:
    dataset = datasets.load(data, parse({"dataset": data}).options)
    train, validation = floors(dataset, width)
    assert train == pytest.approx(dataset.leading(width).floor(width), rel=1e-5)
    assert validation / train - 1 == pytest.approx(higher, abs=5e-4)
