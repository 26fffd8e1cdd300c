"""``tiescope train``: a run without a window, from an experiment to its report and its file."""

from __future__ import annotations

import sys
from pathlib import Path

from core.command_line import training_report
from core.command_line.headless import DEFAULT_STEPS, Outcome, train
from core.experiment import Experiment
from core.files.run_file import save_run
from core.messages.snapshot import Snapshot

EXIT_STATUS = {"done": 0, "failed": 1, "diverged": 3, "interrupted": 130}


def train_command(experiment: Experiment, out: Path | None, *, as_json: bool) -> int:
    """Train, report on standard output, save to ``out`` if given; the exit status."""
    outcome = train(experiment, _report(experiment, as_json))
    if outcome.last and out:
        save_run(out, outcome.last)
    if as_json:
        print(training_report.line(training_report.closing_record(outcome)))
    elif outcome.last:
        print(training_report.summary(outcome.last))
    _say_what_went_wrong(outcome, out)
    return EXIT_STATUS[outcome.how]


def _report(experiment: Experiment, as_json: bool) -> training_report.Report:
    steps = experiment.steps or DEFAULT_STEPS
    if as_json:
        return _json_line
    if sys.stderr.isatty():
        return training_report.progress_bar(sys.stderr, steps)
    return training_report.progress_lines(sys.stderr, steps)


def _json_line(snapshot: Snapshot) -> None:
    print(training_report.line(training_report.record(snapshot)), flush=True)


def _say_what_went_wrong(outcome: Outcome, out: Path | None) -> None:
    if outcome.cause is None:
        return
    saved = f" Step {outcome.last.step} is saved in {out}." if outcome.last and out else ""
    print(f"tiescope: {training_report.explanation(outcome.cause)}{saved}", file=sys.stderr)
