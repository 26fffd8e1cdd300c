"""What all views have in common; a new one is tested by being registered."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from core.messages.snapshot import Snapshot
from gui.design.tokens import DARK, LIGHT
from gui.views import VIEWS, View
from tests.gui.snapshots import draw, flip, layer, snapshot


@pytest.fixture(params=VIEWS, ids=lambda kind: kind.name)
def view(request: pytest.FixtureRequest, qtbot: QtBot) -> View:
    made: View = request.param()
    qtbot.addWidget(made)
    made.resize(600, 330)
    return made


def pixels(widget: QWidget) -> bytes:
    image = widget.grab().toImage()  # its bits live as long as it does
    return bytes(image.constBits())


def broken() -> Snapshot:
    """What a network leaves behind that has diverged."""
    nothing = np.full((4, 64), np.nan, np.float32)
    nothing[0, 0] = np.inf
    return snapshot(
        layers=(layer(nothing),),
        reconstructions=np.full((10, 64), np.nan, np.float32),
        losses=np.array([0.1, 1e30, np.nan, np.inf], np.float32),
        floor=float("nan"),
    )


def test_has_its_public_name(view: View) -> None:
    assert view.objectName() == f"view-{view.name}"
    assert view.accessibleName()


def test_every_control_says_what_it_is(view: View) -> None:
    for kind in (QAbstractButton, QComboBox):
        for control in view.findChildren(kind):
            if control.metaObject().className() == "QTableCornerButton":
                continue  # of every table, and hidden
            assert control.objectName()
            assert control.accessibleName()
            assert control.toolTip()


def test_draws_nothing_while_hidden_and_catches_up_when_shown(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Snapshot] = []
    monkeypatch.setattr(view, "render_snapshot", lambda moment, _: drawn.append(moment))
    moment = snapshot()
    draw(view, moment)
    assert drawn == []
    view.show()
    assert moment in drawn


def test_a_snapshot_replaces_the_waiting_sentence(view: View) -> None:
    waiting = view.findChild(QLabel, f"{view.name}-waiting")
    assert isinstance(waiting, QLabel)
    view.show()
    assert waiting.isVisible()
    draw(view, snapshot())
    assert not waiting.isVisible()


def test_the_theme_can_change_under_a_snapshot(view: View) -> None:
    view.show()
    view.use_theme(LIGHT)
    draw(view, snapshot())
    light = pixels(view)
    view.use_theme(DARK)
    assert pixels(view) != light


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_a_diverged_network_can_be_looked_at(view: View) -> None:
    view.show()
    draw(view, broken())
    view.grab()


@pytest.mark.parametrize("size", [(1, 1), (160, 90), (330, 170), (1900, 1000)])
def test_any_size_will_do(view: View, size: tuple[int, int]) -> None:
    view.show()
    draw(view, snapshot(labels=tuple("0123456789"), marks=(flip(40, "pseudo_inverse"),)))
    view.resize(QSize(*size))
    draw(view, snapshot(shape=(1, 50)))
    view.grab()


def test_fits_beside_others_in_a_small_window(view: View) -> None:
    view.show()
    draw(view, snapshot(layers=(layer(np.ones((512, 64), np.float32)), layer(np.ones((32, 512), np.float32)))))
    assert view.minimumSizeHint().width() <= 520
    assert view.minimumSizeHint().height() <= 200
