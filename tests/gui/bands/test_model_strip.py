"""The model strip: what is computed can be seen before torch is there, and changed where it is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget

from core.experiment import parse
from core.parts.codes import Codes
from core.preview import examples, floors
from gui.bands.model_strip import ModelStrip
from gui.design.tokens import DARK, LIGHT
from gui.views.reconstructions import ReconstructionsView
from tests.gui.conftest import User, in_this_process, lane, small
from tests.gui.lines import Scripted


@pytest.fixture
def wide(user: User) -> User:
    """In front of a window in which nothing has to give way."""
    user.window.resize(1440, 900)
    user.wait(lambda: user.find("strip-widths").isVisible())
    return user


def strip(user: User) -> ModelStrip:
    found = user.find("model_strip")
    assert isinstance(found, ModelStrip)
    return found


def opened(user: User, name: str) -> QMenu:
    menus = user.window.findChildren(QMenu, name)
    assert menus, f"no menu is called {name}"
    return menus[-1]


def pick(user: User, piece: str, menu: str, choice: str) -> None:
    """Press a part of the strip, and one of the things it could be."""
    user.click(piece)
    found = opened(user, menu)
    (action,) = (each for each in found.actions() if each.objectName() == choice)
    place = found.actionGeometry(action).center()
    QTest.mouseClick(found, Qt.MouseButton.LeftButton, pos=place)


def shown(widget: QWidget) -> bytes:
    image = widget.grab().toImage()
    return bytes(image.constBits())


@in_this_process
def test_before_there_is_any_snapshot_it_shows_example_widths_activation_and_formula(
    open_window: Callable[..., User],
) -> None:
    user = open_window(line=Scripted(), experiment=small(activation="tanh"))
    piece = user.find("strip-input")
    empty = shown(piece)
    user.wait(lambda: user.find("formula").is_set)
    user.wait(lambda: shown(piece) != empty)
    user.wait(lambda: ".0109" in user.find("strip-data").toolTip())
    assert "tanh(Wx + b)" in user.find("formula").toolTip()
    assert user.find("strip-widths").accessibleDescription() == "64–16–64"
    assert user.find("strip-activation").accessibleDescription() == "tanh"
    assert "64 → 16" in user.find("strip-encoder").accessibleDescription()


def test_the_code_and_what_comes_out_follow_the_training(user: User) -> None:
    snapshot = user.train(5)
    assert lane(snapshot).part(Codes()) is not None
    before = shown(user.find("strip-code")), shown(user.find("strip-output"))
    user.wait(lambda: (shown(user.find("strip-code")), shown(user.find("strip-output"))) != before)


def test_a_click_on_the_digit_lets_the_next_flow(user: User) -> None:
    before = shown(user.find("strip-input"))
    user.click("strip-input")
    assert strip(user).example == 1
    user.wait(lambda: shown(user.find("strip-input")) != before)


def test_a_click_on_a_digit_below_lets_it_flow(user: User) -> None:
    user.train(5)
    view = cast(ReconstructionsView, user.find("view-reconstructions"))
    rows = view.shown
    assert rows is not None
    left, top = rows.corner(3, 0)
    QTest.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=QPoint(left + 5, top + 5))
    assert strip(user).example == 3


def test_another_decoder_is_chosen_where_it_stands(user: User) -> None:
    pick(user, "strip-decoder", "strip-decoder-menu", "pseudo_inverse")
    user.see(lambda snapshot: lane(snapshot).experiment.decoder == "pseudo_inverse")
    assert "D = W⁺, pseudo-inverse of W" in user.find("strip-decoder").accessibleDescription()
    assert user.find("strip-decoder").toolTip().startswith("Undoes the projection")
    assert "W pseudo-inverse" in user.find("formula").accessibleDescription()


def test_another_activation_is_chosen_without_a_new_network(user: User) -> None:
    run = user.newest.run
    pick(user, "strip-activation", "strip-activation-menu", "tanh")
    snapshot = user.see(lambda snapshot: lane(snapshot).experiment.activation == "tanh")
    assert snapshot.run == run
    assert "tanh" in user.find("formula").toolTip()


def test_other_data_make_a_new_network(wide: User) -> None:
    pick(wide, "strip-data", "strip-data-menu", "gaussian")
    wide.see(lambda snapshot: lane(snapshot).experiment.dataset == "gaussian")
    assert wide.find("strip-data").accessibleDescription() == "gaussian"


def test_what_does_not_go_together_is_refused_in_a_sentence(user: User) -> None:
    pick(user, "strip-activation", "strip-activation-menu", "relu")
    user.see(lambda snapshot: lane(snapshot).experiment.activation == "relu")
    pick(user, "strip-decoder", "strip-decoder-menu", "inverse")
    user.wait(lambda: user.find("notice").isVisible())
    assert lane(user.newest).experiment.decoder == "transpose"


def test_widths_are_typed_or_doubled_and_make_a_new_network(wide: User) -> None:
    wide.click("strip-widths")
    wide.click("strip-widths-more")
    field = wide.find("strip-widths-field")
    assert isinstance(field, QLineEdit)
    assert field.text() == "32"
    wide.write("strip-widths-field", "20, 8")
    wide.see(lambda snapshot: lane(snapshot).experiment.layers == (20, 8))
    assert wide.find("strip-widths").accessibleDescription() == "64–20–8–20–64"
    assert "W₂" in wide.find("formula").toolTip()


def test_widths_that_can_not_be_are_refused_where_they_are_typed(user: User) -> None:
    before = lane(user.newest).experiment.layers
    user.click("strip-encoder")
    user.write("strip-widths-field", "0")
    assert user.find("strip-widths-error").isVisible()
    assert "1 to 64 whole numbers" in user.find("strip-widths-error").text()
    QTest.keyClick(user.find("strip-widths-editor"), Qt.Key.Key_Escape)
    assert lane(user.train(3)).experiment.layers == before


def test_the_keyboard_reaches_it(user: User) -> None:
    piece = user.find("strip-input")
    assert piece.focusPolicy() & Qt.FocusPolicy.TabFocus
    piece.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(piece, Qt.Key.Key_Return)
    assert strip(user).example == 1


def test_a_screen_reader_hears_the_formula_and_the_widths(user: User) -> None:
    user.train(5)
    user.wait(lambda: strip(user).accessibleDescription())
    heard = strip(user).accessibleDescription()
    assert "widths 64, 16" in heard
    assert "x hat is W transposed times leaky ReLU of (W times x plus b) plus c" in heard


@pytest.mark.parametrize("zoom", [1.0, 1.8])
@pytest.mark.parametrize("width", [640, 1024, 1280, 1920])
@pytest.mark.parametrize("layers", [[16], [256, 32], [256, 128, 64, 32, 16, 8]], ids=len)
def test_what_is_in_it_gives_way(qapp: QApplication, zoom: float, width: int, layers: list[int]) -> None:
    band = ModelStrip()
    band.begin(parse({"layers": layers, "activation": "leaky_relu", "output_activation": "sigmoid"}))
    band.use_theme(replace(LIGHT, zoom=zoom))
    band.resize(width, band.sizeHint().height())
    parts = [each for each in band.findChildren(QWidget) if each.parent() is band and not each.isHidden()]
    flow = sorted((each.geometry() for each in parts), key=lambda each: each.left())
    assert all(each.right() < width and each.left() >= 0 for each in flow if each.width())
    facts = [each.geometry() for each in parts if each.objectName() in ("strip-data", "strip-widths")]
    beside = [each for each in flow if each not in facts]
    assert all(one.right() < other.left() for one, other in pairwise(beside))


def test_it_is_drawn_in_the_colours_of_the_theme(qapp: QApplication) -> None:
    band = ModelStrip()
    band.begin(small())
    band.resize(1200, 64)
    light = shown(band)
    band.use_theme(DARK)
    assert shown(band) != light


def test_the_preview_is_what_the_engine_shows(user: User) -> None:
    snapshot = user.train(3)
    seen, told = lane(snapshot), floors(lane(snapshot).experiment)
    assert (examples(seen.experiment).inputs == snapshot.examples.inputs).all()
    assert told.train == pytest.approx(seen.pca_floor)
    assert told.validation == pytest.approx(seen.validation_floor)


class Painted(QObject):
    """How often a widget is painted from now on."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += isinstance(event, QPaintEvent)
        return super().eventFilter(watched, event)


@in_this_process
def test_a_new_code_paints_nothing_behind_it_in_any_theme(wide: User) -> None:
    found = strip(wide)
    for theme in ("dark", "light"):
        wide.window.appearance.use_theme(theme)
        wide.wait(lambda: found.theme.name == theme)  # noqa: B023
        behind, code = Painted(found), Painted(wide.find("strip-code"))
        found.update()
        wide.wait(lambda: behind.times > 0)  # noqa: B023
        while behind.times:
            behind.times = code.times = 0
            QApplication.processEvents()
        wide.find("strip-code").update()
        wide.wait(lambda: code.times > 0)  # noqa: B023
        assert not behind.times
