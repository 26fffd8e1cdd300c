"""Where the keys go: to whoever types, and to the window as soon as a person has turned to something else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QWidget,
)

from core.messages.snapshot import Snapshot
from tests.gui.conftest import User, lane


def tab_order(window: QWidget) -> list[str]:
    """The names of what Tab goes through, from the window on."""
    names: list[str] = []
    now = window.nextInFocusChain()
    while now is not window:
        assert now is not None
        if now.isVisible() and now.focusPolicy() & Qt.FocusPolicy.TabFocus and not now.focusProxy():
            names.append(now.objectName())
        now = now.nextInFocusChain()
    return names


def test_tab_goes_through_the_window_as_it_is_read(user: User) -> None:
    user.window.open_settings()
    names = tab_order(user.window)
    assert all(names), "something without a name takes the focus"
    for earlier, later in (("run", "decoder-transpose"), ("decoder-transpose", "menu"), ("menu", "settings")):
        assert names.index(earlier) < names.index(later), (earlier, later)
    assert names.index("settings") < names.index("dataset") < names.index("seed")


def test_a_click_on_a_button_ends_typing(user: User) -> None:
    field = user.find("learning_rate")
    field.setFocus()
    field.selectAll()
    for key in (Qt.Key.Key_0, Qt.Key.Key_Period, Qt.Key.Key_2):
        user.press(key)
    user.click("run")
    paused = user.see(lambda snapshot: not snapshot.running and user.window.link.settled(snapshot))
    assert lane(paused).experiment.learning_rate == 0.2
    user.press(Qt.Key.Key_Space)
    user.see(lambda snapshot: snapshot.running)


def test_a_click_beside_everything_ends_typing(user: User) -> None:
    field = user.find("noise")
    field.setFocus()
    field.selectAll()
    user.press(Qt.Key.Key_1)
    user.click("view-reconstructions")
    user.see(lambda snapshot: lane(snapshot).experiment.noise == 1)
    user.press(Qt.Key.Key_T)
    user.see(lambda snapshot: lane(snapshot).experiment.decoder == "pseudo_inverse")


def test_what_was_typed_is_part_of_the_network_that_is_asked_for(user: User) -> None:
    user.write("layers", "9")
    field = user.find("seed")
    field.setFocus()
    field.selectAll()
    user.press(Qt.Key.Key_7)
    user.click("layers-apply")
    user.see(lambda snapshot: (lane(snapshot).experiment.layers, lane(snapshot).experiment.seed) == ((9,), 7))
    user.press(Qt.Key.Key_Space)
    user.see(lambda snapshot: not snapshot.running)


def test_after_a_choice_with_the_mouse_space_is_the_windows(user: User) -> None:
    user.window.open_settings()
    user.click("activation")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()
    user.press(Qt.Key.Key_Space)
    user.see(lambda snapshot: not snapshot.running)


def test_after_a_notice_keys_are_the_windows(user: User) -> None:
    user.window.report("Something.")
    user.click("dismiss")
    user.press(Qt.Key.Key_Space)
    user.see(lambda snapshot: not snapshot.running)


def test_the_wheel_does_not_change_the_experiment(user: User) -> None:
    box = user.find("activation")
    before = box.currentData()
    middle = QPointF(box.rect().center())
    turn = QWheelEvent(
        middle, QPointF(box.mapToGlobal(middle)), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, turn)
    assert box.currentData() == before


def test_the_list_of_keys_names_them_all(user: User) -> None:
    user.press(Qt.Key.Key_Question)
    dialog = user.find("palette-list")
    assert dialog.width() <= user.window.width()
    assert dialog.height() <= user.window.height()
    words = [label.text() for label in dialog.findChildren(QLabel)]
    QTest.keyClicks(user.find("palette-line"), "?")
    assert not dialog.isVisible(), "the key that opened it puts it away"
    commands = user.window.commands
    with_keys = [entry for entry in commands.entries.values() if entry.key]
    assert {entry.name for entry in with_keys} >= {"run", "step", "reset", "flip", "balance", "keys"}
    for entry in with_keys:
        assert (f"Decoder {entry.text}" if entry.group == "decoder" else entry.does) in words
        assert commands[entry.name].shortcut().toString() in words


def test_what_is_typed_into_the_list_of_keys_is_searched_for_everywhere(user: User) -> None:
    user.press(Qt.Key.Key_Question)
    QTest.keyClicks(user.find("palette-line"), "singular")
    QTest.keyClick(user.find("palette-line"), Qt.Key.Key_Return)
    user.wait(lambda: user.find("view-singular_values").in_sight)


def test_the_keys_stand_beside_what_they_do_in_the_menu_and_on_the_bar(user: User) -> None:
    menu = user.window.findChild(QMenu, "view-menu")
    assert isinstance(menu, QMenu)
    in_menu = {action.objectName(): action.shortcut().toString() for action in menu.actions()}
    assert (in_menu["presentation"], in_menu["keys"]) == ("F11", "?")
    assert "balance" not in in_menu, "a view is nothing that it changes"
    assert {"theme-system", "theme-light", "theme-dark", "restore-layout"} <= set(in_menu)
    for name, key in (("run", "Space"), ("step", "."), ("reset", "R"), ("settings", "E")):
        assert user.find(name).toolTip().endswith(f"({key})")


def test_what_is_checked_in_the_menu_is_the_theme_in_force(open_window: Callable[..., User]) -> None:
    person = open_window(theme="dark")
    themes = {name: person.window.commands[f"theme-{name}"] for name in ("system", "light", "dark")}
    assert [name for name, action in themes.items() if action.isChecked()] == ["dark"]
    themes["light"].trigger()
    assert person.window.appearance.theme_name == "light"
    person.window.appearance.use_theme("system")
    assert [name for name, action in themes.items() if action.isChecked()] == ["system"]


def test_a_decoder_that_is_chosen_again_stays_down(user: User) -> None:
    user.click("decoder-transpose")
    assert user.find("decoder-transpose").isChecked()
    user.click("decoder-pseudo_inverse")
    assert user.find("decoder-pseudo_inverse").isChecked()
    assert not user.find("decoder-transpose").isChecked()


def test_the_keys_work_where_a_view_floats_beside_the_window(user: User) -> None:
    dock = user.find("dock-filters")
    dock.setFloating(True)
    dock.activateWindow()
    user.wait(lambda: QApplication.activeWindow() is dock)
    QTest.keyClick(dock, Qt.Key.Key_T)
    user.see(lambda snapshot: lane(snapshot).experiment.decoder == "pseudo_inverse")
    QTest.keyClick(dock, Qt.Key.Key_Space)
    user.see(lambda snapshot: not snapshot.running)


def test_no_button_has_the_focus_after_a_view_was_torn_off_and_put_back(user: User) -> None:
    dock, title = user.find("dock-filters"), QPoint(60, 10)
    QTest.mouseClick(dock, Qt.MouseButton.LeftButton, pos=title)
    QTest.mouseDClick(dock, Qt.MouseButton.LeftButton, pos=title)
    assert dock.isFloating()
    for floating in (True, False):
        dock.setFloating(floating)
        user.window.activateWindow()
        user.wait(lambda: QApplication.activeWindow() is user.window)
        assert not isinstance(QApplication.focusWidget(), QAbstractButton)
        QTest.keyClick(QApplication.focusWidget() or user.window, Qt.Key.Key_Space)
        user.see(partial(_runs, not floating))


def test_space_presses_the_button_that_has_the_focus_and_nothing_else(user: User) -> None:
    user.find("decoder-pseudo_inverse").setFocus(Qt.FocusReason.TabFocusReason)
    user.press(Qt.Key.Key_Space)
    shown = user.see(lambda snapshot: lane(snapshot).experiment.decoder == "pseudo_inverse")
    assert shown.running
    user.window.setFocus()
    user.press(Qt.Key.Key_Space)
    user.see(lambda snapshot: not snapshot.running)


def test_a_click_on_a_views_button_ends_typing(user: User) -> None:
    field = user.find("noise")
    field.setFocus()
    field.selectAll()
    user.press(Qt.Key.Key_2)
    user.click("reconstructions-error")
    user.see(lambda snapshot: lane(snapshot).experiment.noise == 2)
    user.press(Qt.Key.Key_Space)
    user.see(lambda snapshot: not snapshot.running)


def test_nothing_has_the_focus_before_a_person_gives_it(user: User) -> None:
    assert user.window.focusWidget() is user.window
    user.write("noise", "0.5")
    assert user.window.focusWidget() is user.window


def test_what_is_wrong_can_be_typed_anew_at_once(user: User) -> None:
    field = user.find("layers")
    user.write("layers", "12x")
    assert user.find("layers-problem").text()
    assert field.hasFocus()
    for key in (Qt.Key.Key_1, Qt.Key.Key_6, Qt.Key.Key_Return):
        user.press(key)
    assert field.text() == "16"
    assert not user.find("layers-problem").text()
    assert not field.hasFocus()


def _runs(running: bool, snapshot: Snapshot) -> bool:
    return snapshot.running is running


def test_every_control_says_what_it_is(user: User) -> None:
    user.window.open_settings()
    user.toggle_view("Singular values")
    kinds = (QAbstractButton, QComboBox, QLineEdit, QAbstractSlider)
    controls = [each for kind in kinds for each in user.window.findChildren(kind) if each.isVisible()]
    controls = [each for each in controls if each.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert len(controls) > 20
    assert [each.objectName() for each in controls if not each.accessibleName() and not _text(each)] == []


def _text(control: QWidget) -> str:
    return control.text() if isinstance(control, QAbstractButton) else ""
