"""The README says what the code does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from core.experiment import Experiment
from gui.start.platform_check import DEBIAN_PACKAGES

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(\w+)` \| (.+?) \|", README, flags=re.MULTILINE)


def test_every_key_of_an_experiment_is_in_the_table() -> None:
    assert [key for key, _ in ROWS] == list(Experiment.model_fields)


@pytest.mark.parametrize(("key", "default"), [row for row in ROWS if row[1].startswith("`")])
def test_defaults_are_the_real_ones(key: str, default: str) -> None:
    value = tomllib.loads(f"value = {default.strip('`')}")["value"]
    assert value == Experiment().model_dump(mode="json")[key]


def test_packages_are_those_the_platform_check_names() -> None:
    assert DEBIAN_PACKAGES in README
