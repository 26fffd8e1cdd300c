"""``tiescope info``: what a file holds."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from core.command_line.output import standard_output
from core.files.file_info import as_json, describe


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``tiescope info`` takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a run (.safetensors) or an experiment (.toml)")
    parser.add_argument("--json", action="store_true", help="all of it, as one object in JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print it."""
    output = standard_output()
    output.line(json.dumps(as_json(arguments.file)) if arguments.json else describe(arguments.file))
    output.check()
    return 0
