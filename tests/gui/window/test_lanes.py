"""Two lanes under one window: what is shown is the one that is looked at."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from core.messages.commands import Change, Replace
from core.messages.snapshot import LaneSnapshot, Snapshot
from core.parts.filters import Filters
from core.parts.losses import ValidationLoss
from tests.gui.conftest import User, lane, small


@pytest.fixture
def race(user: User) -> User:
    """In front of a window under which somebody else has begun a race of Wᵀ against W⁺."""
    user.line.order(Replace((small(), small(decoder="pseudo_inverse", learning_rate=0.001))))
    user.see(lambda snapshot: len(snapshot.lanes) == 2 and snapshot.step > 5)
    return user


def of(snapshot: Snapshot, name: str) -> LaneSnapshot:
    found = snapshot.lane(name)
    assert found is not None
    return found


def drawn(person: User) -> set[str]:
    """The lanes that the views show."""
    return {view.moment[1].name for view in person.window.views.values() if view.moment is not None}


def test_the_first_one_is_shown_until_another_is_looked_at(race: User) -> None:
    race.wait(lambda: race.find("decoder-transpose").isChecked())
    assert drawn(race) == {"A"}
    assert race.find("learning_rate").text() == "0.003"
    race.window.looking.look_at("B")
    race.wait(lambda: race.find("decoder-pseudo_inverse").isChecked())
    assert race.find("learning_rate").text() == "0.001"
    # Both are on the stage; what only the looked-at one shows is computed for that alone.
    shown = race.see(lambda snapshot: ValidationLoss() in of(snapshot, "B").parts)
    race.see(lambda snapshot: ValidationLoss() not in of(snapshot, "A").parts and Filters(0) in of(snapshot, "A").parts)
    assert Filters(0) in of(shown, "B").parts
    assert drawn(race) == {"B"}
    race.window.looking.look_at("A")
    race.see(lambda snapshot: ValidationLoss() in of(snapshot, "A").parts)
    race.wait(lambda: race.find("decoder-transpose").isChecked())


def test_what_a_person_changes_is_the_lane_looked_at(race: User) -> None:
    race.window.looking.look_at("B")
    race.wait(lambda: race.find("decoder-pseudo_inverse").isChecked())
    race.press(Qt.Key.Key_T)
    assert race.line.sent[-1] == Change.of("B", decoder="transpose")
    race.see(lambda snapshot: of(snapshot, "B").experiment.decoder == "transpose")
    race.press(Qt.Key.Key_5)
    after = race.see(lambda snapshot: of(snapshot, "B").experiment.decoder == "untied")
    assert of(after, "A").experiment.decoder == "transpose"
    race.write("learning_rate", "0.0005")
    after = race.see(lambda snapshot: of(snapshot, "B").experiment.learning_rate == 0.0005)
    assert of(after, "A").experiment.learning_rate == 0.003


def test_a_run_without_the_lane_that_was_looked_at_is_shown_whole(race: User) -> None:
    race.window.looking.look_at("B")
    race.see(lambda snapshot: Filters(0) in of(snapshot, "B").parts)
    race.write("layers", "12")
    race.click("layers-apply")
    shown = race.see(
        lambda snapshot: len(snapshot.lanes) == 1 and {Filters(0), ValidationLoss()} <= lane(snapshot).parts.keys()
    )
    assert lane(shown).experiment.layers == (12,)
    race.wait(lambda: race.find("view-filters").filters.encoder.shape == (12, 64))
