"""Closed on two screens, opened on one: whatever stood on the other is found again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.programs import PATIENCE, ROOT, environment

#: Opens a window as it was left, places it and a view that floats where they are to be, says where they are, and closes
#: it. Without an engine: what floats has a place before anything is drawn in it.
PROGRAM = """
import json, sys
from PySide6.QtCore import QRect, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QDockWidget
from core.experiment import parse
from gui.window.settings import Settings
from gui.window.window import MainWindow
from tests.gui.lines import Scripted

folder, places = sys.argv[1], json.loads(sys.argv[2])
app = QApplication([])
app.setOrganizationName("Tiescope tests")
app.setApplicationName("Tiescope")
QSettings.setDefaultFormat(QSettings.Format.IniFormat)
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
window = MainWindow(Scripted(), parse({}), Settings(), "light")
dock = window.findChild(QDockWidget, "dock-filters")

def place():
    if places:
        dock.setFloating(True)
        for name, widget in (("window", window), ("dock", dock)):
            # As a desktop would: this platform leaves it on the screen where it began.
            widget.setScreen(app.screenAt(QRect(*places[name]).center()))
            widget.setGeometry(*places[name])
    QTimer.singleShot(0, leave)

def leave():
    found = {"floating": dock.isFloating(), "visible": dock.isVisible()}
    for name, widget in (("window", window), ("dock", dock)):
        frame = widget.frameGeometry()
        found[name] = [frame.x(), frame.y(), frame.width(), frame.height()]
        rooms = [screen.availableGeometry().adjusted(-2, -2, 2, 2) for screen in app.screens()]
        found[f"{name} on screen"] = any(room.contains(frame) for room in rooms)
    found["screens"] = len(app.screens())
    print(json.dumps(found))
    window.close()
    app.quit()

window.started.connect(lambda: QTimer.singleShot(0, place))
window.show()
app.exec()
"""

LEFT = {"name": "left", "x": 0, "y": 0, "width": 1440, "height": 900}
RIGHT = {"name": "right", "x": 1440, "y": 0, "width": 1760, "height": 1080}
ABOVE = {"name": "above", "x": 0, "y": -1080, "width": 1920, "height": 1080}
MORE = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}


def opened(folder: Path, screens: list[dict[str, Any]], places: dict[str, list[int]]) -> dict[str, Any]:
    """Where things were in a window of a process of its own, in front of these screens."""
    config = folder / "screens.json"
    config.write_text(json.dumps({"screens": [{**screen, **MORE} for screen in screens]}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder), json.dumps(places)],
        cwd=ROOT,
        env=environment(QT_QPA_PLATFORM=f"offscreen:configfile={config}"),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["screens"] == len(screens)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="a path with a colon is none of this platform's parameters")
@pytest.mark.parametrize(
    ("second", "places"),
    [
        (RIGHT, {"window": [1750, 100, 1200, 800], "dock": [2600, 150, 500, 400]}),
        (RIGHT, {"window": [100, 60, 1200, 800], "dock": [2600, 150, 500, 400]}),
        (ABOVE, {"window": [200, -900, 1200, 800], "dock": [900, -950, 500, 400]}),
    ],
    ids=["both at the right", "the view at the right", "both above"],
)
def test_what_was_left_on_a_screen_that_is_gone_is_on_the_one_that_is_there(
    tmp_path: Path, second: dict[str, Any], places: dict[str, list[int]]
) -> None:
    before = opened(tmp_path, [LEFT, second], places)
    assert before["dock"][:2] == places["dock"][:2], "it was there"
    again = opened(tmp_path, [LEFT, second], {})
    assert again["dock"] == before["dock"], "with the screen it comes back to its place"
    assert again["window"] == pytest.approx(before["window"], abs=2), "but for the width of its frame"
    without = opened(tmp_path, [LEFT], {})
    assert without["floating"]
    assert without["visible"]
    assert without["dock on screen"], without
    assert without["window on screen"], without
    assert without["dock"][2:] == before["dock"][2:], "as large as it was"
