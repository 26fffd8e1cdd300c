"""An experiment is valid or says in one sentence which key is not, and what is allowed."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core import activations, datasets, decoders
from core.errors import TiescopeError
from core.experiment import IN_FLIGHT, OPTIMIZERS, Experiment, from_toml, parse, problems, read_toml

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
    ("layers", 64),
    ("layers", [True]),
    ("layers", [5000]),
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


def test_only_keys_in_flight_keep_the_network() -> None:
    old = Experiment()
    assert old.needs_new_network(old.with_values({"decoder": "untied", "learning_rate": 0.1})) == ()
    assert old.needs_new_network(old.with_values({"layers": [16], "seed": 1})) == ("layers", "seed")
    assert set(Experiment.model_fields) > IN_FLIGHT


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
