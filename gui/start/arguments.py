"""The command line's words: which command, and what it was given."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from core.command_line.arguments import Parser, add_debug
from core.errors import TiescopeError
from core.printable import name
from gui.start.commands import COMMANDS, WINDOW

Run = Callable[[argparse.Namespace], int]


def parse_arguments(argv: Sequence[str]) -> tuple[Run, argparse.Namespace]:
    """What is to be run, and with what.

    Raises:
        TiescopeError: for anything that is not allowed.
    """
    return _command(argv[0], argv[1:]) if argv and argv[0] in COMMANDS else _window(argv)


def _command(word: str, rest: Sequence[str]) -> tuple[Run, argparse.Namespace]:
    command = COMMANDS[word]
    parser = Parser(prog=f"tiescope {word}", description=f"tiescope {word}: {command.meaning}.")
    module = command.load()
    module.add_arguments(parser)
    add_debug(parser)
    return module.run, parser.parse_args(rest)


def _window(argv: Sequence[str]) -> tuple[Run, argparse.Namespace]:
    parser = Parser(
        prog="tiescope",
        description=WINDOW.meaning,
        epilog="commands: " + "; ".join(f"{word}: {command.meaning}" for word, command in COMMANDS.items()) + ".",
        allow_abbrev=False,
    )
    parser.add_argument("command", nargs="?", metavar="COMMAND", help="instead of the window: one of those below")
    module = WINDOW.load()
    module.add_arguments(parser)
    add_debug(parser)
    arguments = parser.parse_args(argv)
    word = arguments.command
    if word in COMMANDS:
        raise TiescopeError(f"{word} must be the first word: 'tiescope {word} …'.")
    if word is not None:
        raise TiescopeError(f"{name(word)} is not a command; the commands are {', '.join(COMMANDS)}.")
    return module.run, arguments
