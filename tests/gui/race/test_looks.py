"""How lanes are told apart."""

from __future__ import annotations

from typing import Any

import pytest

from gui.design.tokens import DARK, LIGHT
from gui.race.looks import STYLES, looks, name_of
from tests.gui.race.lanes import decoders, lane


def labels(*lanes: object) -> list[str]:
    return [look.label for look in looks(lanes).values()]  # type: ignore[arg-type]


def test_lanes_with_several_decoders_are_called_by_them() -> None:
    assert labels(*decoders("transpose", "pseudo_inverse", "inverse")) == ["Wᵀ", "W⁺", "inverse"]


def test_letters_say_less_than_the_decoder_and_more_where_that_is_one() -> None:
    assert labels(lane("A", decoder="transpose"), lane("B", decoder="untied")) == ["Wᵀ", "untied"]
    assert labels(lane("A"), lane("B")) == ["Wᵀ · A", "Wᵀ · B"]


@pytest.mark.parametrize(
    ("key", "values", "expected"),
    [
        ("learning_rate", (0.01, 0.001), ["η .01", "η .001"]),
        ("seed", (0, 3), ["seed 0", "seed 3"]),
        ("layers", ((64,), (32, 8)), ["layers 64", "layers 32, 8"]),
        ("activation", ("sigmoid", "tanh"), ["sigmoid", "tanh"]),
        ("noise", (0.0, 0.1), ["ν 0", "ν .1"]),
    ],
)
def test_with_one_decoder_they_are_called_by_what_differs(
    key: str, values: tuple[Any, Any], expected: list[str]
) -> None:
    assert labels(*(lane(name_of(key, value), **{key: value}) for value in values)) == expected


def test_a_lane_keeps_a_name_that_a_person_gave_it() -> None:
    assert labels(lane("mine", decoder="transpose"), lane("B", decoder="untied")) == ["mine", "untied"]


def test_a_flip_changes_what_it_is_called() -> None:
    flipped = lane("transpose", decoder="untied", activation="sigmoid")
    assert labels(flipped, *decoders("pseudo_inverse")) == ["untied", "W⁺"]
    again = lane("pseudo_inverse", decoder="untied", activation="sigmoid")
    assert labels(flipped, again) == ["untied · 1", "untied · 2"]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_colour_is_the_decoders_and_the_line_tells_those_of_one_decoder_apart(theme: object) -> None:
    lanes = [lane("A"), lane("B", learning_rate=0.1), lane("C", decoder="untied"), lane("D", learning_rate=0.2)]
    found = list(looks(lanes).values())
    assert [each.colour(theme) for each in found] == [  # type: ignore[arg-type]
        getattr(theme, name) for name in ("transpose", "transpose", "untied", "transpose")
    ]
    assert [each.style for each in found] == [STYLES[0], STYLES[1], STYLES[0], STYLES[2]]
    assert [each.number for each in found] == [1, 2, 3, 4]
