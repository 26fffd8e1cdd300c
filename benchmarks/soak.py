"""Trains with the window open while somebody does everything at random (seeded), for as long as is asked.

``python -m benchmarks.soak [--minutes N] [--seed S] [--engine thread|process]``: says how long and how many actions it
survived, how much memory grew, and the longest gap of the event loop. Ends with status 1 if anything leaked or Qt had
something to say.
"""

from __future__ import annotations

import argparse
import gc
import logging
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDockWidget, QTabBar, QWidget

from benchmarks.memory import allocated
from benchmarks.window_bench import Bench, add_engine
from benchmarks.window_screen import SIZE, virtual_screen, wait
from core import heap
from core.decoders import DECODERS
from core.experiment import Experiment, parse
from core.lines import Line
from core.messages.commands import Change, Command, Drop, Envelope, Replace, Reset, Rewind, Run, Split, Step
from core.messages.events import Failed
from core.messages.pace import FULL, PACES
from gui.start import qt_messages
from gui.start.garbage import GarbageCollector
from gui.window.window import MainWindow

EXPERIMENTS: tuple[Mapping[str, object], ...] = (
    {"dataset": "digits8x8", "layers": [16], "batch_size": 64},
    {"dataset": "digits8x8", "layers": [32, 8], "activation": "tanh"},
    {"dataset": "digits", "layers": [64]},
    {"dataset": "digits", "layers": [128, 16], "activation": "sigmoid"},
    {"dataset": "gaussian", "layers": [8], "activation": "linear"},
)
SETTINGS: tuple[tuple[str, tuple[object, ...]], ...] = (
    ("learning_rate", (1e-3, 3e-3, 1e-2)),
    ("batch_size", (16, 64, 200)),
    ("optimizer", ("adam", "sgd")),
    ("noise", (0.0, 0.1)),
    ("weight_decay", (0.0, 1e-4)),
    ("dial", (0.1, 0.5, 0.9)),
)
LOOKS = (
    "past-back", "past-on", "past-flag-back", "past-flag-on", "past-first", "past-play", "step_back", "timeline-live",
)  # fmt: skip
RACED = ("transpose", "pseudo_inverse", "untied")
SIZES = ((1440, 900), (1000, 700), (1200, 640))
WARM_UP = 150  # actions at random, once everything was seen: what there is then is what the end is compared with
HISTORY = 8 * 2**20  # bytes: two curves at their bound, twice while they are halved
NOISE = 12 * 2**20  # bytes by which a heap that is used so variously is larger or smaller from one moment to the next
NONES = 1000  # references of None that may be fewer: what holds them comes and goes


