"""What people type for a number is that number, whatever their habits; where it could be two, it is neither."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from gui.panel.numbers import ambiguous, number, numbers, written


@pytest.fixture(params=["C", "de_DE", "fr_FR"])
def locale(request: pytest.FixtureRequest) -> Iterator[str]:
    """Of the desktop; what a number means must not hang on it."""
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield request.param
    QLocale.setDefault(before)


@pytest.mark.usefixtures("locale")
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.002", 0.002), ("0,002", 0.002), (" 1,5 ", 1.5), ("-0,5", -0.5), (",5", 0.5), (".5", 0.5), ("5.", 5.0),
        ("2e-3", 0.002), ("2,5e-3", 0.0025), ("−1", -1), ("128", 128), ("007", 7), ("10 000", 10_000),
        ("10\u202f000", 10_000), ("1,000,000", 10**6), ("1.000.000", 10**6), ("10_000", 10_000),
    ],
)  # fmt: skip
def test_a_number_is_read(text: str, value: float) -> None:
    assert number(text) == value
    assert type(number(text)) is type(value)


@pytest.mark.parametrize("text", ["", "quick", "12x", "1,2,3", "0x10", "true", "1e", "9" * 5000])
def test_what_is_no_number_is_left_as_it_was_typed(text: str) -> None:
    assert number(text) == text


def test_what_is_not_finite_is_a_number_that_the_experiment_refuses() -> None:
    assert math.isnan(number("nan"))
    assert number("-inf") == -math.inf


@pytest.mark.usefixtures("locale")
@pytest.mark.parametrize(
    ("text", "whole", "twofold"),
    [
        ("1,000", False, True), ("1,000", True, True), ("12,345", False, True), ("1.000", True, True),
        ("1.000", False, False), ("0,002", False, False), ("0,500", False, False), ("1,5", True, False),
    ],
)  # fmt: skip
def test_a_thousand_or_one_is_asked_back(text: str, whole: bool, twofold: bool) -> None:
    assert ambiguous(text, whole=whole) is twofold
    assert isinstance(number(text, whole=whole), str) is twofold


@pytest.mark.usefixtures("locale")
@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0,5", [0, 5]), ("256, 32", [256, 32]), ("[256, 32]", [256, 32]), ("256,32,", [256, 32]), ("16", [16]),
        ("1, 0.25", [1, 0.25]), ("0,5; 0,25", [0.5, 0.25]), ("", []), ("[]", []),
    ],
)  # fmt: skip
def test_in_a_list_a_comma_stands_between_two_numbers(text: str, values: list[float]) -> None:
    assert numbers(text) == values


@pytest.mark.parametrize("text", ["12,hello", "16 8", "[[1]]", "1,,2"])
def test_a_list_with_something_else_in_it_is_left_as_it_was_typed(text: str) -> None:
    assert numbers(text) == text


@pytest.mark.usefixtures("locale")
@pytest.mark.parametrize("value", [0.003, 1e-6, 2.5e-7, 1e12, 128, 0, 0.9, 1000.0])
def test_what_is_written_can_be_read_back(value: float) -> None:
    assert number(written(value)) == value
    assert len(written(value)) <= 8


def test_a_list_is_written_without_brackets() -> None:
    assert written((256, 32)) == "256, 32"
    assert written([1.0, 0.25]) == "1, 0.25"
