"""Every command of the table is a file with the same two functions."""

from __future__ import annotations

import argparse
import inspect

import pytest

from core.experiment.choices import DECODERS
from gui.start.command_line import main
from gui.start.commands import COMMANDS, WINDOW
from gui.window.entries import entries


@pytest.mark.parametrize("command", [*COMMANDS.values(), WINDOW], ids=lambda command: command.module)
def test_a_command_takes_arguments_and_runs(command: object) -> None:
    module = command.load()  # type: ignore[attr-defined]
    module.add_arguments(argparse.ArgumentParser())
    assert list(inspect.signature(module.run).parameters) == ["arguments"]
    assert module.__doc__


@pytest.mark.parametrize("word", [*COMMANDS, None])
def test_every_command_explains_itself_and_takes_debug(word: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([word, "--help"] if word else ["--help"])
    assert "--debug" in capsys.readouterr().out


def test_help_names_the_keys_of_the_window_and_what_they_do(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    told = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()]
    for entry in entries():
        if entry.group == "decoder":
            assert [f"1–{len(DECODERS)}", f"decoder: {', '.join(each.title for each in DECODERS.values())}"] in told
        elif entry.key:
            assert [entry.key, entry.does] in told


def test_an_unknown_command_is_told_which_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate"]) == 2
    told = capsys.readouterr().err
    assert all(word in told for word in ("evaluate", *COMMANDS))
