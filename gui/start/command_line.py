"""``tiescope``: reads the command line and calls what it asks for. Qt is imported only for the window."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from core.errors import TiescopeError
from core.experiment import Experiment, parse, read_toml
from core.experiment.assignments import parse_assignments
from gui.start.arguments import parse_arguments

OUTPUT_CLOSED, BAD_INPUT, INTERRUPTED = 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """The exit status: 0 done, 1 failed, 2 bad input, 3 the run diverged, 130 interrupted."""
    _never_fail_to_print()
    try:
        arguments = parse_arguments(sys.argv[1:] if argv is None else argv)
        status = {None: _window, "train": _train, "info": _info, "doctor": _doctor}[arguments.command](arguments)
        sys.stdout.flush()
        return status
    except TiescopeError as error:
        print(f"tiescope: {error}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python must not complain about it when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OUTPUT_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED


def _never_fail_to_print() -> None:
    # A pipe in an old encoding (ASCII, cp1252) has no Wᵀ: better a question mark than a traceback.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _window(arguments: argparse.Namespace) -> int:
    if arguments.version:
        from core.command_line.version import version

        print(f"tiescope {version()}")
        return 0
    experiment = parse(parse_assignments(arguments.set)) if arguments.set else None
    _check_folder("--screenshot", arguments.screenshot)
    _check_platform()

    from gui.start.app import WindowOptions, run_window

    return run_window(
        WindowOptions(
            fresh=arguments.fresh,
            screenshot=arguments.screenshot,
            steps=arguments.steps,
            size=arguments.size,
            theme=arguments.theme,
            experiment=experiment,
        )
    )


def _check_platform() -> None:
    from gui.start import platform_check

    problem = platform_check.problem()
    if problem:
        raise TiescopeError(problem)


def _train(arguments: argparse.Namespace) -> int:
    experiment = _experiment(arguments)
    _check_folder("--out", arguments.out)

    from core.command_line.train_command import train_command

    return train_command(experiment, arguments.out, as_json=arguments.json)


def _experiment(arguments: argparse.Namespace) -> Experiment:
    values = read_toml(arguments.experiment) if arguments.experiment else {}
    values |= parse_assignments(arguments.set)
    if arguments.steps:
        values["steps"] = arguments.steps
    return parse(values)


def _check_folder(argument: str, file: Path | None) -> None:
    """A file that can't be written must be known before the work, not after it."""
    if file is None:
        return
    if not file.parent.is_dir():
        raise TiescopeError(f"{argument}: there is no folder {file.parent} to write {file.name} in.", argument)
    if file.is_dir() or not os.access(file.parent, os.W_OK):
        raise TiescopeError(f"{argument} must be a file that can be written, not {file}.", argument)


def _info(arguments: argparse.Namespace) -> int:
    from core.files.file_info import describe

    print(describe(arguments.file))
    return 0


def _doctor(arguments: argparse.Namespace) -> int:
    from core.command_line.doctor import findings
    from gui.start.doctor import window_finding

    works = True
    for finding in (*findings(), window_finding()):
        works &= finding.works
        print(f"{'ok  ' if finding.works else 'FAIL'}  {finding.subject}: {finding.text}")
    return 0 if works else 1
