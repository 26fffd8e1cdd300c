"""An exception in the window is a sentence that says where there is more, and the log has the rest."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer

from core import logs
from core.files import places
from gui.start import app
from tests.gui.conftest import User


def test_an_exception_in_the_window_names_the_log_which_has_the_traceback(
    user: User, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(places, "logs", lambda: tmp_path)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    logs.start()
    app.report_exceptions(user.window)
    QTimer.singleShot(0, lambda: 1 / 0)
    user.wait(lambda: user.find("notice").isVisible())
    log = logs.place()
    assert log is not None
    assert str(log) in user.find("notice-text").text()
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")
