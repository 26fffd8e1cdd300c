"""The command line's words: what may be said, checked, with one sentence for what may not."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from core.errors import TiescopeError

COMMANDS = {
    "train": "the same engine without a window",
    "info": "what a file holds",
    "doctor": "what works on this machine, and what to install if not",
}
THEMES = ("system", "light", "dark")
SMALLEST, LARGEST = 200, 16384


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, to whoever asked, instead of ending the process."""

    def error(self, message: str) -> NoReturn:
        raise TiescopeError(f"{message}; '{self.prog} --help' says what is allowed.")


def parse_arguments(argv: Sequence[str]) -> argparse.Namespace:
    """What was asked for; ``command`` is ``None`` for the window.

    Raises:
        TiescopeError: for anything that is not allowed.
    """
    if argv and argv[0] in COMMANDS:
        command = argv[0]
        parser = _Parser(prog=f"tiescope {command}", description=f"tiescope {command}: {COMMANDS[command]}.")
        {"train": _add_train, "info": _add_info, "doctor": _add_nothing}[command](parser)
        return parser.parse_args(argv[1:], argparse.Namespace(command=command))
    arguments = _window_parser().parse_args(argv)
    if arguments.command:
        raise TiescopeError(f"{arguments.command} must be the first word: 'tiescope {arguments.command} …'.")
    return arguments


def _window_parser() -> _Parser:
    parser = _Parser(
        prog="tiescope",
        description="A window onto tied autoencoders: flip the decoder between Wᵀ and W⁺ while the network trains.",
        epilog="commands: " + "; ".join(f"{name}: {meaning}" for name, meaning in COMMANDS.items()) + ".",
        allow_abbrev=False,
    )
    parser.add_argument("command", nargs="?", choices=tuple(COMMANDS), help="instead of the window")
    parser.add_argument("--version", action="store_true", help="say which version this is")
    parser.add_argument("--fresh", action="store_true", help="ignore the window layout and experiment of last time")
    parser.add_argument("--screenshot", type=Path, metavar="FILE", help="save the window as a picture and exit")
    parser.add_argument(
        "--steps", type=_steps, metavar="N", help="pause, or take the picture, after so many steps; not remembered"
    )
    parser.add_argument("--size", type=_size, metavar="WxH", help="the window's size in pixels, such as 1440x900")
    parser.add_argument("--theme", choices=THEMES, help="the window's colours")
    _add_set(parser)
    return parser


def _add_train(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("experiment", nargs="?", type=Path, metavar="EXPERIMENT.toml", help="the defaults if absent")
    _add_set(parser)
    parser.add_argument("--steps", type=_steps, metavar="N", help="how many steps; the experiment's, or 4000")
    parser.add_argument("--out", type=Path, metavar="RUN.safetensors", help="where to save the run at its end")
    parser.add_argument("--json", action="store_true", help="report in JSON, an object a line")


def _add_info(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a run (.safetensors) or an experiment (.toml)")


def _add_nothing(parser: argparse.ArgumentParser) -> None:
    """``doctor`` takes no arguments."""


def _add_set(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="a key of the experiment, its value as in TOML; again for more: --set layers=[16] --set noise=0.1",
    )


def _steps(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,12}", text) or not int(text):
        raise argparse.ArgumentTypeError(f"must be a whole number above 0, not {text!r}")
    return int(text)


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"([0-9]{1,5})[x×]([0-9]{1,5})", text)
    size = (int(match[1]), int(match[2])) if match else (0, 0)
    if not all(SMALLEST <= side <= LARGEST for side in size):
        raise argparse.ArgumentTypeError(
            f"must be a width and a height from {SMALLEST} to {LARGEST}, such as 1440x900, not {text!r}"
        )
    return size
