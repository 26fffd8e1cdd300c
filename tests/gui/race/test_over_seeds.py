"""The race over seeds behind the window, in a real process."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from core.errors import TiescopeError
from core.experiment import Experiment, parse
from core.races.over_seeds import OverSeeds
from gui.race.over_seeds import OverSeedsRun

PATIENCE = 100_000  # milliseconds: only a hang is a failure


def lanes(key: str, *values: object, **others: object) -> list[Experiment]:
    tiny = {"dataset": "gaussian", "layers": [4], "batch_size": 32, **others}
    return [parse({**tiny, key: value}) for value in values]


def test_it_says_how_far_it_is_and_what_came_of_it(qtbot: QtBot) -> None:
    run = OverSeedsRun()
    told: list[tuple[int, int]] = []
    grown: list[OverSeeds] = []
    run.progressed.connect(lambda done, of: told.append((done, of)))
    run.grown.connect(grown.append)
    with qtbot.waitSignal(run.finished, timeout=PATIENCE) as ended:
        run.start(lanes("learning_rate", 1e-9, 0.01), 20, seeds=3)
        assert run.running
    (result,) = ended.args or [None]
    assert isinstance(result, OverSeeds)
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert [len(each.heats) for each in grown] == [1, 2, 3]
    assert result.won() == {"1e-09": 0, "0.01": 3}
    assert result.band("0.01").steps[-1] == 20
    assert not run.running


def test_lists_and_options_of_the_data_come_over(qtbot: QtBot) -> None:
    run = OverSeedsRun()
    with qtbot.waitSignal(run.finished, timeout=PATIENCE) as ended:
        run.start(lanes("layers", [8, 2], [3], spectrum=(4.0, 1.0, 0.5, 0.25)), 5, seeds=1)
    (result,) = ended.args or [None]
    assert result.names == ("8, 2", "3")
    assert result.heats[0].lanes[1].floor == pytest.approx(0.25 / 4, rel=0.2)


def test_what_goes_wrong_is_one_sentence(qtbot: QtBot) -> None:
    run = OverSeedsRun()
    with qtbot.waitSignal(run.failed, timeout=PATIENCE) as ended:
        run.start(lanes("learning_rate", 900, 800, optimizer="sgd"), 50, seeds=1)
    (sentence,) = ended.args or [""]
    assert "diverged" in sentence


def test_it_can_be_ended_and_says_nothing_more(qtbot: QtBot) -> None:
    run = OverSeedsRun()
    with qtbot.waitSignal(run.grown, timeout=PATIENCE):
        run.start(lanes("learning_rate", 1e-9, 0.01), 20, seeds=100_000)
    told: list[object] = []
    for signal in (run.progressed, run.failed):
        signal.connect(lambda *args: told.append(args))
    run.cancel()
    assert not run.running
    with qtbot.waitSignal(run.destroyed):
        run.deleteLater()
    assert told == []


@pytest.mark.parametrize(
    "different",
    [
        lanes("seed", 1, 2),
        lanes("learning_rate", 0.1),
        [*lanes("learning_rate", 0.1), *lanes("learning_rate", 0.2, noise=0.1)],
    ],
)
def test_only_a_race_in_one_setting_is_run(different: list[Experiment], qtbot: QtBot) -> None:
    with pytest.raises(TiescopeError, match="differ in one setting"):
        OverSeedsRun().start(different, 20)
