"""How a race is begun."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.conftest import User


def decoders(person: User) -> list[str]:
    return [each.experiment.decoder for each in person.newest.lanes]


def test_c_and_enter_race_the_decoders_that_are_allowed(user: User) -> None:
    user.press(Qt.Key.Key_C)
    dialog = user.find("race-dialog")
    assert dialog.isVisible()
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    user.see(lambda snapshot: len(snapshot.lanes) == 3 and snapshot.step > 0)
    assert decoders(user) == ["transpose", "pseudo_inverse", "inverse"]
    assert [each.name for each in user.newest.lanes] == decoders(user)
    user.wait(lambda: user.find("view-race").isVisible())
    assert user.find("view-race").names == tuple(decoders(user))
