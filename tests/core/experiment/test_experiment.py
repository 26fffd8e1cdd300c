"""An experiment is valid or says in one sentence which key is not, and what is allowed."""

from __future__ import annotations

import dataclasses
import datetime
import math
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core import activations, datasets, decoders
from core.errors import TiescopeError
from core.experiment import IN_FLIGHT, OPTIMIZERS, Experiment, from_toml, parse, problems, read_toml
from core.experiment.assignments import parse_assignments

GOOD = st.fixed_dictionaries(
    {},
    optional={
        "dataset": st.sampled_from(list(datasets.DATASETS)),
        "layers": st.lists(st.integers(1, 1437), min_size=1, max_size=4),
        "activation": st.sampled_from(list(activations.ACTIVATIONS)),
        "output_activation": st.sampled_from(list(activations.ACTIVATIONS)),
        "decoder": st.sampled_from(list(decoders.DECODERS)),
        "optimizer": st.sampled_from(OPTIMIZERS),
        "learning_rate": st.floats(1e-9, 1000),
        "momentum": st.floats(0, 0.999),
        "batch_size": st.integers(1, 1437),
        "noise": st.floats(0, 100),
        "weight_decay": st.floats(0, 100),
        "seed": st.integers(0, 2**31 - 1),
        "steps": st.integers(0, 10**12),
    },
)
BAD: list[tuple[str, Any]] = [
    ("dataset", "mnist"),
    ("dataset", 3),
    ("layers", []),
    ("layers", [0]),
    ("layers", [-4]),
    ("layers", [2.5]),
    ("layers", "64"),
    ("layers", 0),
    ("layers", True),
    ("layers", 6.5),
    ("layers", 2**31),
    ("layers", [True]),
    ("layers", [5000]),
    ("layers", [1] * 65),
    ("layers", [2**31]),
    ("spectrum", []),
    ("spectrum", [0.0, 0.0]),
    ("spectrum", [-1.0]),
    ("spectrum", [math.nan]),
    ("spectrum", [1.0] * 4097),
    ("activation", "softmax"),
    ("output_activation", ""),
    ("decoder", "Transpose"),
    ("optimizer", None),
    ("learning_rate", 0),
    ("learning_rate", -1e-3),
    ("learning_rate", math.nan),
    ("learning_rate", math.inf),
    ("learning_rate", "0.1"),
    ("learning_rate", True),
    ("momentum", 1.0),
    ("batch_size", 0),
    ("batch_size", 4001),
    ("batch_size", 1.5),
    ("noise", -0.1),
    ("weight_decay", math.nan),
    ("seed", -1),
    ("seed", 2**31),
    ("steps", -1),
    ("learnig_rate", 0.1),
]


def test_defaults_are_valid() -> None:
    assert parse({}) == Experiment()
    assert problems({}) == {}


@given(GOOD)
def test_toml_brings_back_the_same_experiment(values: dict[str, Any]) -> None:
    assume(not problems(values))  # ReLU has no inverse
    experiment = parse(values)
    assert parse(from_toml(experiment.to_toml())) == experiment


@pytest.mark.parametrize(("key", "value"), BAD)
def test_bad_values_are_refused_in_one_sentence_that_names_the_key(key: str, value: Any) -> None:
    with pytest.raises(TiescopeError) as caught:
        parse({key: value})
    assert caught.value.key == key
    sentence = str(caught.value)
    assert sentence.startswith(key)
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_every_problem_is_found_at_once() -> None:
    assert set(problems({"seed": -1, "noise": -1, "what": 1})) == {"seed", "noise", "what"}


@given(
    st.dictionaries(
        st.sampled_from([*Experiment.model_fields, "other"]),
        st.one_of(
            st.none(),
            st.booleans(),
            st.integers(),
            st.floats(),
            st.text("ab 1=[", max_size=4),
            st.lists(st.integers()),
            st.dictionaries(st.just("a"), st.none()),
        ),
    )
)
def test_nothing_but_a_sentence_comes_of_nonsense(values: dict[str, Any]) -> None:
    found = problems(values)
    assert set(found) <= {*values, *Experiment.model_fields}
    if not found:
        parse(values)


def test_what_the_data_do_not_allow() -> None:
    assert "1437" in problems({"dataset": "digits8x8", "layers": [1438]})["layers"]
    assert "1437" in problems({"dataset": "digits8x8", "batch_size": 1438})["batch_size"]


