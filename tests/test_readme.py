"""The README says what the code does."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from PIL import Image

from core.experiment import Experiment
from gui.start.arguments import parse_arguments
from gui.start.platform_check import DEBIAN_PACKAGES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(\w+)` \| (.+?) \|", README, flags=re.MULTILINE)


def test_every_key_of_an_experiment_is_in_the_table() -> None:
    assert [key for key, _ in ROWS] == list(Experiment.model_fields)


@pytest.mark.parametrize(("key", "default"), [row for row in ROWS if row[1].startswith("`")])
def test_defaults_are_the_real_ones(key: str, default: str) -> None:
    value = tomllib.loads(f"value = {default.strip('`')}")["value"]
    assert value == Experiment().model_dump(mode="json")[key]


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "benchmarks/README.md", "docs/why-transpose.md"])
def test_files_that_a_document_names_are_there(document: str) -> None:
    words = (ROOT / document).read_text(encoding="utf-8")
    named = re.findall(r"`((?:core|gui|tests|assets|docs|benchmarks)/[\w/.-]+\.\w+)`", words)
    assert [place for place in named if "NAME" not in place and not (ROOT / place).exists()] == []


def test_the_benchmarks_are_those_that_are_there() -> None:
    listed = re.findall(
        r"^python -m benchmarks\.(\w+)", (ROOT / "benchmarks/README.md").read_text("utf-8"), flags=re.MULTILINE
    )
    there = [place.stem for place in (ROOT / "benchmarks").glob("*.py") if "__main__" in place.read_text("utf-8")]
    assert sorted(listed) == sorted(there)


def test_pictures_of_the_documents_are_not_installed() -> None:
    shown = re.findall(r"^!\[[^]]+\]\(assets/(.+)\)$", README, flags=re.MULTILINE)
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    assert set(shown) <= set(setuptools["exclude-package-data"]["assets"])


def test_packages_are_those_the_platform_check_names() -> None:
    assert DEBIAN_PACKAGES in README


def test_what_it_shows_is_made_by_commands_that_it_names() -> None:
    shown = re.findall(r"^!\[[^]]+\]\((.+)\)$", README, flags=re.MULTILINE)
    commands = re.findall(r"^tiescope (.* assets/.*)$", README, flags=re.MULTILINE)
    made = [parse_arguments(shlex.split(words))[1] for words in commands]
    assert [str(one.screenshot or one.film) for one in made] == shown
    for one, place in zip(made, shown, strict=True):
        with Image.open(ROOT / place) as image:
            if one.film:
                assert image.width == one.film_width
                assert getattr(image, "n_frames", 1) > 30
            else:
                assert image.size == one.size
        assert (ROOT / place).stat().st_size < 2.5e6
