"""A real window with a real engine, its settings in a folder of the test's own."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Iterator
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt, QtMsgType
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.logging import _QtMessageCapture as QtLog
from pytestqt.qtbot import QtBot

from core.experiment import Experiment, parse
from core.lines import LINES, Line
from core.messages.snapshot import LaneSnapshot, Snapshot
from gui.window.settings import Settings
from gui.window.window import MainWindow
from tests.gui.lines import Tapped

PATIENCE = 60_000  # milliseconds: only a hang is a failure


@pytest.fixture(autouse=True)
def settings_folder(tmp_path: Path, qapp: QApplication) -> Path:
    """QSettings of this test alone."""
    qapp.setOrganizationName("Tiescope tests")
    qapp.setApplicationName("Tiescope")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    return tmp_path


@pytest.fixture(autouse=True, scope="session")
def quick_processes() -> Iterator[None]:
    """An engine's process is forked from one that has torch already: its import is most of what such a test would take.

    That it starts by itself is tried in ``tests/gui/start`` and ``tests/core``, by programs of their own.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        yield
        return
    original = multiprocessing.get_context

    def get_context(method: str | None = None) -> BaseContext:
        return original("forkserver" if method == "spawn" else method)

    multiprocessing.set_forkserver_preload(["core.engine.control", "core.lines.process"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(multiprocessing, "get_context", get_context)
        yield


@pytest.fixture(autouse=True, scope="session")
def frozen_start() -> Iterator[None]:
    """As in the program, cyclic garbage is collected on this thread alone, see :mod:`gui.start.garbage`."""
    gc.disable()
    gc.collect()
    gc.freeze()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def collected_here() -> Iterator[None]:
    """The windows of one test are gone before the next."""
    yield
    gc.collect()


@pytest.fixture(autouse=True)
def no_warning_of_qt(qtlog: QtLog) -> Iterator[None]:
    """Whatever a test does, Qt has nothing to complain about, but that a screen without windows has none."""
    yield
    harmless = (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
    complaints = [record.message for record in qtlog.records if record.type not in harmless]
    assert [message for message in complaints if not message.startswith("This plugin ")] == []


class User:
    """A person in front of a window: clicks what has a name, types, and looks until something is so."""

    def __init__(self, bot: QtBot, window: MainWindow, line: Tapped) -> None:
        self._bot, self.window, self.line = bot, window, line
        self._newest: Snapshot | None = None
        self._looking_for: Callable[[Snapshot], bool] | None = None
        self._found: Snapshot | None = None
        window.frames.shown.connect(self._look)

    @property
    def newest(self) -> Snapshot:
        """What the window shows now."""
        assert self._newest is not None, "nothing was shown yet"
        return self._newest

    def _look(self, snapshot: Snapshot) -> None:
        # Kept is what is looked for alone: all that was shown would be the leak that the soak looks for.
        self._newest = snapshot
        if self._found is None and self._looking_for is not None and self._looking_for(snapshot):
            self._found = snapshot

    def find(self, name: str) -> Any:
        """The one widget with this object name."""
        found = self.window.findChildren(QWidget, name)
        assert len(found) == 1, f"{len(found)} widgets are called {name}"
        return found[0]

    def reach(self, name: str) -> Any:
        """The one widget with this object name; if it is in the drawer, that is opened."""
        widget = self.find(name)
        if not widget.isVisible():
            self.window.open_settings()
        return widget

    def click(self, name: str) -> None:
        """With the mouse, on something that can be seen."""
        widget = self.find(name)
        assert widget.isVisible(), f"{name} can't be seen"
        assert widget.isEnabled(), f"{name} can't be clicked"
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def press(self, key: Qt.Key) -> None:
        """On the window, wherever the focus is."""
        focus = self.window.focusWidget() or self.window
        QTest.keyClick(focus, key)

    def write(self, name: str, text: str) -> None:
        """Into a field, and Enter."""
        field = self.reach(name)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def choose(self, name: str, value: str) -> None:
        """In a list, as a person does: with the keyboard, so that ``activated`` is emitted."""
        box = self.reach(name)
        index = box.findData(value)
        assert index >= 0, f"{name} has no {value}"
        box.setFocus()
        box.setCurrentIndex(index)
        box.activated.emit(index)

    def ask(self, words: str) -> None:
        """Open the list of everything, type, and take the first that fits."""
        self.window.commands["palette"].trigger()
        line = self.find("palette-line")
        QTest.keyClicks(line, words)
        QTest.keyClick(line, Qt.Key.Key_Return)
        QApplication.processEvents()

    def toggle_view(self, title: str) -> None:
        """By its entry in the View menu: in front if it is not there yet, else away."""
        menu = self.window.findChild(QMenu, "view-menu")
        assert isinstance(menu, QMenu)
        (entry,) = (action for action in menu.actions() if action.text() == title)
        entry.trigger()

    def wait(self, condition: Callable[[], object]) -> None:
        """Until it is so."""
        self._bot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)

    def see(self, condition: Callable[[Snapshot], bool]) -> Snapshot:
        """The next snapshot on the screen of which this holds."""
        self._looking_for, self._found = condition, None
        try:
            self.wait(lambda: self._found)
        finally:
            self._looking_for = None
        found, self._found = self._found, None
        assert found is not None
        return found

    def train(self, steps: int = 10) -> Snapshot:
        """Look until the network has learned a little more."""
        before = self._newest.step if self._newest else -1
        return self.see(lambda snapshot: snapshot.step >= before + steps)


def lane(snapshot: Snapshot) -> LaneSnapshot:
    """The only lane."""
    (only,) = snapshot.lanes
    return only


@pytest.fixture(params=LINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Where the training is: a window is the same with each. A test that reaches into the engine marks itself
    ``@in_this_process``."""
    chosen: str = request.param
    return chosen


#: For tests that put a fault into the engine's code, which is only there where the engine is.
in_this_process = pytest.mark.parametrize("engine", ["thread"], indirect=False)


@pytest.fixture
def open_window(qtbot: QtBot, engine: str) -> Iterator[Callable[..., User]]:
    """Opens windows and closes them when the test is over; ``options`` are the engine's, unless
    there is another ``line``."""
    opened: list[MainWindow] = []

    def open_one(
        *,
        fresh: bool = True,
        experiment: Experiment | None = None,
        theme: str = "light",
        line: Line | None = None,
        **options: Any,
    ) -> User:
        settings = Settings(fresh=fresh)
        chosen = experiment or settings.experiment or small()
        tapped = Tapped(line or LINES[engine]((chosen,), **options))
        window = MainWindow(tapped, chosen, settings, theme)
        opened.append(window)
        user = User(qtbot, window, tapped)
        # What is made behind the first paint is there, too.
        with qtbot.waitSignal(window.started, timeout=PATIENCE):
            window.show()
        qtbot.waitExposed(window)
        return user

    yield open_one
    for window in opened:
        window.close()
        assert window.ended
        window.deleteLater()


@pytest.fixture
def user(open_window: Callable[..., User]) -> User:
    """In front of a window that trains."""
    person = open_window()
    person.see(lambda snapshot: snapshot.step > 0)
    return person


def small(**values: Any) -> Experiment:
    """Something that is learned quickly, with an activation whatever the default is."""
    network = {"layers": [16], "activation": "leaky_relu"}
    return parse({"dataset": "digits8x8", **network, "learning_rate": 3e-3, "batch_size": 64, **values})
