"""The thread that trains: takes commands between steps, publishes snapshots, reports what happens once.

torch is imported on that thread and not with this module, so that a window can be up before it is there.
"""

from __future__ import annotations

import gc
import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from core.engine.budget import Budget
from core.engine.chore import Chore
from core.engine.preload import preload_torch
from core.engine.promptness import wake_promptly
from core.engine.rate import Rate
from core.errors import TiescopeError
from core.experiment import IN_FLIGHT, Experiment
from core.messages.commands import Balance, Change, Command, Pause, Replace, Reset, Rewind, Run, SetDecoder, Step, Stop
from core.messages.events import Diverged, Event, Failed, Finished, Ready, Rejected
from core.messages.snapshot import LaneSnapshot, Snapshot

if TYPE_CHECKING:
    import torch

    from core.engine.session import Session
    from core.engine.transfer import Taken

TURN = 0.02  # seconds of training between two looks at what else is due; for a command it is left after a step
MOST_STEPS = 256  # of one turn, however fast they are
QUICK = 0.02  # seconds: figures that take longer wait until nobody has asked for anything for a moment
CALM = 0.2  # seconds of that moment, at least …
PATIENCE = 5.0  # … and so many times what keeps a command waiting: the longest piece of the figure
SILENCE = 0.5  # seconds without a snapshot, after which a window seems to hang
EARLY = 1.3  # the validation loss is taken at least every time the steps have grown by this factor

#: What torch, CUDA and the system say when there is none left.
NO_MEMORY = ("out of memory", "not enough memory", "allocate memory", "alloc_failed")

log = logging.getLogger(__name__)


class Outbox(Protocol):
    """Where snapshots are put: a :class:`core.messages.mailbox.Mailbox`, or anything else that can take them."""

    @property
    def empty(self) -> bool:
        """Whether the reader is ready for another."""

    def put(self, value: Snapshot, /) -> None:
        """Hand over the newest."""


@dataclass(frozen=True)
class UnderWay:
    """A snapshot whose arrays may still be on their way from the device."""

    moment: Callable[..., Snapshot]
    lanes: Sequence[Taken[LaneSnapshot]]
    cost: float  # seconds so far

    @property
    def done(self) -> bool:
        """Whether it can be had without waiting."""
        return all(lane.done for lane in self.lanes)


