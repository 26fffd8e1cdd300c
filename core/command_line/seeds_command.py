"""``tiescope train --race … --seeds N``: the same race with several seeds, and who wins how often."""

from __future__ import annotations

import sys
from collections.abc import Callable

from core.command_line import race_report, training_report
from core.command_line.following import Outcome
from core.command_line.headless import ending, train_lanes
from core.command_line.interruption import Interruption
from core.command_line.output import Output, complain, standard_error, standard_output
from core.errors import TiescopeError
from core.messages.commands import Replace
from core.messages.snapshot import Snapshot
from core.parts.losses import TrainingLoss, ValidationLoss
from core.races.entries import Entries
from core.races.over_seeds import Heat, OverSeeds
from core.races.tables import heat_table, over_seeds_table

LARGEST_SEED = 2**31 - 1
REPORTS = 10  # of one heat
EXIT_STATUS = {"done": 0, "diverged": 3, "failed": 1}


def check_seeds(entries: Entries, count: int) -> None:
    """Raises TiescopeError if the race can't be run with so many seeds."""
    if entries.key == "seed":
        raise TiescopeError(
            "--seeds can't be given where lanes differ in seed already; race in another key.", "--seeds"
        )
    first = entries.experiments[0].seed
    if first + count - 1 > LARGEST_SEED:
        raise TiescopeError(
            f"--seeds must be at most {LARGEST_SEED - first + 1} from seed {first} on, not {count}.", "--seeds"
        )


def race_over_seeds(entries: Entries, count: int, interruption: Interruption, *, as_json: bool) -> int:
    """Run it with ``count`` seeds, from that of the experiment on, and report; the exit status."""
    output, result = standard_output(), OverSeeds()
    first, steps = entries.experiments[0].seed, ending(entries.experiments[0]).steps
    how, said = "done", ""
    for done in range(count):
        progress = _progress(done, count, steps)

        def on_report(snapshot: Snapshot, progress: Callable[[Snapshot], None] = progress) -> None:
            progress(snapshot)
            output.check()

        outcome = _heat(entries.with_seed(first + done), steps, on_report, interruption)
        if outcome.how not in ("done", "diverged") or outcome.last is None:
            how, said = outcome.how, training_report.explanation(outcome.cause) if outcome.cause else ""
            break
        heat = Heat(first + done, tuple(race_report.standings(outcome.last, outcome.lost)))
        result = result.with_heat(heat)
        if as_json:
            output.line(training_report.line({**heat_table(heat), "heat": done + 1, "of": count}))
        _tell(heat, done, count)
        output.check()
    if how == "done" and all(result.diverged(name) == len(result.heats) for name in result.names):
        how = "diverged"
        said = f"All lanes diverged with every one of {count} seeds; a lower learning_rate may help."
    _close(result, how, output, as_json=as_json)
    output.check()
    if said:
        complain(said)
    return interruption.status if how == "interrupted" else EXIT_STATUS[how]


def _heat(entries: Entries, steps: int, on_report: Callable[[Snapshot], None], interruption: Interruption) -> Outcome:
    first = Replace(tuple(map(ending, entries.experiments)), entries.names)
    return train_lanes(
        first, steps, on_report, interruption=interruption, watched=(TrainingLoss(), ValidationLoss()), reports=REPORTS
    )


def _progress(done: int, count: int, steps: int) -> Callable[[Snapshot], None]:
    """Over all heats, as a bar on a terminal and elsewhere as lines."""
    stream = standard_error()

    def line(snapshot: Snapshot) -> None:
        if snapshot.running and snapshot.step:
            stream.line(f"{done + 1} of {count}, step {snapshot.step} of {steps}")

    def report(snapshot: Snapshot) -> None:
        share = (done + snapshot.step / steps) / count
        stream.write(f"\r{training_report.bar(share)} race {done + 1} of {count}, step {snapshot.step}/{steps}\x1b[K")

    return report if sys.stderr.isatty() else line


def _tell(heat: Heat, done: int, count: int) -> None:
    losses = race_report.told(heat.lanes)
    start = "\r\x1b[K" if sys.stderr.isatty() else ""
    won = f"{heat.won()} won" if heat.won() is not None else "nobody won"
    standard_error().line(f"{start}{done + 1} of {count}, seed {heat.seed}: {won}; validation loss {losses}")


def _close(result: OverSeeds, how: str, output: Output, *, as_json: bool) -> None:
    if as_json:
        ended = {"done": how == "done", **({} if how == "done" else {how: True})}
        output.line(training_report.line({**ended, **over_seeds_table(result)}))
    elif result.heats:
        output.line(race_report.table_over_seeds(result))