class Orders:
    """What somebody asks of the engine behind the window's back."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._given = 0

    def give(self, command: Command) -> None:
        """To the engine."""
        self._given += 1
        self._line.send(Envelope("soak", self._given, command))


class Soak(QObject):
    """Somebody at a window who never rests; an action every so many milliseconds."""

    def __init__(self, window: MainWindow, orders: Orders, seed: int, every: int) -> None:
        super().__init__(window)
        self.done: Counter[str] = Counter()
        self.told: Counter[str] = Counter()  # by the engine
        window.frames.happened.connect(self._hear)
        self.longest_gap, self.after = 0.0, ""  # and the action before it
        self._latest = ""
        self._window, self._send, self._chance = window, orders.give, random.Random(seed)
        self._last = time.perf_counter()
        self._heart = QTimer(self, interval=5, timerType=Qt.TimerType.PreciseTimer)
        self._heart.timeout.connect(self._beat)
        self._actor = QTimer(self, interval=every)
        self._actor.timeout.connect(self._act)
        self._actions: tuple[Callable[[], None], ...] = (
            self.flip_decoder,
            self.press_a_decoder,
            self.change_a_setting,
            self.change_the_data,
            self.resize,
            self.toggle_a_view,
            self.pause_or_run,
            self.step,
            self.reset,
            self.rewind,
            self.change_the_theme,
            self.look_back_and_forth,
            self.undo_or_redo,
            self.blink,
            self.fork,
            self.split,
            self.drop,
            self.change_the_pace,
        )
        self._weights = (12, 12, 12, 2, 3, 4, 4, 3, 2, 2, 1, 16, 6, 2, 3, 2, 4, 3)

    def start(self) -> None:
        self._last = time.perf_counter()
        self._heart.start()
        self._actor.start()

    def stop(self) -> None:
        """Let it come to rest: everything in sight, training, and as large as at first: pictures are memory, too."""
        self._heart.stop()
        self._actor.stop()
        self._window.appearance.use_theme("light")
        self._window.resize(*SIZE)
        self._window.restore_layout()
        self._window.commands["timeline-live"].trigger()
        self._window.training.use_pace(FULL)
        self._send(Run())

    def _beat(self) -> None:
        now = time.perf_counter()
        if now - self._last > self.longest_gap:
            self.longest_gap, self.after = now - self._last, self._latest
        self._last = now

    def _act(self) -> None:
        action = self._chance.choices(self._actions, self._weights)[0]
        action()
        self.done[action.__name__] += 1
        self._latest = action.__name__

    def _hear(self, event: object) -> None:
        self.told[type(event).__name__] += 1

    def flip_decoder(self) -> None:
        self._window.training.flip()

    def press_a_decoder(self) -> None:
        self._window.training.choose_decoder(self._chance.choice(list(DECODERS)))

    def change_a_setting(self) -> None:
        key, values = self._chance.choice(SETTINGS)
        self._send(Change(((key, self._chance.choice(values)),)))

    def change_the_data(self) -> None:
        self._send(Replace((parse(self._chance.choice(EXPERIMENTS)),)))

    def resize(self) -> None:
        self._window.resize(*self._chance.choice(SIZES))

    def toggle_a_view(self) -> None:
        self._chance.choice(self._window.findChildren(QDockWidget)).toggleViewAction().trigger()

    def pause_or_run(self) -> None:
        self._window.training.toggle_running()

    def step(self) -> None:
        self._send(Step())
        self._send(Run())

    def reset(self) -> None:
        self._send(Reset())

    def rewind(self) -> None:
        self._send(Rewind(1.0))
        self._send(Run())

    def look_back_and_forth(self) -> None:
        self._window.commands[self._chance.choice(LOOKS)].trigger()

    def undo_or_redo(self) -> None:
        self._window.commands[self._chance.choice(("undo", "redo"))].trigger()

    def blink(self) -> None:
        self._window.commands["blink"].trigger()
        self._window.commands["timeline-live"].trigger()

    def fork(self) -> None:
        self._window.commands[self._chance.choice(("fork", "fork-in-place"))].trigger()

    def split(self) -> None:
        decoders = self._chance.sample(RACED, self._chance.randint(2, len(RACED)))
        self._send(Split(tuple((decoder, (("decoder", decoder),)) for decoder in decoders)))

    def drop(self) -> None:
        """One that there may be."""
        self._send(Drop(self._chance.choice((*RACED, *"ABCD"))))

    def change_the_pace(self) -> None:
        self._window.training.use_pace(self._chance.choice(PACES))

    def change_the_theme(self) -> None:
        self._window.appearance.use_theme(self._chance.choice(("light", "dark")))


class Census:
    """What there is of everything that could leak."""

    def __init__(self, window: MainWindow) -> None:
        gc.collect()
        heap.give_back()
        self.memory = allocated()
        self.threads = sorted(thread.name for thread in threading.enumerate())
        self.widgets = len([widget for widget in window.findChildren(QWidget) if not spare(widget, window)])
        self.top_levels = len(QApplication.topLevelWidgets())
        self.nones = sys.getrefcount(None)

    def leaks_since(self, before: Census) -> list[str]:
        """A sentence for whatever has grown by more than can be explained."""
        found = []
        if self.memory > before.memory + HISTORY + NOISE:
            found.append(f"Memory grew by {(self.memory - before.memory) / 2**20:.0f} MiB.")
        if self.threads != before.threads:
            found.append(f"There were threads {before.threads}, there are {self.threads}.")
        for name in ("widgets", "top_levels"):
            was, now = getattr(before, name), getattr(self, name)
            if now > was:
                found.append(f"There were {was} {name.replace('_', '-')}, there are {now}.")
        # More are no harm: PySide keeps some for every picture that is painted anew. Fewer end in a crash.
        if before.nones - self.nones > NONES:
            found.append(f"None had {before.nones} references, it has {self.nones}.")
        return found


def spare(widget: QWidget, window: MainWindow) -> bool:
    """Whether ``widget`` is (a part of) a tab bar of the docks: Qt keeps one with no tabs for the next time."""
    of = widget.parentWidget()
    return any(isinstance(bar, QTabBar) and bar.parentWidget() is window for bar in (widget, of))


class Messages(logging.Handler):
    """What Qt and the application complained about."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {self.format(record)}")  # with its traceback


