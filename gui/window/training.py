"""What a person does to the training, by key, button or name: said at once on the bar, and sent to the engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.messages.commands import (
    Balance,
    Change,
    Command,
    Pause,
    Redo,
    Reset,
    Run,
    SetPace,
    Step,
    StepBack,
    StepTo,
    Undo,
)
from core.messages.pace import PACES
from gui.panel.panel import ExperimentPanel
from gui.window import stops
from gui.window.settings import Settings
from gui.window.toolbar import Toolbar


class Training:
    """Commands the training.

    Args:
        send: a command to the engine.
        toolbar: shows what was chosen before the engine has heard of it.
        panel: may hold a new network that waits for a reset.
        settings: remember the pace.
    """

    def __init__(
        self, send: Callable[[Command], int], toolbar: Toolbar, panel: ExperimentPanel, settings: Settings
    ) -> None:
        self._send, self._toolbar, self._panel, self._settings = send, toolbar, panel, settings

    def toggle_running(self) -> None:
        """Pause if it runs, run if it does not."""
        running = self._toolbar.running
        self._toolbar.show_running(not running)
        self._send(Pause() if running else Run())

    def step(self) -> None:
        """Take one step and pause."""
        self._send(Step())

    def step_on(self) -> None:
        """Train on to the next of 1, 2, 5 × 10ⁿ steps and pause."""
        self._send(StepTo())

    def stop_at(self, place: str) -> None:
        """Pause by itself there: a name of :mod:`gui.window.stops`."""
        self._send(stops.command(place))

    def reset(self) -> None:
        """Start the same experiment again from its seed, or the new network that waits in the panel."""
        if not self._panel.start_waiting():
            self._send(Reset())

    def choose_decoder(self, decoder: str) -> None:
        """Flip the decoder in flight."""
        self._toolbar.show_decoder(decoder)
        self.change("decoder", decoder)

    def flip(self) -> None:
        """The question itself: to W⁺ from Wᵀ, and to Wᵀ from everything else."""
        self.choose_decoder("pseudo_inverse" if self._toolbar.decoder == "transpose" else "transpose")

    def turn_dial(self, dial: float) -> None:
        """Decode with the matrix that far from W⁺ to Wᵀ."""
        self.change("dial", dial)

    def change(self, key: str, value: Any) -> None:
        """Set what can change in flight."""
        self._send(Change.of(**{key: value}))

    def balance(self) -> None:
        """Replace W by the nearest matrix with orthonormal rows."""
        self._send(Balance())

    def step_back(self) -> None:
        """Take one step back and pause."""
        self._send(StepBack())

    def undo(self) -> None:
        """Go back to just before the last change, weights and all."""
        self._send(Undo())

    def redo(self) -> None:
        """Take the last undoing back."""
        self._send(Redo())

    def use_pace(self, pace: str) -> None:
        """Train at this pace from now on, and at the next start."""
        self._toolbar.show_pace(pace)
        self._settings.remember(pace=pace)
        self._send(SetPace(pace))

    def slower(self) -> None:
        """The next slower pace, if there is one."""
        self.use_pace(PACES[max(PACES.index(self._toolbar.pace) - 1, 0)])

    def faster(self) -> None:
        """The next faster pace, if there is one."""
        self.use_pace(PACES[min(PACES.index(self._toolbar.pace) + 1, len(PACES) - 1)])
