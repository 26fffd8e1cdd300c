"""What is seen before the engine has answered: nothing waits for torch that does not need it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QColor

from core import preview
from gui.design.theme import Theme
from gui.painting import images
from gui.painting.canvas import Canvas
from gui.views.loss import LossView
from gui.views.singular_values import SingularValuesView
from tests.gui.conftest import User, small
from tests.gui.lines import Scripted
from tests.gui.snapshots import snapshot

CARDS = ("loss", "filters", "reconstructions")


@pytest.fixture
def early(open_window: Callable[..., User]) -> User:
    """In front of a window whose engine says nothing."""
    person = open_window(line=Scripted(), experiment=small())
    person.wait(lambda: not any(person.find(f"{card}-waiting").isVisible() for card in CARDS))
    return person


def share_of(canvas: Canvas, colour: str) -> float:
    """How much of a picture has this colour."""
    shown = images.pixels(canvas.copy().convertToFormat(canvas.image.format()))
    return float(np.mean((shown & 0xFFFFFF) == (QColor(colour).rgb() & 0xFFFFFF)))


def test_no_card_is_empty_before_the_engine_answers(early: User) -> None:
    theme: Theme = early.find("view-filters").theme
    assert share_of(early.find("filters-canvas"), theme.raised) > 0.3
    assert share_of(early.find("reconstructions-canvas"), theme.raised) > 0.05
    # The inputs are there in black and white, the answers in neither.
    assert share_of(early.find("reconstructions-canvas"), "#000000") > 0.02


def test_floors_and_mean_are_drawn_before_the_engine_answers(early: User) -> None:
    view = early.find("view-loss")
    assert isinstance(view, LossView)
    assert view.plot is not None
    assert view.plot.course is not None
    assert not len(view.plot.course.steps)
    known, shown = preview.floors(small()), view.plot.field.shown_range()
    for height in (known.train, known.validation, known.variance):
        assert shown.bottom < np.log10(height) < shown.top


def test_the_axes_of_the_singular_values_are_there_before_the_engine_answers(early: User) -> None:
    early.window.show_view("singular_values")
    view = early.find("view-singular_values")
    assert isinstance(view, SingularValuesView)
    early.wait(lambda: not early.find("singular_values-waiting").isVisible())
    assert view.plot is not None
    assert view.plot.field.shown_range().right == min(64, *small().layers)


def test_the_first_weights_come_in_where_their_places_were(early: User) -> None:
    where = [early.find(f"view-{card}").geometry() for card in CARDS]
    early.window.show_snapshot(snapshot())
    assert [early.find(f"view-{card}").geometry() for card in CARDS] == where
    assert early.find("view-filters").filters is not None
    assert early.find("view-reconstructions").moment_shown is not None
