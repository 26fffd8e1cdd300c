"""What commands have in common to be said on a command line, with one sentence for what may not be said."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

from core.errors import TiescopeError
from core.printable import short


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, to whoever asked, instead of ending the process."""

    def error(self, message: str) -> NoReturn:
        raise TiescopeError(f"{message}; '{self.prog} --help' says what is allowed.")


def add_debug(parser: argparse.ArgumentParser) -> None:
    """``--debug``, which every command takes."""
    parser.add_argument(
        "--debug", action="store_true", help="say on standard error what is done, and keep it in the log"
    )


def add_set(parser: argparse.ArgumentParser) -> None:
    """``--set``, as often as wanted."""
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="a key of the experiment, its value as in TOML; again for more: --set layers=[16] --set noise=0.1",
    )


def step(text: str) -> int:
    """A step of a run."""
    if not re.fullmatch(r"[0-9]{1,12}", text):
        raise argparse.ArgumentTypeError(f"must be a whole number from 0 on, not {short(text)}")
    return int(text)


def steps(text: str) -> int:
    """A number of steps."""
    if not re.fullmatch(r"[0-9]{1,12}", text) or not int(text):
        raise argparse.ArgumentTypeError(f"must be a whole number above 0, not {short(text)}")
    return int(text)