def test_keys_in_flight_are_keys_and_no_option_of_the_data_is_one() -> None:
    assert set(Experiment.model_fields) > IN_FLIGHT
    for source in datasets.DATASETS.values():
        assert not IN_FLIGHT & source.options.model_fields.keys()


def test_options_of_the_data_are_keys_like_the_others() -> None:
    experiment = parse({"dataset": "gaussian", "spectrum": [2, 1]})
    assert experiment.model_dump(mode="json")["spectrum"] == [2.0, 1.0]
    assert list(from_toml(Experiment().to_toml()))[:4] == ["dataset", "examples", "spectrum", "layers"]
    assert experiment.options == datasets.gaussian.Options(spectrum=(2.0, 1.0))
    assert parse({"dataset": "digits", "spectrum": [2.0, 1.0]}).options == datasets.digits.Options()


def test_one_layer_needs_no_brackets() -> None:
    assert parse({"layers": 16}) == parse({"layers": [16]})
    assert parse(parse_assignments(["layers=16"])).layers == (16,)
    assert parse(from_toml("layers = 16")).layers == (16,)


def test_as_many_layers_and_as_wide_ones_as_are_allowed() -> None:
    assert problems({"layers": [2**31 - 1] * 63 + [16]}) == {}
    assert "1 to 64 whole numbers from 1 to 2147483647" in problems({"layers": [1] * 65})["layers"]


@pytest.mark.parametrize("key", ["layers", "spectrum"])
def test_a_list_out_of_all_bounds_is_refused_at_once(key: str) -> None:
    tracemalloc.start()
    try:
        assert set(problems({key: [-1] * 200_000})) == {key}
        assert tracemalloc.get_traced_memory()[1] < 10 * 2**20
    finally:
        tracemalloc.stop()


def deep() -> list[Any]:
    value: list[Any] = []
    for _ in range(100_000):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [10**5000, -(16**6000), [10**5000], {"a": [{10**5000: 1}]}, "a\nb\x1b[31m\u2028\u202e\x7f", ["\ud800\r"],
     "x" * 10**6, {"\n": "\n"}, deep(), np.arange(2000.0), datetime.time(1), tuple("\n" * 100)],
    ids=range(12),
)  # fmt: skip
@pytest.mark.parametrize("key", ["steps", "layers", "dataset"])
def test_no_value_is_too_much_for_a_sentence(key: str, value: Any) -> None:
    sentence = problems({key: value})[key]
    assert sentence.startswith(f"{key} must be ")
    assert sentence.isprintable()
    assert len(sentence) < 250


@pytest.mark.parametrize("key", ["a\nb", "\x1b[2J", "", "x" * 10_000, "\u202eyek", "\ud800"])
def test_no_key_is_too_much_for_a_sentence(key: str) -> None:
    sentence = problems({key: 1})[key]
    assert sentence.isprintable()
    assert len(sentence) < 500
    assert "is not a key of an experiment" in sentence


def test_a_decoder_that_inverts_the_activation_is_asked_for_one_whatever_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inverse = decoders.DECODERS["inverse"]
    monkeypatch.setitem(decoders.DECODERS, "untied", inverse)
    assert "activation relu" in problems({"decoder": "untied", "activation": "relu"})["decoder"]
    assert problems({"decoder": "untied", "activation": "tanh"}) == {}


@pytest.mark.parametrize(("key", "told_at"), [(None, "dataset"), ("spectrum", "spectrum"), ("file", "dataset")])
def test_data_that_are_gone_are_a_sentence(key: str | None, told_at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: datasets.Options) -> datasets.Facts:
        raise TiescopeError("There is no such file.", key)

    source = datasets.DATASETS["digits"]
    monkeypatch.setitem(datasets.DATASETS, "digits", dataclasses.replace(source, facts=gone))
    assert problems({}) == {told_at: "There is no such file."}
    with pytest.raises(TiescopeError, match="no such file"):
        parse({})


def test_with_values_validates() -> None:
    with pytest.raises(TiescopeError, match="learning_rate"):
        Experiment().with_values({"learning_rate": -1})


@pytest.mark.parametrize(
    "content", [b"layers = [", b"\xff\xfe", b"a = 1\na = 2", b"a = " + b"[" * 100_000], ids=range(4)
)
def test_files_that_are_no_toml_are_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bad.toml"
    file.write_bytes(content)
    with pytest.raises(TiescopeError, match=r"bad\.toml"):
        read_toml(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TiescopeError, match=r"none\.toml can't be read"):
        read_toml(tmp_path / "none.toml")
