"""What is remembered from one start to the next: where everything was, the theme, and the experiment.

A damaged or outdated setting is ignored with a line in the log: it must never keep the window from opening.
"""

from __future__ import annotations

import logging

from PySide6.QtCore import QByteArray, QSettings

from core.errors import TiescopeError
from core.experiment import Experiment, from_toml, parse
from core.messages.pace import PACES
from gui.window.memory import USUAL

LAYOUT_VERSION = 5  # raised when docks or bars change so that an old layout would not fit

SMALLEST_ZOOM, LARGEST_ZOOM = 0.7, 2.5

log = logging.getLogger(__name__)


class Settings:
    """Reads and writes through QSettings; ``fresh`` neither reads nor writes, and leaves what is remembered alone."""

    def __init__(self, *, fresh: bool = False) -> None:
        self._store = None if fresh else QSettings()

    @property
    def experiment(self) -> Experiment | None:
        """The last one, if it is still valid."""
        text = self._text("experiment")
        if not text:
            return None
        try:
            return parse(from_toml(text, "the remembered experiment"))
        except TiescopeError as error:
            log.warning("the remembered experiment is ignored: %s", error)
        except Exception:
            # Whatever is in there, and whoever has written it: the window opens.
            log.exception("the remembered experiment is ignored")
        return None

    @property
    def theme(self) -> str:
        """``system``, ``light`` or ``dark``."""
        name = self._text("theme")
        return name if name in ("light", "dark") else "system"

    @property
    def pace(self) -> str:
        """One of the paces, or empty."""
        name = self._text("pace")
        return name if name in PACES else ""

    @property
    def zoom(self) -> float:
        """How many times as large as usual letters and lines are."""
        try:
            return min(max(float(self._text("zoom") or 1), SMALLEST_ZOOM), LARGEST_ZOOM)
        except ValueError:
            return 1.0

    @property
    def past_memory(self) -> int:
        """MiB for kept states of the past."""
        text = self._text("past_memory")
        return int(text) if text.isascii() and text.isdigit() else USUAL

    @property
    def geometry(self) -> QByteArray | None:
        """Of the window, for ``restoreGeometry``."""
        return self._bytes("geometry")

    @property
    def layout(self) -> QByteArray | None:
        """Of docks and bars, for ``restoreState``."""
        return self._bytes("layout")

    def remember(self, **values: str | QByteArray) -> None:
        """Write settings by the names of the properties above, at once."""
        if self._store is None:
            return
        for key, value in values.items():
            self._store.setValue(key, value)
        # Left to Qt they would be written some time later, or never if the program is killed.
        self._store.sync()

    def remember_experiment(self, experiment: Experiment) -> None:
        """Write the experiment as TOML, but for its end: no field shows it, so that nobody could take it back."""
        self.remember(experiment=experiment.with_values({"steps": 0}).to_toml())

    def _text(self, key: str) -> str:
        value = self._value(key)
        return value if isinstance(value, str) else ""

    def _bytes(self, key: str) -> QByteArray | None:
        value = self._value(key)
        return value if isinstance(value, QByteArray) else None

    def _value(self, key: str) -> object:
        try:
            return self._store.value(key) if self._store is not None else None
        except (RuntimeError, TypeError, ValueError):
            log.exception("the remembered %s is ignored", key)
            return None
