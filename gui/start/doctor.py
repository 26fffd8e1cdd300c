"""``tiescope doctor``: what works here; to what core can find out, the window's finding is added: can Qt start?"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec

from core.command_line.doctor import Finding, findings
from core.command_line.output import standard_output
from core.printable import one_line
from gui.start import platform_check

PATIENCE = 60  # seconds; a cold disk may need many


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``doctor`` takes none of its own."""


def run(arguments: argparse.Namespace) -> int:
    """Print the findings, each as soon as it is there."""
    works = True
    output = standard_output()
    for finding in _all():
        works &= finding.works
        output.line(one_line(f"{'ok  ' if finding.works else 'FAIL'}  {finding.subject}: {finding.text}"))
        output.check()
    return 0 if works else 1


def _all() -> Iterator[Finding]:
    yield from findings()
    yield window_finding()


def window_finding() -> Finding:
    """Checks what can be checked from here, then really starts Qt, in a process of its own."""
    problem = platform_check.problem()
    if problem:
        return Finding("window", problem, works=False)
    probe = find_spec("gui.start.platform_probe")
    assert probe is not None
    assert probe.origin is not None
    # -P: the folder of the script must not become a place to import from.
    command = [sys.executable, "-P", probe.origin]
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return Finding("window", f"Qt did not start within {PATIENCE} seconds", works=False)
    if done.returncode:
        return Finding("window", "Qt can't start: " + " ".join(done.stderr.split()), works=False)
    return Finding("window", done.stdout.strip())
