"""The commands, by name: a new one is a file with ``add_arguments`` and ``run``, and a line below.

Named by their modules, which are imported when they are asked for: the window must not wait for what others need.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast


class CommandModule(Protocol):
    """What the file of a command has."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Say what may follow the command."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it; the exit status."""


@dataclass(frozen=True)
class Command:
    """A word of the command line."""

    module: str
    meaning: str

    def load(self) -> CommandModule:
        """Its file, imported."""
        return cast(CommandModule, import_module(self.module))


COMMANDS: Mapping[str, Command] = {
    "train": Command("core.command_line.train_command", "the same engine without a window"),
    "info": Command("core.command_line.info_command", "what a file holds"),
    "doctor": Command("gui.start.doctor", "what works on this machine, and what to install if not"),
}

#: What is done if no command is named.
WINDOW = Command(
    "gui.start.window_command",
    "A window onto tied autoencoders: flip the decoder between Wᵀ and W⁺ while the network trains.",
)
