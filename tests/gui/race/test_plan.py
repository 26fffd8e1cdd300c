"""What a race is to be, and what is wrong with it."""

from __future__ import annotations

from typing import Any

import pytest

from core.experiment import problems
from core.messages.commands import Replace, Split
from gui.race.plan import MOST, Plan, offered, suggested, with_value
from tests.gui.conftest import small

SIGMOID = small(activation="sigmoid")


def plan(key: str, *values: Any, here: bool = False, **experiment: Any) -> Plan:
    return Plan(small(**{"activation": "sigmoid", **experiment}), "A", key, values, here)


@pytest.mark.parametrize(
    ("activation", "expected"),
    [
        ("sigmoid", ("transpose", "pseudo_inverse", "inverse")),
        ("relu", ("transpose", "pseudo_inverse")),
        ("linear", ("transpose", "pseudo_inverse")),
    ],
)
def test_decoders_that_are_allowed_are_chosen_at_first(activation: str, expected: tuple[str, ...]) -> None:
    assert suggested("decoder", small(activation=activation)) == expected
    assert suggested("decoder", small(activation=activation, decoder="untied"))[0] == "untied"


@pytest.mark.parametrize("key", offered(SIGMOID))
def test_what_is_suggested_is_a_race(key: str) -> None:
    made = Plan(SIGMOID, "A", key, suggested(key, SIGMOID))
    assert made.problem == ""
    command = made.command()
    assert isinstance(command, Replace)
    assert 2 <= len(command.lanes) <= MOST
    assert len(set(command.names)) == len(command.lanes)
    for each in command.lanes:
        assert each.with_values({key: getattr(SIGMOID, key)}) == SIGMOID
        assert not problems(with_value(SIGMOID, key, getattr(each, key)))


def test_from_step_0_lanes_are_called_by_their_values() -> None:
    command = plan("learning_rate", 0.01, 0.001).command()
    assert command == Replace(
        (small(activation="sigmoid", learning_rate=0.01), small(activation="sigmoid", learning_rate=0.001)),
        ("0.01", "0.001"),
    )


def test_from_this_w_the_run_is_split() -> None:
    command = plan("decoder", "transpose", "untied", here=True).command()
    assert command == Split((("transpose", (("decoder", "transpose"),)), ("untied", (("decoder", "untied"),))), "A")


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (plan("decoder", "transpose"), "A race has 2 to 4 lanes: choose as many values of decoder."),
        (plan("seed", 1, 2, 3, 4, 5), "A race has 2 to 4 lanes"),
        (plan("seed", 1, 1), "Lanes must differ: 1 is there twice."),
        (plan("learning_rate", 0.1, "much"), "learning rate must be a number above 0"),
        (plan("layers", [16], [16, 0]), "layers must be"),
        (plan("decoder", "transpose", "inverse", activation="relu"), "inverse"),
        (plan("layers", [16], [8], here=True), "a network is a new one"),
    ],
)
def test_what_is_wrong_is_one_sentence_in_the_persons_words(made: Plan, says: str) -> None:
    assert says in made.problem
    assert made.problem.endswith(".")
    assert "learning_rate" not in made.problem
