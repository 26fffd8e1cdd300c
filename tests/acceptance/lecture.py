"""The lecture of docs/why-transpose.md, read and played without a window.

A lesson is a heading "### N. title", its promise (one paragraph in italics), the command that starts it, what to set
in the open window after the lesson before, and a table: at which step to press what, and between which figures what is
seen just afterwards lies. ``python -m tests.acceptance.lecture --seeds 24`` plays every lesson with that many seeds and
prints the table anew; ``--write`` writes it into the page, and ``--check --first 1000`` holds other seeds against it.
"""

from __future__ import annotations

import argparse
import math
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import torch

from core.decoders import DECODERS
from core.engine.session import Session
from core.experiment import Experiment, parse
from core.experiment.assignments import parse_assignments
from tests.acceptance.sights import SIGHTS, look

PAGE = Path(__file__).parents[2] / "docs" / "why-transpose.md"
HEADING = re.compile(r"### (\d+)\. (.+)")
IN_THE_WINDOW = "In the open window:"
NUMBER = re.compile(r"\d*\.?\d+")
WIDER = 0.25  # of what was seen, at both ends: seeds that nobody has tried must fall inside, too

Range = tuple[float, float]


@dataclass(frozen=True)
class Row:
    """At ``step`` ``presses`` are made, one after the other; then every sight lies in its range."""

    line: int  # of the page, from 0
    step: int
    presses: tuple[str, ...]
    ranges: Mapping[str, Range]
    asked: tuple[str, ...]  # the sights that the row is about


@dataclass(frozen=True)
class Lesson:
    number: int
    title: str
    promise: str
    settings: Experiment
    changed: Mapping[str, Any]  # from what the lesson before ended with
    rows: tuple[Row, ...]


@cache
def lessons() -> tuple[Lesson, ...]:
    """All of them, in order."""
    lines = PAGE.read_text("utf-8").splitlines()
    starts = [at for at, line in enumerate(lines) if HEADING.fullmatch(line)]
    ends = [*starts[1:], next(at for at in range(starts[-1], len(lines)) if lines[at].startswith("## "))]
    return tuple(_lesson(lines, start, end) for start, end in zip(starts, ends, strict=True))


def _lesson(lines: list[str], start: int, end: int) -> Lesson:
    heading = HEADING.fullmatch(lines[start])
    assert heading
    body = "\n".join(lines[start + 1 : end])
    paragraphs = [" ".join(each.split()) for each in body.split("\n\n")]
    promise = next(each.strip("*") for each in paragraphs if each.startswith("*"))
    command = next(line for line in lines[start:end] if line.startswith("tiescope "))
    window = next(each for each in paragraphs if each.startswith(IN_THE_WINDOW))
    table = [(at, _cells(lines[at])) for at in range(start, end) if lines[at].startswith("|")]
    (_, names), _, *rows = table
    return Lesson(
        int(heading[1]),
        heading[2],
        promise,
        parse(parse_assignments(_words(command))),
        _settings(window),
        tuple(_row(at, dict(zip(names, cells, strict=True))) for at, cells in rows),
    )


def _settings(window: str) -> dict[str, Any]:
    """What `key=value` and the decoders' keys come to."""
    values = parse_assignments(re.findall(r"`(\w+=[^`]+)`", window))
    key = re.search(r"(?<!\S)([1-5])(?=,)", window)
    return {**values, "decoder": _decoder(key[1])} if key else values


def _decoder(key: str) -> str:
    return list(DECODERS)[int(key) - 1]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def _words(command: str) -> list[str]:
    words = shlex.split(command)
    return [word for before, word in pairwise(words) if before == "--set"]


def _row(at: int, cells: Mapping[str, str]) -> Row:
    step = int(cells["step"].replace(" ", ""))
    presses = tuple(each.strip("` ") for each in re.split(r",\s", cells["press"]) if each)
    asked = tuple(name for name in SIGHTS if cells.get(name))
    return Row(at, step, presses, {name: _range(cells[name]) for name in asked if cells[name] != "?"}, asked)


def _range(cell: str) -> Range:
    numbers = [float(each) for each in NUMBER.findall(cell)]
    assert len(numbers) in {1, 2}, f"not a figure or two: {cell}"
    return numbers[0], numbers[-1]


