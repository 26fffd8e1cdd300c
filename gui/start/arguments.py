"""The command line's words: which command, and what it was given."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence

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
    parser = _WindowParser(
        prog="tiescope",
        description=WINDOW.meaning,
        formatter_class=argparse.RawDescriptionHelpFormatter,
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


class _WindowParser(Parser):
    """Lists the commands and keys when somebody asks for help."""

    def format_help(self) -> str:
        # Which keys there are follows from the decoders: of no interest to whoever asks for the version.
        from gui.window.entries import entries, in_short

        commands = _table({word: command.meaning for word, command in COMMANDS.items()})
        self.epilog = f"commands:\n{commands}\n\nkeys in the window:\n{_table(in_short(entries()))}"
        return super().format_help()


def _table(words: Mapping[str, str]) -> str:
    wide = max(map(len, words))
    return "\n".join(f"  {word:{wide}}  {meaning}" for word, meaning in words.items())
