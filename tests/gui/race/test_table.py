"""The lanes as a table, and what a person does to them there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from core.messages.commands import Drop, Rename, Replace
from core.parts.figures import Figures
from core.parts.filters import Filters
from core.parts.reconstructions import Reconstructions
from tests.gui.conftest import User, small

DECODERS = ("transpose", "pseudo_inverse", "inverse")


@pytest.fixture
def race(open_window: Callable[..., User]) -> User:
    """In front of a race of three decoders."""
    person = open_window(experiment=small(activation="sigmoid"))
    person.see(lambda snapshot: snapshot.step > 0)
    lanes = tuple(small(activation="sigmoid", decoder=decoder) for decoder in DECODERS)
    person.line.order(Replace(lanes, DECODERS))
    person.see(lambda snapshot: len(snapshot.lanes) == 3 and all(Filters(0) in each.parts for each in snapshot.lanes))
    person.wait(lambda: person.find("lane-3").isVisible())
    return person


def row(person: User, number: int) -> Any:
    return person.find(f"lane-{number}")


def heads(person: User, view: str = "filters") -> list[str]:
    """What stands over the columns of a view."""
    columns = person.find(f"view-{view}").stage.count
    return [person.find(f"{view}-head-{number + 1}").label for number in range(columns)] if columns > 1 else []


def test_one_lane_has_no_table(user: User) -> None:
    assert not user.find("view-race").isVisible()
    assert user.find("gauge-tie_gap").isVisible()
    assert heads(user) == []


def test_a_row_a_lane_with_its_figures(race: User) -> None:
    assert not race.find("gauge-tie_gap").isVisible()
    assert [row(race, number).said.label for number in (1, 2, 3)] == ["Wᵀ", "W⁺", "inverse"]
    race.wait(lambda: all("–" not in row(race, number).said.cells[:5] for number in (1, 2, 3)))
    assert row(race, 1).said.selected
    race.wait(lambda: sum(row(race, number).said.first for number in (1, 2, 3)) == 1)


def test_a_click_looks_at_the_lane_and_keys_change_it(race: User) -> None:
    race.click("lane-2")
    race.wait(lambda: race.find("decoder-pseudo_inverse").isChecked())
    assert row(race, 2).said.selected
    race.press(Qt.Key.Key_5)
    after = race.see(lambda snapshot: snapshot.lanes[1].experiment.decoder == "untied")
    assert [each.experiment.decoder for each in after.lanes] == ["transpose", "untied", "inverse"]
    race.wait(lambda: row(race, 2).said.label == "untied")
    race.wait(lambda: heads(race) == ["Wᵀ", "untied", "inverse"])


def test_a_click_on_a_head_looks_at_the_lane_below_it(race: User) -> None:
    race.click("filters-head-3")
    race.wait(lambda: race.find("decoder-inverse").isChecked())
    race.click("reconstructions-head-2")
    race.wait(lambda: race.find("decoder-pseudo_inverse").isChecked())


def test_headings_sort(race: User) -> None:
    table = race.find("view-race")
    assert table.names == DECODERS
    race.wait(lambda: all("–" not in row(race, number).said.cells[2] for number in (1, 2, 3)))
    race.click("run")
    race.see(lambda snapshot: not snapshot.running)
    race.wait(lambda: all("–" not in row(race, number).said.cells[:5] for number in (1, 2, 3)))
    race.click("race-sort-tie_gap")
    figures = {each.name: each.part(Figures()) for each in race.newest.lanes}
    gaps = {name: part.layers[0].tie_gap for name, part in figures.items() if part is not None}
    race.wait(lambda: list(table.names) == sorted(DECODERS, key=lambda name: gaps[name]))
    race.click("race-sort-tie_gap")
    race.wait(lambda: list(table.names) == sorted(DECODERS, key=lambda name: -gaps[name]))
    race.click("race-sort-lane")
    race.wait(lambda: table.names == DECODERS)


def test_a_muted_lane_is_shown_nowhere_and_measured_no_more(race: User) -> None:
    race.click("lane-2")
    race.click("lane-2-mute")
    race.wait(lambda: heads(race) == heads(race, "reconstructions") == ["Wᵀ", "inverse"])
    assert row(race, 2).said.pale
    shown = race.see(lambda snapshot: not snapshot.lanes[1].parts and Filters(0) in snapshot.lanes[2].parts)
    assert Reconstructions() in shown.lanes[0].parts
    plot = race.find("view-loss").plot
    race.wait(lambda: [each.label for each in plot.told.all_lanes] == ["Wᵀ", "inverse"])
    race.click("lane-2-mute")
    race.wait(lambda: heads(race) == ["Wᵀ", "W⁺", "inverse"])
    race.see(lambda snapshot: Filters(0) in snapshot.lanes[1].parts)


def test_alone_shows_one_and_gives_the_others_back(race: User) -> None:
    race.click("lane-3")
    race.click("lane-3-alone")
    race.wait(lambda: heads(race) == [])
    assert race.find("view-filters").filters.units == 16
    race.wait(lambda: race.find("decoder-inverse").isChecked())
    race.click("lane-1")  # what is alone goes with it
    race.wait(lambda: race.find("decoder-transpose").isChecked())
    assert heads(race) == []
    race.click("lane-1-alone")
    race.wait(lambda: len(heads(race)) == 3)


def test_a_double_click_renames(race: User) -> None:
    race.click("lane-1")
    QTest.mouseDClick(row(race, 1), Qt.MouseButton.LeftButton)
    line = race.find("lane-1-name")
    line.selectAll()
    QTest.keyClicks(line, "the old one")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert race.line.sent[-1] == Rename("transpose", "the old one")
    race.wait(lambda: row(race, 1).said.label == "the old one")
    # It is looked at as before, and measured.
    assert row(race, 1).said.selected
    race.see(lambda snapshot: snapshot.lanes[0].name == "the old one" and Filters(0) in snapshot.lanes[0].parts)
    assert heads(race)[0] == "the old one"


def test_a_lane_is_dropped_and_the_last_one_leaves_no_table(race: User) -> None:
    race.click("lane-2")
    race.click("lane-2-drop")
    assert race.line.sent[-1] == Drop("pseudo_inverse")
    race.wait(lambda: heads(race) == ["Wᵀ", "inverse"])
    race.wait(lambda: race.find("decoder-transpose").isChecked())
    race.click("lane-2")
    QTest.keyClick(row(race, 2), Qt.Key.Key_Backspace)
    race.see(lambda snapshot: len(snapshot.lanes) == 1)
    race.wait(lambda: not race.find("view-race").isVisible())
    assert race.find("gauge-tie_gap").isVisible()
    assert heads(race) == []


def test_a_right_click_offers_the_same(race: User) -> None:
    row(race, 3).customContextMenuRequested.emit(row(race, 3).rect().center())
    menu = race.window.findChild(QMenu, "lane-menu")
    assert isinstance(menu, QMenu)
    words = [action.text() for action in menu.actions()]
    assert words == ["Rename", "Mute", "Alone", "Drop"]
    menu.actions()[3].trigger()
    menu.close()
    race.see(lambda snapshot: len(snapshot.lanes) == 2)


def test_all_columns_have_one_scale_and_one_layout(race: User) -> None:
    view = race.find("view-filters")
    shown = view.columns
    race.wait(lambda: all(each.shown is not None for each in shown))
    assert len({each.shown.pairs for each in shown}) == 1
    assert len({each.canvas.size().width() for each in shown}) == 1
    digits = race.find("view-reconstructions").columns
    assert len({each.moment_shown.limit for each in digits}) == 1
    assert len({each.shown.picture for each in digits}) == 1
    assert {each.shown.count for each in digits} == {digits[0].shown.count}


def test_all_curves_are_in_one_plot_each_with_its_name(race: User) -> None:
    plot = race.find("view-loss").plot
    race.wait(lambda: {words.split(" · ")[0] for _, words, _ in plot.names.placed()} >= {"Wᵀ", "W⁺", "inverse"})
    heads = [line for line in plot.lines if line.head]
    theme = race.window.appearance.theme
    assert {line.stroke.colour for line in heads} == {theme.decoder(decoder) for decoder in DECODERS}
    strong = max(heads, key=lambda line: line.stroke.width)
    assert strong.stroke.colour == theme.decoder("transpose")
    race.click("lane-2")
    race.wait(
        lambda: (
            max((line for line in plot.lines if line.head), key=lambda line: line.stroke.width).stroke.colour
            == theme.decoder("pseudo_inverse")
        )
    )


def test_the_sentence_says_who_leads(race: User) -> None:
    race.wait(lambda: "leads" in race.find("gauges").sentence.words.seen)
