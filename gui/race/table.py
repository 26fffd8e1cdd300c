"""The lanes of a race as a table: a row a lane, sorted by whatever a person asks for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.messages.commands import Drop, Rename
from core.messages.snapshot import LaneSnapshot, Snapshot
from gui.design.theme import Theme
from gui.design.tokens import LIGHT, STEP
from gui.design.typography import Role
from gui.race.columns import Column, columns, fitted, one_floor, sorted_by
from gui.race.heading import LANE, Heading
from gui.race.lane_menu import open_lane_menu
from gui.race.looks import looks
from gui.race.remark import remark_of
from gui.race.row import HEIGHT, Row, Said
from gui.race.standing import Standing, lags, leader, standing
from gui.widgets.controls import ToolButton
from gui.widgets.tips import wrapped

HEADING = 2.5 * STEP  # pixels high
WIDEST = 16 * STEP  # of a column
BETWEEN = 2.5 * STEP  # two columns


class RaceTable(QWidget):
    """There where a run has several lanes."""

    sent = Signal(object)
    chosen = Signal(str)  # a lane, by its name
    muted = Signal(str)
    alone = Signal(str)
    seeds_wanted = Signal()  # the same race with other seeds, or no more of it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view-race")
        self.setAccessibleName(self.tr("The lanes of the race"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._theme, self._presented = LIGHT, False
        self._all: tuple[Column, ...] = tuple(columns())
        self._columns = self._all
        self._rows: list[Row] = []
        self._names: tuple[str, ...] = ()
        self._order: tuple[str, bool] = LANE, True
        self._headings = {LANE: Heading(LANE, self.tr("lane"), self.tr("In the order in which they began"), self)}
        for column in self._all:
            self._headings[column.name] = Heading(column.name, column.heading, column.tip, self)
        for name, heading in self._headings.items():
            heading.clicked.connect(partial(self._sort_by, name))
        self._seeds = ToolButton(self)
        self._seeds.setObjectName("over-seeds")
        self._seeds.setAccessibleName(self.tr("The same race over seeds"))
        self._seeds.setToolTip(
            wrapped(
                self.tr("The same race with ten seeds, from step 0 on, in the background: who wins how often (Shift+C)")
            )
        )
        self._seeds.setProperty("role", "quiet")
        self._seeds.clicked.connect(self.seeds_wanted)
        self._seeds.hide()
        self._shares: tuple[str, ...] = ()
        self._wanted = False
        self._places: dict[str, tuple[int, int]] = {}
        self._measured: tuple[object, ...] = ()
        self._last: tuple[Snapshot, LaneSnapshot, tuple[LaneSnapshot, ...]] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Of the lanes, from top to bottom."""
        placed = sorted(zip(self._rows, self._names, strict=False), key=lambda each: each[0].y())
        return tuple(name for _, name in placed)

    def show_lanes(self, snapshot: Snapshot, looked_at: LaneSnapshot, shown: Sequence[LaneSnapshot]) -> None:
        """These are the lanes, and these of them are on the stage."""
        self._last = snapshot, looked_at, tuple(shown)
        lanes = snapshot.lanes
        self._names = tuple(lane.name for lane in lanes)
        while len(self._rows) < len(lanes):
            self._add_row()
        seen, of_all = {lane.name for lane in shown}, looks(lanes)
        standings = [standing(snapshot, lane) for lane in lanes]
        same = one_floor(standings)
        self._columns = tuple(column for column in self._all if column.name != "loss" or not same)
        first = leader([each for each in standings if each.name in seen])
        shares = self._shares if len(self._shares) == len(lanes) else ("",) * len(lanes)
        for row, lane, each, share in zip(self._rows, lanes, standings, shares, strict=False):
            look = of_all[lane.name]
            pale, leads = lane.name not in seen, first is not None and first.name == lane.name
            said = (remark_of(lane, late=lags(each, snapshot.step), pale=pale, leads=leads), share)
            remark = " · ".join(filter(None, said))
            cells = tuple(column.words(each) for column in self._columns)
            selected, colour = lane.name == looked_at.name, look.colour(self._theme)
            row.say(Said(look.label, remark, colour, look.style, cells, selected, pale, leads))
        labels = tuple(row.said.label for row in self._rows[: len(lanes)])
        measured = (
            *(labels, shares, self.width(), self._theme, self._presented, same),
            *(self._wanted, self._seeds.text()),
        )
        if measured != self._measured:
            self._measured = measured
            self._measure()
        self._place(standings)

    def show_seeds(self, shares: Sequence[str], words: str, *, wanted: bool) -> None:
        """What each lane has won with other seeds, in their order; ``words`` are what can be pressed, if it can be."""
        self._shares, self._wanted = tuple(shares), wanted
        self._seeds.setText(words)
        self._again()

    def use_theme(self, theme: Theme) -> None:
        """Colours and sizes."""
        self._theme = theme
        self._seeds.setFont(theme.font(Role.SMALL))
        self._again()

    def present(self, presented: bool) -> None:
        """Without what only a hand needs, where a hall looks on."""
        self._presented = presented
        self._again()

    def sizeHint(self) -> QSize:
        top, high = self._heights()
        return QSize(0, top + len(self._names) * high)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._again()

    def _heights(self) -> tuple[int, int]:
        """Of the headings and of a row: as high as the letters want it, which are larger before a hall."""
        px, font = self._theme.px, self._theme.font
        small, body = QFontMetrics(font(Role.SMALL)).height(), QFontMetrics(font()).height()
        return max(px(HEADING), small + px(STEP / 2)), max(px(HEIGHT), body + px(STEP / 2))

    def _again(self) -> None:
        self._measured = ()
        if self._last is not None:
            self.show_lanes(*self._last)

    def _measure(self) -> None:
        """Where the columns are: as many as there is room for."""
        px, rows = self._theme.px, self._rows[: len(self._names)]
        body = QFontMetrics(self._theme.font())
        small = QFontMetrics(self._theme.font(Role.SMALL))
        for row in rows:
            row.use_theme(self._theme, (), presented=self._presented)
        said = [self.tr("leads"), *(each for each in self._shares[:1])]
        remark = small.horizontalAdvance(" · ".join(said)) + px(STEP)
        name = max((row.width_of_name(row.said) for row in rows), default=0) + remark
        name = min(max(name, px(20 * STEP)), self.width() // 3)
        ends = 0 if self._presented else max((row.width_of_buttons() for row in rows), default=0)
        self._seeds.setVisible(self._wanted and not self._presented)
        if self._wanted and not self._presented:
            # As wide as it is going to be, or the columns would move with its words.
            widest = small.horizontalAdvance(self.tr("over {0} seeds: {1} % ×").format(10, 100)) + px(3 * STEP)
            ends = max(ends, self._seeds.sizeHint().width() + px(STEP), widest)
        wide = [
            max(body.horizontalAdvance(each.widest), small.horizontalAdvance(f"{each.heading} ↓")) + px(BETWEEN)
            for each in self._columns
        ]
        places = fitted(wide, name, self.width() - ends, px(WIDEST))
        self._places = {column.name: place for column, place in zip(self._columns, places, strict=False)}
        for row in rows:
            row.use_theme(self._theme, list(self._places.values()), presented=self._presented)
        high = self._heights()[0]
        self._headings[LANE].setGeometry(0, 0, name, high)
        for column in self._all:
            heading = self._headings[column.name]
            heading.setVisible(column.name in self._places)
            if column.name in self._places:
                start, end = self._places[column.name]
                heading.setGeometry(start, 0, end - start, high)
        wide_seeds = self._seeds.sizeHint().width()
        self._seeds.setGeometry(self.width() - wide_seeds - px(STEP), 0, wide_seeds, high)
        for each, heading in self._headings.items():
            heading.use_theme(self._theme, self._order[1] if each == self._order[0] and each != LANE else None)
        self.updateGeometry()

    def _place(self, standings: Sequence[Standing]) -> None:
        """Every row where it belongs."""
        by, ascending = self._order
        column = next((each for each in self._columns if each.name == by), None)
        order = sorted_by(column, standings, ascending=ascending)
        top, high = self._heights()
        for place, number in enumerate(order):
            self._rows[number].setGeometry(0, top + place * high, self.width(), high)
        for number, row in enumerate(self._rows):
            row.setVisible(number < len(standings))

    def _sort_by(self, name: str) -> None:
        before, ascending = self._order
        self._order = name, not ascending if name == before and name != LANE else True
        self._again()

    def _add_row(self) -> None:
        place = len(self._rows)
        row = Row(place + 1, self)
        row.clicked.connect(lambda: self.chosen.emit(self._names[place]))
        row.renamed.connect(lambda name: self.sent.emit(Rename(self._names[place], name)))
        row.asked.connect(lambda what: self._do(place, what))
        row.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        row.customContextMenuRequested.connect(lambda at: open_lane_menu(row, at, lambda what: self._do(place, what)))
        self._rows.append(row)

    def _do(self, place: int, what: str) -> None:
        name = self._names[place]
        if what == "mute":
            self.muted.emit(name)
        elif what == "alone":
            self.alone.emit(name)
        else:
            self.sent.emit(Drop(name))
