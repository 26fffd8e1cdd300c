"""``tiescope info``: what a file holds."""

from __future__ import annotations

import argparse
from pathlib import Path

from core.command_line.output import standard_output
from core.files.file_info import describe


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``tiescope info`` takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a run (.safetensors) or an experiment (.toml)")


def run(arguments: argparse.Namespace) -> int:
    """Print it."""
    output = standard_output()
    output.line(describe(arguments.file))
    output.check()
    return 0
