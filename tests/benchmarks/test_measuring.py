"""The benchmarks' own arithmetic; what they measure is nothing for a test."""

from __future__ import annotations

from collections import Counter
from functools import partial
from xml.etree import ElementTree

import pytest

from benchmarks.growth import BASE, Size
from benchmarks.growth_plot import Series, draw
from benchmarks.interleave import Times, interleave, spread


def test_contenders_take_turns_of_the_same_length() -> None:
    counts: Counter[str] = Counter()
    order: list[str] = []

    def contender(name: str, count: int) -> None:
        order.append(name)
        counts[name] += count

    times = interleave({name: partial(contender, name) for name in ("a", "b")}, seconds=0.01)
    assert counts["a"] == counts["b"]
    assert order == ["a", "b"] * (len(order) // 2)
    assert len(times.turns["a"]) == len(times.turns["b"]) >= 3


def test_ratios_are_taken_turn_by_turn() -> None:
    times = Times({"slow": [2.0, 20.0, 3.0], "fast": [1.0, 10.0, 1.0]})
    assert times.ratio("slow", "fast").median == 2.0
    assert spread([1.0, 2.0, 3.0]).text(10, 1) == "20.0 (15.0–25.0)"


def test_operations_of_a_step() -> None:
    assert BASE.operations == 2 * 5 * 128 * 784 * 64
    assert Size((784, 64), lanes=3).operations == 3 * BASE.operations
    assert Size((9, 5, 2), batch=1).operations == 2 * (5 * 9 * 5 + 6 * 5 * 2)


def test_the_plot_is_a_picture() -> None:
    picture = ElementTree.fromstring(draw([Series("one", [(0.1, 1.0), (1.0, 9.0)])]))
    places = [float(circle.attrib["cx"]) for circle in picture.iter("{http://www.w3.org/2000/svg}circle")]
    assert places[1] - places[0] == pytest.approx(420, abs=0.1)  # a decade, which is as wide as the plot