def come_to_rest(soak: Soak, window: MainWindow, orders: Orders, experiment: Experiment) -> Census:
    """Stop, train the same small network for a moment, and count."""
    soak.stop()
    for _ in range(2):  # the engine gives back what it has kept when another run begins, of the one before that
        orders.give(Replace((experiment,)))
        wait(1.0)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return Census(window)


def see_everything(window: MainWindow, orders: Orders) -> None:
    """Every view on all data in every size and theme once: what is kept from then on is no leak."""
    docks = window.findChildren(QDockWidget)
    for index, experiment in enumerate(EXPERIMENTS):
        orders.give(Replace((parse(experiment),)))
        window.appearance.use_theme(("dark", "light")[index % 2])
        window.resize(*SIZES[index % len(SIZES)])
        wait(0.3)
        for dock in docks:
            dock.show()
            dock.raise_()
            wait(0.04)
    orders.give(Split(tuple((letter, ()) for letter in "ABCD")))  # as many lanes as are shown
    wait(1.0)


def run(
    window: MainWindow, line: Line, *, actions: int | None, minutes: float, seed: int, every: int = 60
) -> tuple[Soak, Census, Census]:
    """Keep at it for ``actions`` or ``minutes``; who did it, and what there was when warm and what there is now."""
    orders = Orders(line)
    see_everything(window, orders)
    soak, experiment = Soak(window, orders, seed, every), parse(EXPERIMENTS[0])
    soak.start()
    while soak.done.total() < min(WARM_UP, actions or WARM_UP):
        wait(0.1)
    before = come_to_rest(soak, window, orders, experiment)
    end, goal = time.monotonic() + 60 * minutes, soak.done.total() + (actions or 0)
    soak.start()
    while time.monotonic() < end if actions is None else soak.done.total() < goal:
        wait(0.2)
    return soak, before, come_to_rest(soak, window, orders, experiment)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=0)
    add_engine(parser)
    arguments = parser.parse_args()
    messages = Messages()
    logging.getLogger().addHandler(messages)
    qt_messages.into_log()
    app = QApplication([])
    GarbageCollector(app)
    bench = Bench(parse(EXPERIMENTS[0]), arguments.engine)
    window = bench.window
    bench.open()
    wait(5.0)
    start, memory = time.monotonic(), allocated()
    soak, warm, now = run(window, bench.line, actions=None, minutes=arguments.minutes, seed=arguments.seed)
    took = time.monotonic() - start
    window.close()
    app.quit()
    print(f"{soak.done.total()} actions in {took / 60:.1f} minutes: {dict(soak.done.most_common())}")
    print(
        f"memory {memory / 2**20:.0f} MiB at first, {warm.memory / 2**20:.0f} after {WARM_UP} actions, "
        f"{now.memory / 2**20:.0f} at the end"
    )
    print(f"references of None {warm.nones}, {now.nones} at the end")
    print(f"longest gap of the event loop {1000 * soak.longest_gap:.0f} ms, after {soak.after}")
    print(f"the engine said {dict(soak.told)}")
    problems = now.leaks_since(warm) + [f"Logged: {line}" for line in messages.lines]
    if soak.told[Failed.__name__]:
        problems.append(f"{soak.told[Failed.__name__]} times something failed.")
    print("\n".join(problems) if problems else "nothing leaked, nothing was complained about")
    return 1 if problems or not window.ended else 0


if __name__ == "__main__":
    with virtual_screen():
        status = main()
    sys.exit(status)
