"""A new data source with an option is a file and a line: its option is a key, is checked, and has a field."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
# In an interpreter of its own: what the experiment's keys are is decided when it is imported.
PROGRAM = """
import json
from typing import Annotated
from pydantic import Field
import core.datasets as datasets
from core.datasets.base import Facts, Options, Source
from core.errors import TiescopeError
from core.fields import Integer, described

class Bars(Options):
    bars: Annotated[Integer, Field(gt=0, le=9)] = described(4, "how many bars", "a whole number from 1 to 9")
    slanted: bool = described(False, "whether they lean", "true or false")
    folder: str = described("", "where they are", "a path")

def facts(options):
    if options.folder == "123":
        raise TiescopeError("123 is gone.", "folder")
    return Facts((options.bars, 2), 500, 50)

datasets.DATASETS["bars"] = Source("bars", "bars", Bars, facts, lambda options: options)  # the line

from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QWidget
from core.experiment import Experiment, from_toml, parse, problems
from core.experiment.choices import DATASETS
from gui.panel.panel import ExperimentPanel

app = QApplication([])
sent = []
panel = ExperimentPanel(parse({}), lambda command: sent.append(command) or len(sent))
panel.show()

def seen():
    return [key for key in ("spectrum", "bars", "slanted", "folder") if panel.findChild(QWidget, key).isVisible()]

def choose(name):
    box = panel.findChild(QComboBox, "dataset")
    box.setCurrentIndex(box.findData(name))
    box.activated.emit(box.currentIndex())
    return seen()

def write(key, text):
    line = panel.findChild(QLineEdit, key)
    line.setText(text)
    line.editingFinished.emit()
    return panel.findChild(QLabel, key + "-problem").text()

told = {"keys": list(Experiment.model_fields)[:7], "of bars": DATASETS["bars"].keys}
told["toml"] = from_toml(parse({"dataset": "bars", "bars": 7}).to_toml())["bars"]
told["loaded"] = repr(datasets.load("bars", parse({"dataset": "bars", "bars": 7}).options))
told["wrong"] = problems({"bars": 10})
told["fields"] = [seen(), choose("bars"), choose("gaussian"), choose("digits"), choose("bars")]
told["written"] = [write("bars", "12"), write("bars", "3"), write("folder", "123"), write("folder", "C:/bars")]
panel.findChild(QCheckBox, "slanted").click()
panel.findChild(QAbstractButton, "dataset-apply").click()
told["sent"] = repr(sent[-1].lanes[0].options)
print(json.dumps(told))
"""


def test_it_is_a_file_and_a_line() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["keys"] == ["dataset", "examples", "spectrum", "bars", "slanted", "folder", "layers"]
    assert told["of bars"] == ["bars", "slanted", "folder"]
    assert told["toml"] == 7
    assert told["loaded"] == "Bars(bars=7, slanted=False, folder='')"
    assert told["wrong"] == {"bars": "bars must be a whole number from 1 to 9, not 10."}
    own = ["bars", "slanted", "folder"]
    assert told["fields"] == [[], own, ["spectrum"], [], own]
    assert told["written"] == ["must be a whole number from 1 to 9", "", "123 is gone.", ""]
    assert told["sent"] == "Bars(bars=3, slanted=True, folder='C:/bars')"
