"""Standard output and error, which may be closed, full or without a reader: known, and never a traceback."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO

from core.printable import one_line


class OutputLostError(Exception):
    """Standard output takes no more; ``silent`` where its reader has simply seen enough."""

    def __init__(self, reason: str, *, silent: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.silent = reason, silent


class Output:
    """A stream of text; once it has failed, ``lost`` says how, and what is written goes nowhere."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.lost: OutputLostError | None = None

    def line(self, text: str) -> None:
        """Write a line, at once."""
        self.write(text + "\n")

    def write(self, text: str) -> None:
        """Write ``text``, at once."""
        if self.lost:
            return
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError) as error:
            reason = (isinstance(error, OSError) and error.strerror) or str(error)
            self.lost = OutputLostError(reason, silent=isinstance(error, BrokenPipeError))
            _into_nothing(self._stream)

    def check(self) -> None:
        """Raises OutputLostError if something could not be written."""
        if self.lost:
            raise self.lost


def standard_output() -> Output:
    """What is asked for goes here."""
    return Output(sys.stdout)


def standard_error() -> Output:
    """What is said beside it goes here."""
    return Output(sys.stderr)


def complain(sentence: str) -> None:
    """Say what went wrong, on one line of standard error."""
    standard_error().line(f"tiescope: {one_line(sentence)}")


def make_usable() -> None:
    """See to it that both streams are there, and that they take every letter."""
    _fill_gaps()
    # A pipe in an old encoding (ASCII, cp1252) has no Wᵀ: better a question mark than a traceback.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _fill_gaps() -> None:
    """Where a stream was closed (``>&-``) the next file to be opened would get its number, and what is printed.

    Standard output is filled with something that can't be written to, so that it is known that it was closed.
    """
    if sys.stdout is not None and sys.stderr is not None:
        return
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDONLY if number == 1 else os.O_RDWR)  # the lowest free number: this one
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)


def _into_nothing(stream: TextIO) -> None:
    # Python flushes at exit, and would complain.
    try:
        number = stream.fileno()
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, number)
        os.close(nothing)
        stream.flush()
    except (OSError, ValueError):
        pass  # not a file: nothing is flushed there
