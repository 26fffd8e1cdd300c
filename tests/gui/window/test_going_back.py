"""What is told of a run that led nowhere, and what is shown once it has gone back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QTableWidget

from core.engine.schedule import Pace
from core.experiment import Experiment
from core.messages.commands import Balance, Replace, Rewind
from core.messages.snapshot import Snapshot
from core.parts.figures import Figures
from core.parts.losses import ValidationLoss
from tests.gui.conftest import User, in_this_process, lane, small

#: Whatever takes any time at all is measured later while nothing trains, as in a large network, and here never.
NEVER_QUICK = Pace(quick=0.0, debounce=1e6)


def too_fast(**values: object) -> Experiment:
    """It overflows within a few steps."""
    return small(optimizer="sgd", activation="relu", learning_rate=1000, **values)


@in_this_process
def test_nothing_on_the_screen_is_of_a_moment_that_was_thrown_away(open_window: Callable[..., User]) -> None:
    person = open_window(pace=NEVER_QUICK)
    person.toggle_view("Singular values")
    person.see(lambda snapshot: snapshot.step > 200 and ValidationLoss() in lane(snapshot).parts)
    person.choose("activation", "relu")
    person.choose("optimizer", "sgd")
    person.write("learning_rate", "1000")
    person.wait(lambda: person.find("rewind").isVisible())
    diverged = lane(person.newest).moment
    # Measured where it stands: what must not be left on the screen.
    assert all(part.moment <= diverged for part in lane(person.newest).parts.values())
    person.click("rewind")
    back = lane(person.see(lambda snapshot: person.window.link.settled(snapshot) and not lane(snapshot).diverged))
    assert back.moment.step < diverged.step
    for need, part in back.parts.items():
        assert part.moment.step <= back.moment.step, need
    figures = back.part(Figures())
    table = person.find("singular_values-figures")
    assert isinstance(table, QTableWidget)
    step = table.item(0, 4)
    assert step is not None
    shown = int(step.text().replace("\u2009", ""))
    assert shown <= back.moment.step
    assert figures is not None
    assert shown == figures.moment.step


def test_a_lost_run_is_told_with_its_own_words(open_window: Callable[..., User]) -> None:
    person = open_window(experiment=small(learning_rate=1000))
    person.wait(lambda: person.find("notice").isVisible())
    words = person.find("notice-text").text()
    assert "hopeless" in words
    assert "Training is paused." in words
    assert person.find("rewind").isVisible()
    assert "learning rate 100" in person.find("rewind").text()
    person.click("rewind")
    back = person.see(person.window.link.settled)
    assert lane(back).experiment.learning_rate == pytest.approx(100)
    assert not lane(back).diverged


def test_the_way_back_has_the_rate_with_which_all_was_well(open_window: Callable[..., User]) -> None:
    """A tenth of a rate that is a hundred thousand times too large would be lost again."""
    person = open_window(experiment=small(learning_rate=0.002))
    person.train(300)
    person.write("learning_rate", "100")
    person.wait(lambda: person.find("rewind").isVisible())
    assert person.find("rewind").text().endswith("with learning rate 0.002")


def test_a_smaller_rate_is_not_offered_where_it_can_not_help(open_window: Callable[..., User]) -> None:
    person = open_window(experiment=small(dataset="gaussian", spectrum=[1e38] * 16, layers=[4]))
    person.wait(lambda: person.find("notice").isVisible())
    assert "very first loss" in person.find("notice-text").text()
    assert not person.find("rewind").isVisible()
    assert not person.newest.running


def test_a_lane_that_diverged_is_named_and_the_others_go_on(user: User) -> None:
    user.line.order(Replace((small(), too_fast())))
    user.wait(lambda: user.find("rewind").isVisible())
    words = user.find("notice-text").text()
    assert "Lane B stands still, the others go on." in words
    assert "paused" not in words
    assert user.window.commands["run"].text() == "Pause"
    later = user.train(50)
    assert later.running
    assert {each.name: each.diverged for each in later.lanes} == {"A": False, "B": True}
    user.click("rewind")
    assert user.line.sent[-1] == Rewind(learning_rate=100.0, lane="B")
    user.see(lambda snapshot: not any(each.diverged for each in snapshot.lanes))
    assert not user.find("rewind").isVisible()


def test_the_last_step_is_on_the_screen_before_the_end_is_told(open_window: Callable[..., User]) -> None:
    end = 3000  # not before this test looks
    person = open_window(experiment=small(steps=end))
    order: list[tuple[str, int]] = []

    def note(snapshot: Snapshot) -> None:
        order.append(("shown", snapshot.step))

    person.window.frames.shown.connect(note)
    person.window.finished.connect(lambda step: order.append((person.find("status-step").text(), step)))
    person.wait(lambda: any(what != "shown" for what, _ in order))
    told = next(index for index, (what, _) in enumerate(order) if what != "shown")
    assert order[told - 1 : told + 1] == [("shown", end), ("step 3\u2009000", end)]


def test_the_way_back_stands_until_it_is_taken_and_keeps_its_promise(open_window: Callable[..., User]) -> None:
    person = open_window(experiment=too_fast())
    person.wait(lambda: person.find("rewind").isVisible())
    assert "learning rate 100" in person.find("rewind").text()
    offered = person.find("rewind").text()
    # What is refused is said in the same place, and does not take the way back from there.
    person.window.send(Balance())
    person.wait(lambda: "balance" in person.find("notice-text").text())
    assert person.find("rewind").isVisible()
    assert person.find("rewind").text() == offered
    person.write("learning_rate", "0.5")
    person.see(person.window.link.settled)
    person.click("rewind")
    back = lane(person.see(lambda snapshot: person.window.link.settled(snapshot) and not lane(snapshot).diverged))
    assert back.experiment.learning_rate == pytest.approx(100)
    assert not person.find("notice").isVisible()
