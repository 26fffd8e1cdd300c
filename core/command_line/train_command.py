"""``tiescope train``: a run without a window, from an experiment to its report and its file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from core import logs
from core.command_line import training_report
from core.command_line.arguments import add_set, step, steps
from core.command_line.following import Outcome
from core.command_line.headless import Job, train_lanes
from core.command_line.interruption import Interruption
from core.command_line.keeping import INTERVAL, Keeper, Kept
from core.command_line.output import Output, complain, standard_error, standard_output
from core.command_line.resuming import resumed
from core.command_line.seeds_command import check_seeds, race_over_seeds
from core.errors import TiescopeError
from core.experiment import Experiment, parse, read_toml
from core.experiment.assignments import parse_assignments
from core.files.destination import check_run
from core.messages.events import Diverged, Failed
from core.messages.snapshot import Snapshot
from core.parts.state import State
from core.races.entries import EXAMPLE, Entries, parse_race

EXIT_STATUS = {"done": 0, "failed": 1, "diverged": 3}
MEMORY = 256  # MiB for states of the past
NOT_DELIVERED = 1  # trained, but the report or the file could not go where it should


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``tiescope train`` takes."""
    parser.add_argument("experiment", nargs="?", type=Path, metavar="EXPERIMENT.toml", help="the defaults if absent")
    add_set(parser)
    parser.add_argument(
        "--race",
        action="append",
        metavar="KEY=VALUE,VALUE,…",
        help="a lane for every value of KEY, on the same data and batches: decoder=transpose,untied or "
        "learning_rate=0.1,0.01; lists in brackets or apart by |: layers=[64],[32,8] or layers=64|32,8",
    )
    parser.add_argument(
        "--seeds",
        type=steps,
        metavar="N",
        help="the race N times, with this seed and those that follow: the losses' spread, and who wins how often",
    )
    parser.add_argument("--steps", type=steps, metavar="N", help="how many steps; the experiment's, or 4000")
    parser.add_argument(
        "--out", type=Path, metavar="RUN.safetensors", help="where to save the run, about once a minute and at its end"
    )
    parser.add_argument(
        "--timeline", action="store_true", help="save states of the run's past in --out, to go back to and on from"
    )
    parser.add_argument(
        "--timeline-memory", type=steps, metavar="MIB", help=f"room for these states, of all lanes; {MEMORY} MiB"
    )
    parser.add_argument(
        "--resume", type=Path, metavar="RUN.safetensors", help="go on with all lanes of a saved run, up to step --steps"
    )
    parser.add_argument(
        "--at", type=step, metavar="STEP", help="resume at the kept state nearest to this step; see 'tiescope info RUN'"
    )
    parser.add_argument("--json", action="store_true", help="report in JSON, an object a line")


def run(arguments: argparse.Namespace) -> int:
    """Train, report on standard output, save to ``--out`` if given; the exit status."""
    if arguments.timeline_memory and not arguments.timeline:
        raise TiescopeError("--timeline-memory is room for --timeline, which is missing.", "--timeline-memory")
    with Interruption() as interruption:
        job = _job(arguments)
        if job is None:
            return _over_seeds(arguments, interruption)
        if arguments.out:
            check_run("--out", arguments.out, arguments.experiment)
        elif arguments.timeline:
            raise TiescopeError("--timeline saves the past of a run in --out, which is missing.", "--timeline")
        memory = (arguments.timeline_memory or MEMORY) if arguments.timeline else 0
        return train_command(job, arguments.out, interruption, as_json=arguments.json, memory=memory)


def _job(arguments: argparse.Namespace) -> Job | None:
    """What is to be trained; ``None`` if it is to be so over several seeds."""
    if arguments.resume:
        return resumed(arguments)
    if arguments.at is not None:
        raise TiescopeError("--at says where --resume goes on, which is missing.", "--at")
    experiments, entries = _experiments(arguments)
    return None if arguments.seeds else Job.of(experiments, entries.names if entries else ())


def _over_seeds(arguments: argparse.Namespace, interruption: Interruption) -> int:
    _, entries = _experiments(arguments)
    if entries is None:
        raise TiescopeError(f"--seeds needs a race, such as --race {EXAMPLE}.", "--seeds")
    if arguments.out or arguments.timeline:
        raise TiescopeError("--out saves one run; with --seeds there are many, and none is saved.", "--out")
    check_seeds(entries, arguments.seeds)
    return race_over_seeds(entries, arguments.seeds, interruption, as_json=arguments.json)


