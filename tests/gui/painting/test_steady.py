"""A scale that does not jump to and fro."""

from __future__ import annotations

from gui.painting.steady import SteadyLimit


def test_it_holds_while_the_values_go_up_and_down_a_little() -> None:
    steady = SteadyLimit()
    assert steady.follow(1.02, "run") == 1.5
    assert {steady.follow(value, "run") for value in (0.98, 1.03, 0.95, 1.4)} == {1.5}


def test_it_follows_a_value_that_leaves_it() -> None:
    steady = SteadyLimit()
    steady.follow(1.02, "run")
    assert steady.follow(1.6, "run") == 2
    assert steady.follow(0.02, "run") == 0.02


def test_it_begins_anew_with_another_run() -> None:
    steady = SteadyLimit()
    steady.follow(1.02, "run")
    assert steady.follow(0.98, "another") == 1


def test_nothing_at_all_has_a_scale() -> None:
    assert SteadyLimit().follow(0.0, "run") == 1
