"""What flags and pieces tell: to the mouse that rests on them, to the keyboard, and after a click until one clicks
elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QWindow
from PySide6.QtWidgets import QGraphicsView

from gui.plots.card import Card, Told
from gui.plots.ribbon import Flag, Flags, Piece, Ribbon

REST = 150  # milliseconds on a thing before it tells


class Telling(QObject):
    """Holds the card of a plot. ``chosen`` carries the step of what a person has clicked."""

    chosen = Signal(int)

    def __init__(self, plot: QGraphicsView, ribbon: Ribbon, flags: Flags) -> None:
        super().__init__(plot)
        self._plot, self._ribbon, self._flags = plot, ribbon, flags
        self.card = Card(plot)
        self.kept = False  # whether it stays though the mouse goes
        self._of: Told | None = None  # what the card tells
        self._at: QPointF | None = None  # where the mouse was when it began to tell
        self._resting: QPointF | None = None
        self._watched: QWindow | None = None
        self._walked = False  # whether the keyboard brought it
        self._timer = QTimer(self, singleShot=True, interval=REST)
        self._timer.timeout.connect(self._rested)

    @property
    def walking(self) -> bool:
        """Whether the keyboard is at something that it might choose."""
        return self._walked and self._of is not None

    def told_at(self, scene: QPointF) -> Told | None:
        """What is there that can tell of a change."""
        piece = self._ribbon.at(self._ribbon.mapFromScene(scene))
        if piece is not None:
            return self._by_piece(*piece)
        flags = self._flags.at(self._flags.mapFromScene(scene), near=-1.0)
        return self._by_flags(*flags) if flags is not None else None

    def every_told(self) -> list[Told]:
        """All in sight that can tell of a change, from the left to the right."""
        every = [self._by_flags(cloth, flags) for _, cloth, _, flags in self._flags.shown()]
        every += [self._by_piece(box, piece) for box, _, piece in self._ribbon.shown()]
        return sorted(every, key=lambda told: (told.box.left(), told.box.top()))

    def hover(self, scene: QPointF | None) -> bool:
        """The mouse is there, or away; whether something is there that can tell."""
        told = self.told_at(scene) if scene is not None else None
        self._resting = scene if told is not None else None
        if self.kept or self._walked:
            return told is not None
        if told is None:
            self.close()
        elif not _same(told, self._of):
            self._timer.start()
        return told is not None

    def click(self, scene: QPointF) -> None:
        """Let what is there tell until one clicks elsewhere."""
        told = self.told_at(scene)
        if told is None:
            self.close()
        else:
            self._keep(told, scene)

    def walk(self, forward: bool) -> bool:
        """On to the next by the keyboard; False behind the last one."""
        every = self.every_told()
        now = next((index for index, told in enumerate(every) if self._walked and _same(told, self._of)), None)
        following = (0 if forward else len(every) - 1) if now is None else now + (1 if forward else -1)
        if not 0 <= following < len(every):
            self.close()
            return False
        self.close()
        self._walked = True
        self._show(every[following], None)
        return True

    def press(self) -> bool:
        """Choose what the keyboard is at; False if that is nothing."""
        if self._walked and self._of is not None:
            self._keep(self._of, self._at)
            return True
        return False

    def close(self) -> bool:
        """Tell no more; False if nothing was told."""
        self._timer.stop()
        self.kept = self._walked = False
        self._of = None
        if self._watched is not None:
            self._watched.removeEventFilter(self)
            self._watched = None
        if self.card.isHidden():
            return False
        self.card.hide()
        return True

    def follow(self) -> None:
        """What is there has moved, or has more to tell."""
        if self._of is None:
            return
        found = [told for told in self.every_told() if _same(told, self._of)]
        if not found:
            self.close()
        elif found[0] != self._of:
            self._show(found[0], self._at)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            at = self.card.mapFromGlobal(event.globalPosition().toPoint())
            if not self.card.rect().contains(at):
                self.close()
        return False

    def _rested(self) -> None:
        told = self.told_at(self._resting) if self._resting is not None else None
        if told is not None and not self.kept:
            self._show(told, self._resting)

    def _keep(self, told: Told, scene: QPointF | None) -> None:
        self._timer.stop()
        self._show(told, scene)
        self.kept = True
        window = self._plot.window().windowHandle()
        if window is not None and self._watched is None:
            self._watched = window
            window.installEventFilter(self)
        if told.step is not None:
            self.chosen.emit(told.step)

    def _show(self, told: Told, scene: QPointF | None) -> None:
        self._of, self._at = told, scene
        box = QRectF(self._plot.mapFromScene(told.box.topLeft()), self._plot.mapFromScene(told.box.bottomRight()))
        if scene is not None:
            # A long piece tells where the mouse is.
            box.setLeft(max(box.left(), min(self._plot.mapFromScene(scene).x() - 24.0, box.right())))
        self.card.show_told(told, box)

    def _by_piece(self, box: QRectF, piece: Piece) -> Told:
        return Told(self._ribbon.mapRectToScene(box), piece.sentence, piece.told)

    def _by_flags(self, cloth: QRectF, flags: Sequence[Flag]) -> Told:
        return Told(self._flags.mapRectToScene(cloth), "", tuple(each for flag in flags for each in flag.told))


def _same(told: Told, other: Told | None) -> bool:
    """Whether both stand for the same."""
    return other is not None and (told.step, bool(told.heading)) == (other.step, bool(other.heading))
