"""Ctrl-C, kill and a closed terminal end the window as if it were closed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.experiment import Experiment, from_toml, parse
from tests.programs import PATIENCE, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to send to one process")

# The window sends the signal to itself at a moment that a test can name: at its first paint, before torch is there;
# in the middle of a paint event; or once it trains and has been changed.
WINDOW = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGTERM, signal.SIG_DFL)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from PySide6.QtCore import QSettings
QSettings.setDefaultFormat(QSettings.Format.IniFormat)
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, sys.argv[1])
number, moment = int(sys.argv[2]), sys.argv[3]
from gui.views.loss import LossView
from gui.window.link import Link
from gui.window.window import MainWindow

sent = []
def send():
    sent.append(True)
    for _ in range(2):
        os.kill(os.getpid(), number)

if moment == "paint":
    paint = LossView.paintEvent
    LossView.paintEvent = lambda view, event: (sent or send(), paint(view, event))[1]
elif moment == "start":
    start = Link.start
    Link.start = lambda link: (send(), start(link))
else:
    show = MainWindow.show_snapshot
    MainWindow.show_snapshot = lambda window, snapshot: (
        show(window, snapshot),
        snapshot.step > 0 and (sent or send()),
    )

from gui.start.command_line import main
status = main(["--set", "dataset=digits8x8", "--set", "layers=[8]", "--theme", "dark"])
assert sent, "the signal was never sent"
sys.exit(status)
"""


def window(folder: Path, number: int, moment: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", WINDOW, str(folder), str(number), moment]
    return subprocess.run(
        words, env=environment(), capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False
    )


def remembered(folder: Path) -> dict[str, str]:
    """What the settings' file has, by QSettings itself."""
    code = (
        "import sys\nfrom PySide6.QtCore import QSettings\n"
        "store = QSettings(sys.argv[1], QSettings.Format.IniFormat)\n"
        "sys.stdout.write(store.value('experiment') or '')"
    )
    file = folder / "Tiescope" / "Tiescope.ini"
    done = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, encoding="utf-8", check=True)
    return {"file": file.read_text(encoding="utf-8"), "experiment": done.stdout}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_it_trains_closes_the_window_and_all_is_remembered(number: int, tmp_path: Path) -> None:
    done = window(tmp_path, number, "training")
    assert (done.returncode, done.stderr) == (128 + number, "")
    found = remembered(tmp_path)
    assert "geometry" in found["file"]
    experiment: Experiment = parse(from_toml(found["experiment"]))
    assert (experiment.dataset, experiment.layers) == ("digits8x8", (8,))


@pytest.mark.parametrize("moment", ["start", "paint"])
def test_a_signal_while_it_starts_or_paints_closes_the_window(moment: str, tmp_path: Path) -> None:
    done = window(tmp_path, signal.SIGINT, moment)
    assert (done.returncode, done.stderr) == (130, "")
    assert "geometry" in remembered(tmp_path)["file"]


def test_a_killed_window_has_remembered_what_was_set(tmp_path: Path) -> None:
    code = WINDOW.replace("snapshot.step > 0 and (sent or send())", "print('trains', flush=True)")
    words = [sys.executable, "-c", code, str(tmp_path), "0", "never"]
    file = tmp_path / "Tiescope" / "Tiescope.ini"
    with subprocess.Popen(words, stdout=subprocess.PIPE, env=environment(), encoding="utf-8") as process:
        assert process.stdout is not None
        for _ in process.stdout:  # a line a frame, for as long as it takes
            if file.exists() and "experiment" in file.read_text(encoding="utf-8"):
                break
        os.kill(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)
    assert parse(from_toml(remembered(tmp_path)["experiment"])).layers == (8,)
