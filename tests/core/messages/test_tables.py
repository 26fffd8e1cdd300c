"""Commands and needs as they are written in a lesson, and what is refused there."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import numpy as np
import pytest
import tomli_w
from hypothesis import given

from core.errors import TiescopeError
from core.messages.commands import Balance, Change, Command, Replace, Rewind, Run, Step, Watch
from core.messages.needs import Need
from core.messages.tables import command_from, command_table, need_from, need_table
from core.parts import PARTS
from core.parts.losses import ValidationLoss
from core.parts.probe import Probe
from core.parts.weights import Weights
from tests.core.messages import values
from tests.core.needs import EVERY
from tests.core.trainers import small


@given(values.commands)
def test_every_command_is_a_table_and_back(command: Command) -> None:
    assert command_from(command_table(command)) == command


@given(values.needs)
def test_every_need_is_a_table_and_back(need: Need[Any]) -> None:
    assert need_from(need_table(need)) == need


COMMANDS: list[Command] = [
    *(Run(), Step(3), Change.of("B", learning_rate=0.01, decoder="untied"), Balance(), Rewind(0.5, "A")),
    *(Replace((small(), small(decoder="untied")), ("one", "two")), Watch.of({None: EVERY, "A": [Weights(1)]})),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: type(command).__name__)
def test_they_survive_toml_and_json(command: Command) -> None:
    table = command_table(command)
    assert command_from(tomllib.loads(tomli_w.dumps(table))) == command
    assert command_from(json.loads(json.dumps(table))) == command


@pytest.mark.parametrize(
    ("table", "command"),
    [
        ({"do": "run"}, Run()),
        ({"do": "step"}, Step()),
        ({"do": "step", "count": 5}, Step(5)),
        ({"do": "change", "values": {"learning_rate": 0.01}}, Change.of(learning_rate=0.01)),
        ({"do": "change", "lane": "B", "values": {"decoder": "untied"}}, Change.of("B", decoder="untied")),
        ({"do": "watch", "needs": [{"of": [{"need": "weights", "layer": 1}]}]}, Watch.all([Weights(1)])),
    ],
    ids=lambda value: value["do"] if isinstance(value, dict) else "",
)
def test_what_a_person_writes_is_what_is_done(table: dict[str, Any], command: Command) -> None:
    assert command_from(table) == command


def test_needs_have_words() -> None:
    assert need_table(ValidationLoss()) == {"need": "validation_loss"}
    assert need_from({"need": "weights"}) == Weights(0)
    assert len({need_table(need)["need"] for need in EVERY}) == len(PARTS)


NONSENSE: list[dict[str, Any]] = [
    {},
    {"do": "dance"},
    {"do": None},
    {"do": []},
    {"do": {}},
    {"do": "step", "count": "three"},
    {"do": "step", "count": 1.5},
    {"do": "step", "count": True},
    {"do": "step", "colour": 3},
    {"do": "run", "count": 1},
    {"do": "rewind", "factor": "half"},
    {"do": "rewind", "lane": 3},
    {"do": "balance", "lane": ["A"]},
    {"do": "change"},
    {"do": "change", "values": [["learning_rate", 1]]},
    {"do": "change", "values": {}, "lane": 3},
    {"do": "replace"},
    {"do": "replace", "lanes": 3},
    {"do": "replace", "lanes": [3]},
    {"do": "replace", "lanes": [{"layers": [0]}]},
    {"do": "replace", "lanes": [{}], "names": 3},
    {"do": "replace", "lanes": [{}], "names": [3]},
    {"do": "watch"},
    {"do": "watch", "needs": 3},
    {"do": "watch", "needs": [3]},
    {"do": "watch", "needs": [{}]},
    {"do": "watch", "needs": [{"of": 3}]},
    {"do": "watch", "needs": [{"of": [3]}]},
    {"do": "watch", "needs": [{"of": [{}]}]},
    {"do": "watch", "needs": [{"of": [], "lane": 3}]},
    {"do": "watch", "needs": [{"of": [], "line": "A"}]},
    {"do": "watch", "needs": [{"of": [{"need": "weights", "layer": "first"}]}]},
]


@pytest.mark.parametrize("table", NONSENSE, ids=repr)
def test_nonsense_is_refused_in_one_sentence(table: dict[str, Any]) -> None:
    with pytest.raises(TiescopeError) as refused:
        command_from(table)
    one_sentence(str(refused.value))


@pytest.mark.parametrize(
    "table",
    [
        *({}, {"need": "everything"}, {"need": []}, {"need": "weights", "layer": 1.5}, {"need": "codes", "layer": 0}),
        *({"need": "probe"}, {"need": "probe", "inputs": "§"}, {"need": "probe", "inputs": 3}),
    ],
)
def test_a_need_of_nobody_is_refused_in_one_sentence(table: dict[str, Any]) -> None:
    with pytest.raises(TiescopeError) as refused:
        need_from(table)
    one_sentence(str(refused.value))


def test_a_probe_is_written_as_bytes_that_are_text() -> None:
    probe = Probe.of(np.ones((1, 3), np.float32))
    table = need_table(probe)
    assert need_from(tomllib.loads(tomli_w.dumps(table))) == probe
    assert need_from(json.loads(json.dumps(table))) == probe


def one_sentence(text: str) -> None:
    assert text.endswith(".")
    assert "\n" not in text
    assert len(text) < 600
