"""Every data set keeps its promises; the digits are the ones that assets/data/README.md describes."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pytest

from core.assets import asset
from core.datasets import DATASETS, Dataset, Options, Source, digits, facts, gaussian, load
from core.experiment import ALLOWED, Experiment, problems

SPECTRUM = (4.0, 2.0, 1.0, 0.5, 0.25, 0.125, 0.0625, 0.0, 0.0)


@pytest.fixture(params=DATASETS)
def dataset(request: pytest.FixtureRequest) -> Dataset:
    return load(request.param, SPECTRUM)


def test_facts_are_true_of_the_data(dataset: Dataset) -> None:
    told = facts(dataset.name, SPECTRUM)
    assert dataset.facts == told
    assert dataset.train.shape == (told.train, told.width)
    assert dataset.validation.shape == (told.validation, told.width)
    assert dataset.train.dtype == dataset.validation.dtype == np.float32


def test_labels_belong_to_rows(dataset: Dataset) -> None:
    labels = dataset.validation_labels
    assert labels is None or labels.shape == (len(dataset.validation),)


def test_loading_again_gives_the_same_split(dataset: Dataset) -> None:
    again = load(dataset.name, SPECTRUM)
    assert np.array_equal(again.train, dataset.train)
    assert np.array_equal(again.validation, dataset.validation)


def test_no_picture_is_in_both_sets(dataset: Dataset) -> None:
    train = {row.tobytes() for row in dataset.train}
    assert not any(row.tobytes() in train for row in dataset.validation)


def test_pca_is_the_best_linear_code(dataset: Dataset) -> None:
    width = 3
    axes = dataset.pca.axes[:width]
    centred = dataset.train - dataset.train.mean(axis=0, dtype=np.float64)
    missed = centred - centred @ axes.T @ axes
    assert dataset.pca.floor(width) == pytest.approx(float((missed**2).mean()), rel=1e-6)
    np.testing.assert_allclose(axes @ axes.T, np.eye(width), atol=1e-12)


def test_floor_falls_from_the_variance_to_nothing(dataset: Dataset) -> None:
    floors = [dataset.pca.floor(width) for width in range(dataset.facts.width + 1)]
    assert floors[0] == pytest.approx(dataset.variance, rel=1e-6)
    assert floors == sorted(floors, reverse=True)
    assert floors[-1] == 0


@pytest.mark.parametrize("name", ["digits", "digits8x8"])
def test_digits_are_pictures_of_every_digit(name: str) -> None:
    data = load(name, SPECTRUM)
    assert data.train.min() == 0
    assert data.train.max() == 1
    assert data.validation_labels is not None
    assert np.bincount(data.validation_labels, minlength=10).min() > 0.07 * len(data.validation_labels)


def test_floors_of_the_8x8_digits() -> None:
    pca = load("digits8x8", SPECTRUM).pca
    assert pca.floor(8) == pytest.approx(0.02367265, abs=1e-8)
    assert pca.floor(16) == pytest.approx(0.01088515, abs=1e-8)


@pytest.mark.parametrize(
    ("file", "sha256"),
    [
        ("mnist_5k.npz", "21cfeae86178d1ddc5c13de8f2aa50c435ab18a0351aec9ca5e91b9eecd98129"),
        ("digits8x8.npz", "cc25a67fcab654857ce302adc89f7eb1f168a31a1406b75f513b5954a3d03fad"),
    ],
)
def test_pictures_are_the_documented_ones(file: str, sha256: str) -> None:
    with np.load(asset(f"data/{file}"), allow_pickle=False) as archive:
        assert hashlib.sha256(archive["images"].tobytes()).hexdigest() == sha256
        assert archive["images"].dtype == archive["labels"].dtype == np.uint8


def test_gaussian_has_exactly_the_spectrum_asked_for() -> None:
    data = load("gaussian", SPECTRUM)
    assert data.facts.shape == (3, 3)
    np.testing.assert_allclose(data.pca.variances, SPECTRUM, rtol=1e-5, atol=1e-6)
    assert data.pca.floor(2) == pytest.approx(sum(SPECTRUM[2:]) / 9, rel=1e-5)


@pytest.mark.parametrize("name", ["digits", "digits8x8"])
def test_labels_are_those_of_the_pictures_beside_them(name: str) -> None:
    """A classifier that knows only the class means is right far more often than one in ten."""
    with np.load(asset({"digits": "data/mnist_5k.npz", "digits8x8": "data/digits8x8.npz"}[name])) as archive:
        labels = archive["labels"][: facts(name, ()).train]
    data = load(name, ())
    means = np.stack([data.train[labels == digit].mean(axis=0) for digit in range(10)])
    nearest = ((data.validation[:, None] - means) ** 2).sum(axis=2).argmin(axis=1)
    assert (nearest == data.validation_labels).mean() > 0.75


def test_a_bare_tuple_is_the_spectrum_of_the_source_that_has_one() -> None:
    assert load("digits8x8", (1.0, 0.5)).train.shape == load("digits8x8", digits.Options()).train.shape
    assert facts("gaussian", (1.0,) * 9) == facts("gaussian", gaussian.Options(spectrum=(1.0,) * 9))


def test_options_of_another_source_are_refused() -> None:
    with pytest.raises(TypeError, match=r"gaussian takes core\.datasets\.gaussian\.Options"):
        load("gaussian", Options())


def test_the_same_options_are_read_once() -> None:
    for experiment in (Experiment(dataset="digits8x8"), Experiment(dataset="gaussian")):
        again = experiment.with_values({"learning_rate": 0.5})
        assert load(experiment.dataset, experiment.options) is load(again.dataset, again.options)


@pytest.mark.parametrize("name", ["digits", "digits8x8"])
def test_fewer_digits_are_the_first_of_all_and_have_floors_of_their_own(name: str) -> None:
    whole, few = load(name, digits.Options()), load(name, digits.Options(examples=300))
    np.testing.assert_array_equal(few.train, whole.train[:300])
    np.testing.assert_array_equal(few.validation, whole.validation)
    rows = few.train.astype(np.float64) - few.train.mean(axis=0, dtype=np.float64)
    left = np.linalg.svd(rows, compute_uv=False)[8:] ** 2
    assert few.leading(8).floor(8) == pytest.approx(left.sum() / rows.size, rel=1e-4)
    assert few.validation_floor(8) > whole.validation_floor(8)


def test_more_digits_than_there_are_can_not_be_asked_for() -> None:
    assert "at most 1437" in problems({"dataset": "digits8x8", "examples": 1438})["examples"]
    assert not problems({"dataset": "digits8x8", "examples": 1437})
    assert not problems({"dataset": "gaussian", "examples": 1438}), "which means nothing to it"


@pytest.mark.parametrize("source", DATASETS.values(), ids=list(DATASETS))
def test_every_option_is_declared_for_people_and_means_one_thing(source: Source[Any]) -> None:
    for key, field in source.options.model_fields.items():
        declared = Experiment.model_fields[key]
        assert declared.description == field.description
        assert declared.json_schema_extra == field.json_schema_extra
        assert ALLOWED in (field.json_schema_extra or {})
        assert Experiment().model_dump()[key] == source.options().model_dump()[key]


def test_gaussian_of_a_width_that_is_no_square_is_a_strip() -> None:
    assert facts("gaussian", (1.0,) * 7).shape == (1, 7)


@pytest.mark.parametrize(("name", "width"), [("digits8x8", 16), ("digits", 64), ("digits8x8", 64), ("gaussian", 2)])
def test_the_floor_of_the_validation_set_is_what_the_plane_of_the_training_set_leaves_of_it(
    name: str, width: int
) -> None:
    dataset = load(name, (1.0, 0.5, 0.25, 0.1))
    mean = dataset.train.mean(axis=0, dtype=np.float64)
    _, _, axes = np.linalg.svd(dataset.train - mean, full_matrices=False)
    rows = dataset.validation - mean
    left = rows - rows @ axes[:width].T @ axes[:width]
    assert dataset.validation_floor(width) == pytest.approx(np.square(left).mean(), rel=1e-5, abs=1e-12)
