"""An engine in a process of its own: the same messages, as bytes over a pipe.

Painting and training then share no interpreter lock, and what takes the engine down leaves the window standing.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any

from core import logs
from core.engine.engine import Engine
from core.experiment import Experiment
from core.lines.promptness import SWITCH_INTERVAL
from core.messages.commands import Envelope, Stop
from core.messages.events import Ended
from core.messages.receiver import Receiver
from core.messages.reports import Report
from core.messages.snapshot import Snapshot
from core.messages.wire import decode, encode

SNAPSHOT, EVENT = b"S", b"E"  # what the last byte of a report says
TAKEN = b""  # from the receiver: the last snapshot has been taken


class ProcessLine:
    """``options`` are those of :class:`core.engine.engine.Engine`, plain values only."""

    def __init__(self, lanes: tuple[Experiment, ...], **options: Any) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, self._far_end = context.Pipe()
        # Daemon: it must not survive this process, whatever becomes of that.
        self._process = context.Process(
            target=_serve,
            args=(self._far_end, encode((lanes, options)), logs.started(), logs.debugging()),
            name="tiescope-engine",
            daemon=True,
        )
        self._reader = threading.Thread(target=self._read, name="tiescope-line", daemon=True)
        self._reports: deque[bytes | Ended] = deque()
        self._receiver = Receiver()
        self._notify: Callable[[], None] = _nobody
        self._started = self._closing = False

    def start(self, notify: Callable[[], None]) -> None:
        if self._started or self._closing:
            return
        self._started = True
        self._notify = notify
        self._process.start()
        self._far_end.close()
        self._reader.start()

    def send(self, envelope: Envelope) -> None:
        self._write(encode(envelope))

    def take(self) -> list[Report]:
        reports: list[Report] = []
        while self._reports:
            data = self._reports.popleft()
            if isinstance(data, Ended):
                reports.append(data)
                continue
            if data[-1:] == SNAPSHOT:
                self._write(TAKEN)
            reports.append(decode(data))
        return self._receiver.take(reports)

    def close(self, timeout: float) -> bool:
        if self._closing:
            return True
        self._closing = True
        if not self._started:
            self._connection.close()
            self._far_end.close()
            return True
        self._notify = _nobody
        self.send(Envelope("line", 0, Stop()))
        self._process.join(timeout)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._reader.join()
        self._connection.close()
        self._process.close()
        return True

    def _write(self, data: bytes) -> None:
        with suppress(OSError):  # the reader says that the process has ended
            self._connection.send_bytes(data)

    def _read(self) -> None:
        """On a thread of its own, so that the engine never waits for a window that is busy."""
        try:
            while True:
                data = self._connection.recv_bytes()
                self._reports.append(data)
                if data[-1:] == EVENT:
                    self._notify()
        except (EOFError, OSError):
            if not self._closing:
                self._process.join()
                self._reports.append(Ended(_last_words(self._process.exitcode)))
                self._notify()


def _last_words(status: int | None) -> str:
    cause = f"signal {-status}" if status is not None and status < 0 else f"status {status}"
    return f"The engine's process has ended ({cause}); what was trained since the last save is lost: start again."


class _Outbox:
    """In the engine's process. What is put is sent by a thread of its own: a window that is busy reads slowly."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._under_way = 0
        self._waiting: SimpleQueue[bytes | None] = SimpleQueue()
        self._sender = threading.Thread(target=self._send, name="tiescope-sender", daemon=True)
        self._sender.start()

    @property
    def empty(self) -> bool:
        """Whether all snapshots have been taken."""
        return not self._under_way

    def put(self, report: Report) -> None:
        snapshot = isinstance(report, Snapshot)
        data = encode(report, SNAPSHOT if snapshot else EVENT)
        if snapshot:
            with self._lock:
                self._under_way += 1
        self._waiting.put(data)

    def taken(self) -> None:
        """One of them was."""
        with self._lock:
            self._under_way -= 1

    def close(self) -> None:
        """Wait until all has been sent."""
        self._waiting.put(None)
        self._sender.join()

    def _send(self) -> None:
        with suppress(OSError):  # nobody is there any more: the end of the pipe ends the engine, too
            while (data := self._waiting.get()) is not None:
                self._connection.send_bytes(data)


def _serve(connection: Connection, first: bytes, log: bool, debug: bool) -> None:
    """The engine's process: commands go in, reports come out, until one of the two ends is closed."""
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            # They are sent to the whole group; the window closes what it has opened.
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    if log:
        logs.start(debug=debug)
    sys.setswitchinterval(SWITCH_INTERVAL)
    lanes, options = decode(first)
    outbox = _Outbox(connection)
    engine = Engine(lanes, outbox, **options)
    engine.start()
    while not engine.join(0):
        try:
            data = connection.recv_bytes()
        except (EOFError, OSError):
            engine.send(Envelope("line", 0, Stop()))
            break
        if data == TAKEN:
            outbox.taken()
        else:
            envelope = decode(data)
            engine.send(envelope)
            if isinstance(envelope.command, Stop):
                break
    engine.join(60)
    outbox.close()
    logging.shutdown()
    # Nothing is pending, and torch takes most of a second to be taken down in order.
    os._exit(0)


def _nobody() -> None:
    pass