class Engine:
    """Trains ``lanes`` on a thread of its own.

    Args:
        lanes: the experiments to train side by side, usually one.
        mailbox: where snapshots go. They are made when it is empty, and at once after a command.
        on_event: called on the engine's thread for what happens once.
        running: whether training starts by itself.
        device: ``cpu``, ``cuda`` or ``mps``; the best there is if not given.
        publish_every: put a snapshot exactly every so many steps, with all figures up to date, instead of by
            the clock: for scripts.
    """

    def __init__(
        self,
        lanes: tuple[Experiment, ...],
        mailbox: Outbox,
        on_event: Callable[[Event], None],
        *,
        running: bool = True,
        device: str | None = None,
        publish_every: int | None = None,
    ) -> None:
        self._first = Replace(lanes)
        self._mailbox = mailbox
        self._on_event = on_event
        self._running = running
        self._device_name = device
        self._publish_every = publish_every
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        # A daemon, so that an import of torch that is still under way never keeps the program from ending.
        self._thread = threading.Thread(target=self._main, name="tiescope-engine", daemon=True)
        self._stopped = False
        self._device: torch.device | None = None
        self._title = ""
        self._session: Session | None = None
        self._given_up: tuple[Experiment, ...] | None = None  # for a new network that could not be built beside it
        self._under_way: UnderWay | None = None
        self._until: int | None = None  # pause at this step
        self._validate_at = 1  # step
        self._acknowledged = 0
        self._serial = 0
        self._seconds_per_step = TURN
        self._rate = Rate()
        self._asked_at = 0.0
        self._budget()

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def send(self, command: Command) -> None:
        """Ask for something; from any thread, returns at once."""
        self._commands.put(command)

    def join(self, timeout: float) -> bool:
        """Wait for the thread to end after ``Stop``; whether it has, within ``timeout`` seconds."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _main(self) -> None:
        try:
            wake_promptly()
            preload_torch()
            # Here and nowhere else: this is where the import of torch happens.
            from core.engine import device

            device.limit_threads()
            self._device = device.pick(self._device_name)
            self._title = device.title(self._device)
            self._guard(partial(self._handle, self._first))
            self._tell(Ready(self._title))
        except Exception as error:
            log.exception("the engine could not start")
            self._tell(Failed(_sentence(error)))
            return
        self._guard(self._publish)
        while not self._stopped:
            self._guard(self._turn)

    def _turn(self) -> None:
        """One command, or a few steps and what is due beside them, or a piece of a figure that is behind."""
        command = self._next_command()
        if command is None:
            if self._running:
                self._train()
            else:
                self._catch_up()
            return
        self._acknowledged += 1
        self._guard(partial(self._handle, command))
        if not self._stopped and not self._asked():
            self._show()

    def _next_command(self) -> Command | None:
        """The next, if there is one; it is waited for as long as there is nothing else to do."""
        try:
            if self._running:
                return self._commands.get(block=False)
            if not self._behind:
                return self._commands.get()
            calm = max(CALM, PATIENCE * self._behind[0][0].longest)
            return self._commands.get(timeout=max(0.0, self._asked_at + calm - time.perf_counter()))
        except queue.Empty:
            return None

    def _show(self) -> None:
        """What a command has led to, at once. Figures of a large network take half a second: they come later."""
        self._behind.clear()
        if not self._running and self._session is not None:
            for chore in sorted(self._chores, key=lambda chore: chore.longest):
                if chore.budget.cost < QUICK:
                    chore.do(self._session)
                else:
                    self._behind.append((chore, chore.pieces(self._session)))
            self._asked_at = time.perf_counter()
        self._publish()

    def _catch_up(self) -> None:
        """One piece of the figures that are behind; each is shown when it is there."""
        chore, pieces = self._behind.popleft()
        for _ in pieces:
            self._behind.appendleft((chore, pieces))
            return
        self._publish()

    def _guard(self, act: Callable[[], None]) -> None:
        """Whatever goes wrong, the thread lives and the person is told."""
        try:
            act()
        except Exception as error:
            log.exception("an exception on the engine's thread")
            self._running = False
            self._show_paused()
            good_step = None if self._session is None else self._session.good_step
            self._tell(Failed(_sentence(error), good_step))
        # Here, where the exception is gone and with it what was built of the new network.
        given_up, self._given_up = self._given_up, None
        if given_up is not None:
            self._guard(partial(self._replace, given_up))

    def _show_paused(self) -> None:
        """The state as it is after an exception; it may be in no state to be shown."""
        try:
            self._publish()
        except Exception:
            log.exception("no snapshot could be made")

    def _handle(self, command: Command) -> None:
        try:
            match command:
                case Stop():
                    self._stopped = True
                case Replace(lanes):
                    self._replace(lanes)
                case Reset():
                    self._replace(self._need_session().experiments)
                case Pause():
                    self._running = False
                case _:
                    self._handle_in_run(command, self._need_session())
        except TiescopeError as error:
            self._tell(Rejected(command, str(error), error.key))

    def _handle_in_run(self, command: Command, session: Session) -> None:
        match command:
            case Run():
                self._go(session, None)
            case Step(count):
                if count < 1:
                    raise TiescopeError(f"The number of steps must be at least 1, not {count}.")
                # A second press before the first step is taken means two steps.
                pending = self._until if self._running and self._until is not None else session.step
                self._go(session, pending + count)
            case SetDecoder(decoder, lane):
                session.change(lambda experiment: experiment.with_values({"decoder": decoder}), lane)
                self._validation.budget.hurry()
            case Change(pairs):
                values = dict(pairs)
                for key in values:
                    if key not in IN_FLIGHT:
                        raise TiescopeError(f"{key} needs a new network and can't be changed in flight.", key)
                session.change(lambda experiment: experiment.with_values(values))
                self._validation.budget.hurry()
            case Balance():
                session.balance()
                self._figures.budget.hurry()
            case Rewind(factor):
                if not 0 < factor <= 1:
                    raise TiescopeError(f"The factor of the learning rate must be above 0 and at most 1, not {factor}.")
                session.rewind(factor)
                self._running = False

    def _need_session(self) -> Session:
        if self._session is None:
            raise TiescopeError("There is nothing to train: the network could not be built; choose another.")
        return self._session

    def _replace(self, lanes: tuple[Experiment, ...]) -> None:
        """Another run. The old one goes on if the new one is refused, and if it can't be built beside the old one.

        Where there is no room for both the old one has to go before it is known that the new one can be built: if
        not, the old one begins again from its seed.
        """
        from core.engine.session import Plan, Session

        assert self._device is not None, "commands are handled once the device is known"
        plan = Plan(lanes, self._device)
        if self._session is None:
            plan.check(0)
        elif not plan.fits:
            plan.check(self._session.held)
            self._given_up, self._session = self._session.experiments, None
            self._under_way = None
            self._behind.clear()
            gc.collect()
        self._session = Session(lanes, self._device)
        self._given_up = self._under_way = None
        self._budget()
        self._until, self._validate_at = None, 1
        self._seconds_per_step = TURN
        self._rate = Rate()

    def _budget(self) -> None:
        """Begin with what everything costs unknown: that of another network would silence figures for minutes."""
        # Together with the snapshots well under a twentieth of the time, which is what training is measured to lose by
        # them (benchmarks/figures_cost.py): they also push its data out of the caches.
        self._validation = Chore(lambda lane: lane.validate(), Budget(share=0.005, per_second=2))
        self._evaluation = Chore(lambda lane: lane.evaluate(), Budget(share=0.0015, per_second=0.5))
        self._figures = Chore(lambda lane: lane.measure(), Budget(share=0.0035, per_second=4))
        self._snapshots = Budget(share=0.0075, per_second=25, longest=SILENCE)
        self._chores = (self._validation, self._evaluation, self._figures)
        self._behind: deque[tuple[Chore, Iterator[None]]] = deque()

    def _go(self, session: Session, until: int | None) -> None:
        end = session.experiments[0].steps
        if end and session.step >= end:
            raise TiescopeError(f"The run has reached its end of {end} steps; reset to train again.", "steps")
        self._until = until
        self._rate = Rate()
        self._running = True

    def _train(self) -> None:
        session = self._session
        if session is None:
            self._running = False
            return
        start, before = time.perf_counter(), session.step
        diverged = session.advance(self._steps_of_a_turn(session), self._asked)
        now, count = time.perf_counter(), session.step - before
        self._seconds_per_step = 0.8 * self._seconds_per_step + 0.2 * (now - start) / max(count, 1)
        self._rate.took(count, now)
        if diverged:
            self._running = False
            self._publish(fresh=True)
            trainer = diverged.trainer
            self._tell(
                Diverged(trainer.step, session.good_step, trainer.experiment.decoder, trainer.experiment.learning_rate)
            )
            return
        end = session.experiments[0].steps
        finished = bool(end) and session.step >= end
        if finished or session.step == self._until:
            self._running = False
            if finished:
                self._publish(fresh=True)
                self._tell(Finished(session.step))
            else:
                self._show()
        elif self._publish_every is not None:
            if session.step % self._publish_every == 0:
                self._publish(fresh=True)
        elif not self._asked():
            self._do_what_is_due(session)

    def _asked(self) -> bool:
        """Whether somebody wants something."""
        return not self._commands.empty()

    def _steps_of_a_turn(self, session: Session) -> int:
        """As many steps as take about ``TURN``, and never beyond a step where something must happen."""
        count = max(1, min(MOST_STEPS, int(TURN / self._seconds_per_step)))
        stops = [self._until, session.experiments[0].steps or None]
        if self._publish_every is not None:
            stops.append((session.step // self._publish_every + 1) * self._publish_every)
        # Not below 0: an end that was changed in flight may lie behind.
        return max(0, min([count, *(stop - session.step for stop in stops if stop is not None)]))

    def _do_what_is_due(self, session: Session) -> None:
        # However fast the first steps are: they are the ones in which the loss falls.
        if session.step >= self._validate_at:
            self._validation.budget.hurry()
            self._validate_at = 1 + int(session.step * EARLY)
        for chore in self._chores:
            if chore.budget.due(time.perf_counter()):
                for _ in chore.pieces(session):
                    if self._asked():
                        return  # it stays due
        if self._under_way is not None:
            if self._under_way.done:
                self._put(self._under_way)
        elif self._mailbox.empty and not self._asked() and self._snapshots.due(time.perf_counter()):
            under_way = self._take(session)
            if under_way.done:
                self._put(under_way)
            else:
                self._under_way = under_way

    def _publish(self, *, fresh: bool = False) -> None:
        """Put a snapshot, waited for; ``fresh`` brings the figures up to its step first."""
        session = self._session
        if session is None:
            return
        if fresh:
            for chore in self._chores:
                chore.do(session)
        self._put(self._take(session))

    def _take(self, session: Session) -> UnderWay:
        start = time.perf_counter()
        moment = partial(
            Snapshot,
            acknowledged=self._acknowledged,
            running=self._running,
            step=session.step,
            epoch=session.epoch,
            steps_per_second=self._rate.value if self._running or self._publish_every else 0.0,
            device=self._title,
            examples=session.examples,
        )
        return UnderWay(moment, session.take(), time.perf_counter() - start)

    def _put(self, under_way: UnderWay) -> None:
        # Whatever else is under way is older.
        self._under_way = None
        start = time.perf_counter()
        self._serial += 1
        self._mailbox.put(under_way.moment(serial=self._serial, lanes=tuple(lane.get() for lane in under_way.lanes)))
        end = time.perf_counter()
        self._snapshots.spent(end, under_way.cost + end - start)

    def _tell(self, event: Event) -> None:
        try:
            self._on_event(event)
        except Exception:
            log.exception("the listener failed on %s", event)


def _sentence(error: Exception) -> str:
    if isinstance(error, TiescopeError):
        return str(error)
    text = str(error).strip().splitlines()
    if _out_of_memory(error):
        return (
            "There was not enough memory for another step; choose a smaller batch size or narrower layers, or close "
            "other programs, and run again."
        )
    return f"{type(error).__name__}: {text[0]}" if text else type(error).__name__


def _out_of_memory(error: Exception) -> bool:
    # torch has a class for the GPU's memory; for the host's it is a RuntimeError that only its words tell apart.
    words = str(error).lower()
    return isinstance(error, MemoryError) or any(each in words for each in NO_MEMORY)
