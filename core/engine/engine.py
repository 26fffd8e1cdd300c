"""The thread that trains: takes commands between steps and reports in one ordered stream.

torch is imported on that thread and not with this module, so that a window can be up before it is there.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from core.engine.publisher import Outbox
from core.engine.schedule import Pace
from core.engine.sentences import sentence
from core.errors import TiescopeError
from core.experiment import Experiment
from core.messages.commands import Command, Envelope, Replace, Stop
from core.messages.events import Ended, Failed, Ready, Rejected
from core.messages.pace import FULL
from core.messages.reports import Report

if TYPE_CHECKING:
    from core.engine.control import Control

log = logging.getLogger(__name__)


class Engine:
    """Trains ``lanes`` on a thread of its own.

    Args:
        lanes: the experiments to train side by side, usually one.
        outbox: where reports go. Snapshots are made when it is empty, and at once after a command.
        running: whether training starts by itself.
        device: ``cpu``, ``cuda`` or ``mps``; the best there is if not given.
        publish_every: put a snapshot exactly every so many steps, with all that is needed measured, instead of by
            the clock: for scripts.
        pace: the times it keeps to.
        speed: how fast it is to go at first, one of :data:`core.messages.pace.PACES`.
        prepare: called on the thread before torch is imported there.
        first: what it begins with instead of new ``lanes``.
    """

    def __init__(
        self,
        lanes: tuple[Experiment, ...],
        outbox: Outbox,
        *,
        running: bool = True,
        device: str | None = None,
        publish_every: int | None = None,
        pace: Pace | None = None,
        speed: str = FULL,
        prepare: Callable[[], None] = lambda: None,
        first: Command | None = None,
    ) -> None:
        self._first = first or Replace(lanes)
        self._outbox = outbox
        self._running, self._device, self._publish_every = running, device, publish_every
        self._pace, self._speed = pace or Pace(), speed
        self._prepare = prepare
        self._commands: queue.SimpleQueue[Envelope] = queue.SimpleQueue()
        # A daemon, so that an import of torch that is still under way never keeps the program from ending.
        self._thread = threading.Thread(target=self._main, name="tiescope-engine", daemon=True)
        self._stopped = False

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def send(self, envelope: Envelope) -> None:
        """Ask for something; from any thread or signal handler, returns at once."""
        self._commands.put(envelope)

    def join(self, timeout: float) -> bool:
        """Wait for the thread to end after ``Stop``; whether it has, within ``timeout`` seconds."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _main(self) -> None:
        try:
            self._prepare()
            control, title = self._control()
            self._guard(control, partial(self._carry_out, control, Envelope("", 0, self._first)))
            self._tell(Ready(title))
            if not self._asked():
                self._guard(control, control.show)
        except Exception as error:
            log.exception("the engine could not start")
            self._tell(Ended(f"Training can't start: {sentence(error)}"))
            return
        while not self._stopped:
            self._guard(control, partial(self._turn, control))

    def _control(self) -> tuple[Control, str]:
        # Here and nowhere else: this is where the import of torch happens.
        from core.engine import device
        from core.engine.control import Control
        from core.engine.pacer import Pacer

        device.limit_threads()
        chosen = device.pick(self._device)
        control = Control(
            self._outbox,
            self._asked,
            chosen,
            running=self._running,
            publish_every=self._publish_every,
            pace=self._pace,
            pacer=Pacer(self._speed),
        )
        return control, device.title(chosen)

    def _turn(self, control: Control) -> None:
        """One command, or a few steps and what is due beside them, or a piece of what waits."""
        envelope = self._next(control)
        if envelope is not None:
            control.showing.acknowledged[envelope.sender] = envelope.number
            self._guard(control, partial(self._carry_out, control, envelope))
            if not self._stopped and not self._asked():
                control.show()
        elif control.running:
            control.train()
        else:
            control.catch_up()

    def _next(self, control: Control) -> Envelope | None:
        """The next command, if there is one; it is waited for as long as there is nothing else to do."""
        try:
            if not control.running:
                return self._commands.get(timeout=control.wait)
            idle = control.idle
            return self._commands.get(timeout=idle) if idle else self._commands.get(block=False)
        except queue.Empty:
            return None

    def _carry_out(self, control: Control, envelope: Envelope) -> None:
        from core.engine.orders import carry_out

        try:
            carry_out(control, envelope)
            self._stopped = self._stopped or isinstance(envelope.command, Stop)
        except TiescopeError as error:
            self._tell(Rejected(envelope.sender, envelope.number, str(error), error.key))

    def _guard(self, control: Control, act: Callable[[], None]) -> None:
        """Whatever goes wrong, the thread lives and the person is told."""
        try:
            act()
        except Exception as error:
            log.exception("an exception on the engine's thread")
            control.running = False
            self._show_paused(control)
            good = [lane.good_step for lane in control.session.lanes] if control.session is not None else []
            self._tell(Failed(sentence(error), min(good, default=None)))

    def _show_paused(self, control: Control) -> None:
        """The state as it is after an exception; it may be in no state to be shown."""
        try:
            control.publish()
        except Exception:
            log.exception("no snapshot could be made")

    def _asked(self) -> bool:
        """Whether somebody wants something."""
        return not self._commands.empty()

    def _tell(self, report: Report) -> None:
        try:
            self._outbox.put(report)
        except Exception:
            log.exception("nobody took %s", report)
