"""How numbers are written."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.painting import numbers

both = pytest.mark.parametrize("decimals", [4, 5])


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0345212, "0.03452"), (0.00012, "0.00012"), (9.5, "9.50000"), (0.0, "0"), (3.1e-8, "3.1e−08"),
        (1e-14, "1.0e−14"), (16.63, "16.6"), (9.9999999, "10"), (166.3, "166"), (1664.3, "1664"), (2.5e5, "2.5e+05"),
        (1e30, "1.0e+30"), (math.nan, "–"), (math.inf, "–"),
    ],
)  # fmt: skip
def test_losses(value: float, words: str) -> None:
    assert numbers.figure(value) == words


@given(st.floats(1e-40, 3e38))
def test_no_loss_that_is_not_0_looks_like_0_and_none_is_longer_than_expected(value: float) -> None:
    for decimals, mantissa in ((5, 1), (4, 0), (4, 1)):
        words = numbers.figure(value, decimals, mantissa)
        assert float(words.replace("−", "-")) == pytest.approx(value, rel=0.51)
        assert len(words) <= max(map(len, numbers.widest_figure(decimals, mantissa)))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.01, "0.01"), (-0.5, "−0.5"), (0.0, "0"), (12_000, "1.2·10⁴"), (1e-4, "0.0001"), (1e-5, "10⁻⁵"),
        (2e-5, "2·10⁻⁵"), (1e5, "10⁵"), (1.5e6, "1.5·10⁶"), (1e10, "10¹⁰"), (1e30, "10³⁰"),
    ],
)  # fmt: skip
def test_numbers_on_an_axis(value: float, words: str) -> None:
    assert numbers.on_axis(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(3.14159, "3.14"), (120.0, "120"), (3.1e5, "3·10⁵"), (9.7e5, "10⁶"), (math.inf, "∞"), (1e12, "10¹²")],
)
def test_large_numbers_are_written_as_people_write_them(value: float, words: str) -> None:
    assert numbers.magnitude(value) == words


def test_thousands_stand_apart() -> None:
    assert numbers.grouped(1234567) == "1\u2009234\u2009567"
    assert numbers.grouped(1234.56, 1) == "1\u2009234.6"


def test_whole_numbers_at_an_axis() -> None:
    assert [numbers.whole(value) for value in (0.0, 2000.0, 12_000.0)] == ["0", "2000", "12\u2009000"]


def test_what_is_not_a_number_is_said() -> None:
    assert numbers.short(math.nan) == "not a number"
    assert numbers.short(-0.000123456) == "−0.000123"


def test_limits_are_written_as_people_write_them() -> None:
    limits = [numbers.short(value) for value in (-2000.0, 50_000.0, 3e5, 1.5e-5)]
    assert limits == ["−2000", "50000", "3·10⁵", "1.5·10⁻⁵"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1.0, "1.0000"), (0.99987, ".99987"), (1.00012, "1.0001"), (12.3456, "12.346"), (0.0012345, ".0012345"),
        (3.12456e-8, "3.1246·10⁻⁸"), (0.0, "0"), (-0.5, "−.50000"), (1234.5, "1234"), (math.nan, "–"),
    ],
)  # fmt: skip
def test_a_point_is_read_with_five_digits(value: float, said: str) -> None:
    assert numbers.precise(value) == said
