"""All that can be read in the panel goes through a translator, also the names that come from the tables of ``core``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from core.experiment import problems
from core.experiment.choices import CHOICES
from gui.panel import words
from gui.panel.labels import LABELS
from tests.gui.panel.person import Person


class Elsewhere(QTranslator):
    """A language in which every word stands between angle brackets."""

    def translate(self, context: str, text: str, comment: str | None = None, number: int = -1) -> str:
        return f"⟨{text}⟩"


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    translator = Elsewhere()
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


def test_names_headings_and_choices(qtbot: QtBot) -> None:
    person = Person(qtbot)
    for label in person.panel.findChildren(QLabel):
        if label.isVisible() and label.text():
            assert label.text().startswith("⟨"), label.text()
    for key in ("dataset", "activation", "output_activation", "optimizer"):
        box = person.find(key)
        assert isinstance(box, QComboBox)
        assert [box.itemText(row) for row in range(box.count())] == [
            f"⟨{each.title}⟩" for each in CHOICES[key].values()
        ]


def test_what_waits(qtbot: QtBot) -> None:
    person = Person(qtbot)
    person.choose("dataset", "gaussian")
    assert person.find("dataset-old").text() == "⟨digits 8×8⟩"
    assert person.find("dataset-apply").text() == "⟨↵ new network⟩"
    assert "⟨data⟩" in person.find("dataset-keep").accessibleName()


def test_tool_tips(qtbot: QtBot) -> None:
    person = Person(qtbot)
    for key in ("dataset", "learning_rate", "ramp_to_transpose"):
        tip = person.find(f"{key}-row").toolTip()
        assert f"⟨{LABELS[key]}⟩" in tip
        assert tip.count("⟨") >= 3


def test_names_in_sentences_from_elsewhere() -> None:
    (sentence,) = problems({"decoder": "inverse", "activation": "relu"}).values()
    told = words.in_words(sentence)
    assert "⟨activation⟩ ⟨ReLU⟩" in told
    assert "⟨4 sigmoid − 2⟩, ⟨tanh⟩" in told
