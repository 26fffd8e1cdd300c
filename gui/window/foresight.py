"""Tells the views what is known of the first experiment until the engine answers."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject

from core import preview
from core.experiment import Experiment
from core.messages.snapshot import Examples
from gui.views.ahead import Ahead
from gui.views.base import View
from gui.widgets.behind import Behind


class Foresight(QObject):
    """Reads data and computes floors behind the window; a view that has a snapshot by then takes no notice."""

    def __init__(self, experiment: Experiment, views: Iterable[View], parent: QObject) -> None:
        super().__init__(parent)
        self._experiment, self._views = experiment, tuple(views)
        self._examples: Examples | None = None
        self._behind = Behind(self)
        self._behind.done.connect(self._on_done)

    def begin(self) -> None:
        """Once the window stands."""
        experiment = self._experiment
        self._behind.ask("examples", lambda: preview.examples(experiment))
        self._behind.ask("floors", lambda: preview.floors(experiment))

    def _on_done(self, name: str, result: object) -> None:
        if isinstance(result, Examples):
            self._examples = result
        if self._examples is not None:
            floors = result if isinstance(result, preview.Floors) else None
            ahead = Ahead(self._experiment, self._examples, floors)
            for view in self._views:
                view.foresee(ahead)
