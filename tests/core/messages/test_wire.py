"""What goes over the wire comes out as it went in, and nothing else comes out whatever goes in."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import core
from core.errors import TiescopeError
from core.messages.commands import Command
from core.messages.events import Event
from core.messages.wire import decode, encode
from core.training.feed import Place
from tests.core.messages import values


def same(one: Any, other: Any) -> bool:
    """To the bit: NaN is NaN, and an array has its shape and type."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return (one.dtype, one.shape, one.tobytes()) == (other.dtype, other.shape, other.tobytes())
    if isinstance(one, float):
        return one == other or (one != one and other != other)
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, tuple | list):
        return len(one) == len(other) and all(map(same, one, other))
    if is_dataclass(one):
        return all(same(getattr(one, each.name), getattr(other, each.name)) for each in fields(one))
    return bool(one == other)


@given(st.one_of(values.commands, values.needs, values.envelopes, values.events, values.snapshots))
def test_every_message_comes_out_as_it_went_in(message: Any) -> None:
    assert same(decode(encode(message)), message)


@given(values.snapshots)
def test_arrays_that_come_out_can_not_be_written_to_and_are_aligned(snapshot: Any) -> None:
    for lane in decode(encode(snapshot)).lanes:
        for curve in (lane.batch_curve, lane.losses):
            for array in curve.columns.values():
                assert not array.flags.writeable
                assert array.flags.aligned


@pytest.mark.parametrize("union", [Command, Event], ids=["commands", "events"])
def test_none_of_them_was_forgotten_here(union: Any) -> None:
    """Every kind of command and event is made above."""
    assert {kind.__name__ for kind in get_args(union)} <= set(dir(values))


@given(st.binary(max_size=200))
@example(b"")
@example(bytes(8))
@example(b"\xff" * 8)
@example(b"\x02" + bytes(7) + b"[]")
@example(b"\x04" + bytes(7) + b"null")
def test_bytes_of_nobody_are_refused_in_one_sentence(data: bytes) -> None:
    refused(data)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["is", "with", "word", "map", "set", "tuple", "array", "bytes", "float", "experiment", "x"]
            ),
            inner,
            max_size=2,
        )
    ),
    max_leaves=8,
)


@given(PLAIN, PLAIN)
@example({"is": "Step"}, [])
@example({"is": "Step", "with": {"colour": 1}}, [])
@example({"is": "Step", "with": 3}, [])
@example({"is": ["Step"], "with": {}}, [])
@example({"is": "Path", "word": "nowhere"}, [])
@example({"is": "Step", "word": []}, [])
@example({"is": "os.system", "with": {"command": "true"}}, [])
@example({"array": 7}, [])
@example({"array": -1}, [["<f4", [1]]])
@example({"array": 0}, [["<f4", [-1]]])
@example({"array": 0}, [["|O", [1]]])
@example({"array": 0}, [["<f4", [1 << 62]]])
@example({"array": 0}, [["<f4", [1 << 80]]])
@example({"array": 0}, [["<f4", [1e400]]])
@example({"map": [[[], 1]]}, [])
@example({"set": [{"map": []}]}, [])
@example({"experiment": {"layers": [0]}}, [])
@example({"experiment": 3}, [])
@example({"float": "nonsense"}, [])
def test_nonsense_in_the_form_of_a_message_is_refused_or_is_plain(plain: Any, shapes: Any) -> None:
    head = json.dumps([plain, shapes]).encode()
    refused(len(head).to_bytes(8, "little") + head)


@given(st.one_of(values.envelopes, values.events), st.data())
def test_a_message_that_was_damaged_is_refused_or_another_message(message: Any, data: st.DataObject) -> None:
    whole = bytearray(encode(message))
    where = data.draw(st.integers(0, len(whole) - 1))
    whole[where] = data.draw(st.integers(0, 255))
    refused(bytes(whole))
    refused(bytes(whole[:where]))


def test_a_message_too_deep_is_refused() -> None:
    head = ("[" * 100_000).encode()
    refused(len(head).to_bytes(8, "little") + head)
    plain = '{"tuple":[' * 5000 + "]}" * 5000
    head = f"[{plain},[]]".encode()
    refused(len(head).to_bytes(8, "little") + head)


def refused(data: bytes) -> None:
    """If it is not understood: with a sentence, and no other exception."""
    sentence = "."
    try:
        decode(data)
    except TiescopeError as error:
        sentence = str(error)
    assert sentence.endswith(".")
    assert "\n" not in sentence


@dataclass(frozen=True)
class Stranger:
    """Not registered."""


def test_what_is_not_a_message_is_not_sent() -> None:
    with pytest.raises(AssertionError, match="Stranger is no message"):
        encode(Stranger())


def test_a_stranger_that_has_the_name_of_a_message_is_not_sent() -> None:
    kind: Any = dataclass(frozen=True)(type("Step", (), {}))
    with pytest.raises(AssertionError, match="Step is no message"):
        encode(kind())


def test_a_named_tuple_comes_out_as_what_it_is() -> None:
    assert same(decode(encode(Place(3, 2, 1))), Place(3, 2, 1))


FILES = sorted(Path(core.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_in_the_core_reads_what_can_run(file: Path) -> None:
    """No pickle, nor anything that is one inside."""
    dangerous = {"pickle", "_pickle", "cPickle", "shelve", "marshal", "dill", "joblib", "cloudpickle"}
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=found):
                assert not dangerous & {each.name.partition(".")[0] for each in found}
            case ast.ImportFrom(module=str(module)):
                assert module.partition(".")[0] not in dangerous
            case ast.Call(func=ast.Attribute(value=ast.Name(id="torch"), attr=name)):
                assert name not in ("load", "save")
            case ast.Call(func=ast.Attribute(attr="recv" | "send")) if "process" in file.stem:
                # A pipe's send and recv pickle; those of bytes do not.
                assert isinstance(node.func, ast.Attribute)
                owner = ast.unparse(node.func.value)
                assert "connection" not in owner
            case ast.keyword(arg="allow_pickle", value=ast.Constant(value=value)):
                assert value is False