def train_command(
    job: Job,
    out: Path | None,
    interruption: Interruption,
    *,
    as_json: bool,
    memory: int = 0,
    interval: float = INTERVAL,
) -> int:
    """The same once everything is known to be allowed.

    Args:
        memory: in MiB, for states of the past, which are saved; 0: none are.
        interval: in seconds, between two saves on the way.
    """
    output = standard_output()
    keeper = Keeper(out, past=memory > 0, interval=interval) if out else None
    report = _report(job.steps, output, as_json=as_json)
    told = -1

    def on_report(snapshot: Snapshot) -> None:
        nonlocal told
        if snapshot.step != told or not snapshot.running:
            report(snapshot)
        told = snapshot.step
        if keeper is None:
            output.check()  # nobody will ever see what comes of it
        elif snapshot.running:
            keeper.now_and_then(snapshot)

    needs = [State()] if keeper else []
    outcome = train_lanes(
        job.first,
        job.steps - job.start,
        on_report,
        interruption=interruption,
        needs=needs,
        memory=memory,
        past_wanted=(lambda: keeper.due) if keeper and memory else None,
    )
    kept = None
    if keeper and outcome.last:
        kept = keeper.at_the_end(outcome.last, finished=outcome.how == "done")
    _close(outcome, output, as_json=as_json)
    return _status(outcome, kept, output, interruption)


def _experiments(arguments: argparse.Namespace) -> tuple[tuple[Experiment, ...], Entries | None]:
    """One for each lane, and the race if there is one."""
    values = read_toml(arguments.experiment) if arguments.experiment else {}
    values |= parse_assignments(arguments.set)
    if arguments.steps:
        values["steps"] = arguments.steps
    if not arguments.race:
        return (parse(values),), None
    if len(arguments.race) > 1:
        raise TiescopeError("--race is allowed once: lanes differ in one setting.", "--race")
    entries = parse_race(arguments.race[0], values)
    return entries.experiments, entries


def _report(count: int, output: Output, *, as_json: bool) -> Callable[[Snapshot], None]:
    if as_json:
        return lambda snapshot: output.line(training_report.line(training_report.record(snapshot)))
    if sys.stderr.isatty():
        return training_report.progress_bar(standard_error(), count)
    return training_report.progress_lines(standard_error(), count)


def _close(outcome: Outcome, output: Output, *, as_json: bool) -> None:
    if as_json:
        output.line(training_report.line(training_report.closing_record(outcome)))
    elif outcome.last:
        output.line(training_report.summary(outcome))


def _status(outcome: Outcome, kept: Kept | None, output: Output, interruption: Interruption) -> int:
    """Say what went wrong, all in one line, and give the exit status."""
    sentences = _explained(outcome)
    if isinstance(outcome.cause, Failed):
        sentences = [f"{sentences[0].removesuffix('.')}; {logs.details()}."]
    if kept and kept.why:
        sentences.append(f"{kept.why}.")
    elif kept and (outcome.cause or outcome.lost) and outcome.last:
        sentences.append(f"Step {outcome.last.step} is saved in {kept.place}.")
    status = interruption.status if outcome.how == "interrupted" else EXIT_STATUS[outcome.how]
    if kept is None:
        output.check()
    elif output.lost:
        place = f"; the run is saved in {kept.place}" if not kept.why else ""
        sentences.append(f"Standard output could not be written ({output.lost.reason}){place}.")
        status = NOT_DELIVERED
    if kept and kept.failed:
        status = NOT_DELIVERED
    if sentences:
        complain(" ".join(sentences))
    return status


def _explained(outcome: Outcome) -> list[str]:
    """What went wrong, of the lanes of a race each with its name."""
    several = outcome.last is not None and len(outcome.last.lanes) > 1
    lost = [f"Lane {name}: {training_report.explanation(each)}" for name, each in outcome.lost.items() if several]
    if outcome.cause is None or (lost and isinstance(outcome.cause, Diverged)):
        return lost
    return [training_report.explanation(outcome.cause), *lost]
