"""A live plot: pyqtgraph's scene, with ranges set by us, our numbers and names around it, and a person's hand in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from html import escape

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsGridLayout, QToolTip

from gui.design.theme import Theme
from gui.plots.areas import Areas
from gui.plots.axis import Axis
from gui.plots.cursor import Cursor
from gui.plots.curves import Curves
from gui.plots.field import Field, Range
from gui.plots.layers import Heads, Levels, away
from gui.plots.line import Area, Level, Line, Name
from gui.plots.names import Names
from gui.plots.pointer import Pointer
from gui.plots.ribbon import Flag, Flags, Piece, Ribbon
from gui.plots.scales import Scale
from gui.plots.side import Side
from gui.plots.telling import Telling

HIT = 8.0  # pixels from a line; what is so near to it is meant
TELL = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Plot(pyqtgraph.GraphicsView):
    """Shows :meth:`follow`'s range until a person looks elsewhere; a double click or Home follows again.

    ``across`` and ``up`` are its scales, each with the titles of its axis, the longest first. ``resized`` says that
    what there is has to be fitted anew, ``menu_wanted`` where on the screen a menu is asked for.
    """

    resized = Signal()
    menu_wanted = Signal(QPoint)
    following_changed = Signal(bool)

    def __init__(self, across: Scale, along: Sequence[str], up: Scale, aside: Sequence[str]) -> None:
        self.field = Field()
        self.bottom, self.left = Axis("bottom", across, along), Axis("left", up, aside)
        self.names, self.ribbon = Names(), Ribbon()
        sides: dict[str, Side] = {"bottom": self.bottom, "left": self.left, "right": self.names, "top": self.ribbon}
        super().__init__(background=None)
        self.enableMouse(False)
        self.setCentralItem(_around(self.field, sides))
        self.across, self.up = across, up
        self.following = True
        self.lines: tuple[Line, ...] = ()
        self._wanted = Range(0.0, 1.0, 0.0, 1.0)
        self._fitted: tuple[Range, QSize] | None = None
        self._dressed: tuple[Theme, float] | None = None
        self._curves = Curves(self.field)
        self._areas = Areas(self.field)
        self.areas: tuple[Area, ...] = ()
        self._levels, self._heads = Levels(self.field), Heads(self.field)
        self.flags, self.pointer, self.cursor = Flags(self.field), Pointer(self.field), Cursor(self.field)
        # What changes seldom is kept as the background, so that a new point of a curve does not paint it again.
        self._backdrop = (self.bottom, self.left, self._levels)
        self.bottom.changed = self.left.changed = self.resetCachedContent
        for part in (self.bottom, self.left, self.field):
            part.geometryChanged.connect(self.resetCachedContent)
        self.telling = Telling(self, self.ribbon, self.flags)
        self.field.left_alone.connect(lambda: self._set_following(False))
        self.field.clicked.connect(self.telling.click)
        self.field.menu_wanted.connect(self.menu_wanted)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(120, 60)

    def use_theme(self, theme: Theme) -> None:
        """Draw in its colours and type from now on."""
        ratio = self.devicePixelRatioF()
        if self._dressed == (theme, ratio):
            return
        self._dressed = theme, ratio
        self.setBackground(theme.surface)
        for part in (self.bottom, self.left, self.names, self.ribbon):
            part.use_theme(theme)
        self.flags.theme = self.pointer.theme = self.cursor.theme = theme
        self.telling.card.use_theme(theme)
        self._curves.use_ratio(ratio)
        self._fitted = None
        self._fit()

    def use_scales(self, across: Scale, along: Sequence[str], up: Scale, aside: Sequence[str]) -> None:
        """Other axes; where the old ones showed is nowhere now."""
        if (across, up) != (self.across, self.up):
            self.across, self.up = across, up
            self.bottom.use_scale(across, along)
            self.left.use_scale(up, aside)
            self._fitted = None
            self._set_following(True)

    def follow(self, wanted: Range) -> None:
        """Show this range, now or as soon as a person wants to follow again."""
        if (wanted, self.size()) == self._fitted:
            return
        self._fitted = wanted, self.size()
        self._wanted = wanted
        if self.following:
            self.field.show_range(wanted)
        self._fit()

    def follow_again(self) -> None:
        """Go back to where the curves are."""
        self.field.show_range(self._wanted)
        self._set_following(True)
        self._fit()

    def look_at(self, shown: Range) -> None:
        """Show this, whatever comes."""
        self.field.show_range(shown)
        self._set_following(False)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """These and no others; the first ones lie below the others."""
        self.lines = tuple(lines)
        self._curves.show_lines(lines, self.across, self.up)
        last = [line for line in lines if line.head and len(line.x) and np.isfinite(line.y[-1])]
        self._heads.dots = [
            (self.across.place(float(line.x[-1])), self.up.place(float(line.y[-1])), line.stroke.colour)
            for line in last
        ]
        self._heads.update()
        self.pointer.read_again(self.lines, self.across, self.up)

    def show_areas(self, areas: Sequence[Area]) -> None:
        """These and no others, behind all lines."""
        self.areas = tuple(areas)
        self._areas.show_areas(areas, self.across, self.up)

    def show_levels(self, levels: Sequence[Level], names: Sequence[Name] = ()) -> None:
        """Lines across, and their names at the right beside ``names`` of other things; heights as numbers."""
        placed = tuple(
            Level(Name(self.up.place(level.name.y), level.name.words, level.name.colour), level.stroke)
            for level in levels
        )
        if placed != self._levels.levels:
            self._levels.levels = placed
            self.resetCachedContent()
        every = [*(level.name for level in levels), *names]
        self.names.show_names([replace(name, y=self.up.place(name.y)) for name in every], self.width())

    def show_story(self, pieces: Sequence[Piece], flags: Sequence[Flag]) -> None:
        """What was in force when, and what was changed."""
        self.ribbon.show_pieces(pieces, self.height())
        if self.flags.told != tuple(flags):
            # It lies over the curves, which are dear to draw.
            self.flags.told = tuple(flags)
            self.flags.update()
        self.telling.follow()

    @property
    def reading(self) -> tuple[str, ...]:
        """What stands beside the pointer."""
        return self.pointer.reading.words if self.pointer.reading is not None else ()

    def words_at(self, position: QPointF) -> str:
        """What is said of this place of the widget beside what the pointer reads; empty if nothing is."""
        scene = self.mapToScene(position.toPoint())
        piece = self.ribbon.at(self.ribbon.mapFromScene(scene))
        if piece is not None:
            return piece[1].sentence
        flags = self.flags.at(self.field.mapFromScene(scene))
        return "\n".join(flag.sentence for flag in flags[1]) if flags is not None else ""

    def whose(self, position: QPointF) -> int | None:
        """The number of what the name or the line belongs to that is nearest to this place of the widget, if any is."""
        scene = self.mapToScene(position.toPoint())
        named = self.names.at(self.names.mapFromScene(scene))
        if named is not None:
            return named
        at = self.field.mapFromScene(scene)
        found, nearest = None, HIT
        for line in self.lines:
            if line.of is not None and len(line.x):
                far = away(self.field.pixels(self.across.places(line.x), self.up.places(line.y)), at)
                if far <= nearest:
                    found, nearest = line.of, far
        return found

    @contextmanager
    def drawn_for(self, ratio: float | None) -> Iterator[None]:
        """For a picture of this pixel ratio; ``None`` for one in which the curves are drawn by somebody else."""
        pointer = self.pointer.isVisible()
        self.pointer.setVisible(False)
        self._curves.set_visible(ratio is not None)
        self._curves.use_ratio(ratio or 1.0)
        try:
            yield
        finally:
            self._curves.use_ratio(self.devicePixelRatioF())
            self._curves.set_visible(True)
            self.pointer.setVisible(pointer)

    def close(self) -> bool:
        # pyqtgraph's own takes the viewport away from a widget that may be shown again.
        return bool(super(pyqtgraph.GraphicsView, self).close())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 60)

    def sizeHint(self) -> QSize:
        return QSize(320, 200)

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:  # noqa: N802
        super().drawBackground(painter, rect)
        for part in self._backdrop:
            painter.save()
            painter.setTransform(part.sceneTransform(), True)
            part.draw(painter)
            painter.restore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        scene = self.mapToScene(event.position().toPoint())
        at = self.field.mapFromScene(scene)
        asked = not event.buttons() and self.telling.hover(scene)
        inside = self.field.boundingRect().contains(at) and not event.buttons() and not asked
        self.pointer.move_to(at if inside else None, self.lines, self.across, self.up)

    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event)
        self.setFocus(Qt.FocusReason.MouseFocusReason)  # or Home would not reach it

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        event.accept()  # whatever is below the plot has nothing to do with it

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.follow_again()
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointer.move_to(None, (), self.across, self.up)
        self.telling.hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Home:
            self.follow_again()
        elif not self._tells(event.key()):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.telling.walk(event.reason() == Qt.FocusReason.TabFocusReason)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.telling.kept:
            self.telling.close()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        return self.telling.walk(forward) or bool(super().focusNextPrevChild(forward))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        # By the mouse it comes from the field, which knows a click from a drag.
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.menu_wanted.emit(event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self.words_at(QPointF(event.pos()))
            if words and self.telling.told_at(self.mapToScene(event.pos())) is None:
                # As rich text: nothing else is broken into lines.
                lines = "<br>".join(escape(line) for line in words.splitlines())
                QToolTip.showText(event.globalPos(), f"<qt>{lines}</qt>", self)
            else:
                QToolTip.hideText()
            return True
        return bool(super().viewportEvent(event))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if event is not None:
            self.resized.emit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange and self._dressed is not None:
            theme = self._dressed[0]
            self._dressed = None
            self.use_theme(theme)
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._has_use_for(event):
            event.accept()
            return True  # the scene would ask its items, of which none has the keyboard, and give it back
        return bool(super().event(event))

    def _has_use_for(self, event: QKeyEvent) -> bool:
        """Whether a key is the plot's now, whatever it is elsewhere."""
        if event.key() == Qt.Key.Key_Home:
            return not self.following
        return (event.key() in TELL and self.telling.walking) or (
            event.key() == Qt.Key.Key_Escape and self.telling.card.isVisible()
        )

    def _tells(self, key: int) -> bool:
        if key in TELL:
            return self.telling.press()
        return key == Qt.Key.Key_Escape and self.telling.close()

    def _fit(self) -> None:
        shown = self.field.shown_range()
        width, height = self.width(), self.height()
        self.bottom.fit(shown.left, shown.right, width, height)
        self.left.fit(shown.bottom, shown.top, width, max(height - self.bottom.height() - self.ribbon.height(), 0.0))

    def _set_following(self, following: bool) -> None:
        if following != self.following:
            self.following = following
            self.following_changed.emit(following)


def _around(field: Field, sides: Mapping[str, Side]) -> pyqtgraph.GraphicsWidget:
    """The field with something at each of its sides: pyqtgraph's PlotItem without the forms of its menu, of which each
    plot would have forty widgets that nobody sees."""
    whole = pyqtgraph.GraphicsWidget()
    grid = QGraphicsGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(0)
    whole.setLayout(grid)
    grid.addItem(field, 1, 1)
    for name, (row, column) in {"top": (0, 1), "left": (1, 0), "right": (1, 2), "bottom": (2, 1)}.items():
        sides[name].linkToView(field)
        grid.addItem(sides[name], row, column)
    grid.setRowStretchFactor(1, 100)
    grid.setColumnStretchFactor(1, 100)
    return whole