class Desk:
    """A run without a window, driven by the window's keys."""

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.session = self._start()

    def _start(self) -> Session:
        return Session((self.experiment,), torch.device("cpu"))

    def run_to(self, step: int) -> None:
        assert step >= self.session.step, f"{step} is over, it is step {self.session.step}"
        while self.session.step < step:
            assert not self.session.advance(step - self.session.step), "it has diverged"

    def press(self, what: str) -> None:
        """A key, or a setting as in ``activation=sigmoid``."""
        if what == "R":
            self.session = self._start()
        elif what == "T":
            other = {"transpose": "pseudo_inverse", "pseudo_inverse": "transpose"}
            self._change({"decoder": other[self.experiment.decoder]})
        elif what == "Shift+B":
            self.session.lanes[0].trainer.balance()
        elif what.isdigit():
            self._change({"decoder": _decoder(what)})
        else:
            self._change(parse_assignments([what]))

    def _change(self, values: Mapping[str, Any]) -> None:
        self.session.change(values)
        self.experiment = self.session.experiments[0]

    def see(self, names: tuple[str, ...]) -> dict[str, Range]:
        return look(self.session.lanes[0].trainer, names)


def play(lesson: Lesson, seed: int | None = None) -> Iterator[tuple[Row, dict[str, Range]]]:
    """Every row with what is seen: of what is several figures, such as singular values, the least and the most."""
    desk = Desk(lesson.settings if seed is None else lesson.settings.with_values({"seed": seed}))
    for row in lesson.rows:
        if "R" not in row.presses:
            desk.run_to(row.step)
        for each in row.presses:
            desk.press(each)
        desk.run_to(row.step)
        yield row, desk.see(row.asked)


def at_the_end(lesson: Lesson) -> Experiment:
    """What is set when it is over."""
    desk = Desk(lesson.settings)
    for row in lesson.rows:
        for each in row.presses:
            if each not in {"R", "Shift+B"}:
                desk.press(each)
    return desk.experiment


def _observed(lesson: Lesson, seeds: int, first: int = 0) -> list[dict[str, list[Range]]]:
    """What so many seeds saw, a row each. Where the first row counts dead units, of seeds that have so many."""
    found: list[dict[str, list[Range]]] = [{name: [] for name in row.asked} for row in lesson.rows]
    seed, left = first, seeds
    while left:
        for at, (row, seen) in enumerate(play(lesson, seed)):
            if at == 0 and "dead" in seen and seen["dead"] != row.ranges["dead"]:
                break
            for name, each in seen.items():
                found[at][name].append(each)
        else:
            left -= 1
        seed += 1
    return found


def _written(name: str, seen: list[Range]) -> str:
    """As the page has it: a quarter wider at both ends, and rounded away from the middle."""
    lows, highs = zip(*seen, strict=True)
    low, high = min(lows), max(highs)
    if low == high or name == "dead":
        return f"{low:.0f}" if low == high else f"{low:.0f} – {high:.0f}"
    least = 1.0 if name in {"loss", "validation"} and low >= 1 else 0.0  # Nothing linear is below its floor.
    low = max(low - WIDER * (max(lows) - low), least)
    high += WIDER * (high - min(highs))
    exponent = math.floor(math.log10(high - low))
    least_places = 3 if least and high < 1.15 else 1 if high >= 3 else 2
    places = min(max(-exponent + (high - low < 3 * 10.0**exponent), least_places), 4)
    low, high = math.floor(low * 10**places) / 10**places, math.ceil(high * 10**places) / 10**places
    texts = [f"{each:.{places}f}" for each in (low, high)]
    texts = [each.lstrip("0") if each.startswith("0.") else each for each in texts]
    texts = [each if each.strip(".0") else "0" for each in texts]
    return " – ".join(texts)


def _say_what_is_outside(lesson: Lesson, row: Row, seen: Mapping[str, list[Range]]) -> None:
    for name, (low, high) in row.ranges.items():
        outside = [each for each in seen[name] if each[0] < low or each[1] > high]
        if outside:
            print(f"lesson {lesson.number}, step {row.step}, {name} {low} – {high}: {len(outside)} outside, {outside}")


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=24)
    parser.add_argument("--lesson", type=int, action="append", help="only this one; may be repeated")
    parser.add_argument("--write", action="store_true", help="into the page")
    parser.add_argument("--check", action="store_true", help="say only what lies outside of the page's ranges")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    lines = PAGE.read_text("utf-8").splitlines()
    for lesson in lessons():
        if arguments.lesson and lesson.number not in arguments.lesson:
            continue
        for row, seen in zip(lesson.rows, _observed(lesson, arguments.seeds, arguments.first), strict=True):
            if arguments.check:
                _say_what_is_outside(lesson, row, seen)
                continue
            names = _cells(lines[lesson.rows[0].line - 2])
            cells = _cells(lines[row.line])
            cells = [
                _written(name, seen[name]) if name in seen else cell for name, cell in zip(names, cells, strict=True)
            ]
            lines[row.line] = "| " + " | ".join(cells) + " |"
            print(lesson.number, lines[row.line], flush=True)
    if arguments.write:
        PAGE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    _main()
