"""Sentences name things as they stand on the screen, and not as they stand in a file."""

from __future__ import annotations

import re
from typing import Any

import pytest

from core.experiment import Experiment, problems
from core.experiment.choices import CHOICES
from gui.panel import words

MISTAKES: list[dict[str, Any]] = [
    {"learning_rate": -1},
    {"layers": "12,hello"},
    {"layers": []},
    {"layers": [5000]},
    {"batch_size": 10**5},
    {"dataset": "digits8x8", "batch_size": 3000},
    {"decoder": "inverse", "activation": "relu"},
    {"output_activation": "foo"},
    {"weight_decay": -1},
    {"ramp_to_transpose": -1},
    {"dataset": "foo"},
]


@pytest.mark.parametrize("values", MISTAKES, ids=str)
def test_no_word_of_the_code_is_left(values: dict[str, Any]) -> None:
    (sentence,) = problems(values).values()
    told = words.in_words(sentence)
    for key in Experiment.model_fields:
        if words.label(key) != key:
            assert not re.search(rf"\b{key}\b", told), told
    assert not re.search(r"\w_\w|digits8x8|\brelu\b|\[|'", told.replace("can't", "")), told


def test_the_names_of_choices_are_those_of_the_lists() -> None:
    (sentence,) = problems({"decoder": "inverse", "activation": "relu"}).values()
    told = words.in_words(sentence)
    assert "with activation ReLU" in told
    assert "it can with linear, sigmoid, 4 sigmoid − 2, tanh, leaky ReLU." in told


def test_what_was_typed_is_told_as_it_was_typed() -> None:
    (sentence,) = problems({"layers": "12,dataset"}).values()
    assert words.in_words(sentence).endswith("such as 256, 32, not “12,dataset”.")


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("dataset must be the same in all lanes of a run.", "data must be the same in all lanes of a run."),
        ("activation is leaky_relu.", "activation is leaky ReLU."),
        ("That is a number of about 5000 digits.", "That is a number of about 5000 digits."),
        ("learning_rate can't be 'batch_size'.", "learning rate can't be 'batch_size'."),
        ("Nothing to be put into other words.", "Nothing to be put into other words."),
    ],
)
def test_sentences_of_the_engine(sentence: str, told: str) -> None:
    assert words.in_words(sentence) == told


def test_beside_its_field_it_says_what_is_allowed_and_no_more() -> None:
    said = {}
    for key, value in (("learning_rate", -1), ("batch_size", 10**5), ("layers", "x"), ("noise", 200)):
        sentence = words.problem(key, problems({key: value})[key], value, whole=False)
        said[key] = words.beside(key, sentence)
    assert said == {
        "learning_rate": "must be above 0, at most 1000",
        "batch_size": "must be at most 4000 (examples)",
        "layers": "must be 1 to 64 whole numbers, such as 256, 32",
        "noise": "must be from 0 to 100",
    }


def test_a_comma_that_could_set_off_thousands_is_asked_about() -> None:
    refused = problems({"learning_rate": "1,000"})["learning_rate"]
    told = words.problem("learning_rate", refused, "1,000", whole=False)
    assert told == "learning rate: 1,000 could be 1 or 1000; write one of these."


@pytest.mark.parametrize("key", CHOICES)
def test_every_choice_has_a_title(key: str) -> None:
    assert all(words.title(key, name) for name in CHOICES[key])
    assert words.title(key, "nobody knows it") == "nobody knows it"
