"""What a person can choose of the loss view, as actions for its buttons and its menu."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup

from gui.plots.loss_state import LINEAR, LOG, SINCE, LossState


class LossChoices(QObject):
    """``chosen`` carries the state that a person wants; :meth:`show_state` says which one is in force."""

    chosen = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._state = LossState()
        self.batches = self._choice(self.tr("Batches"), self.tr("Also the loss of every mini-batch, as a faint band"))
        self.ghosts = self._choice(
            self.tr("Ghosts"), self.tr("The last three runs and those that are pinned, pale (G)")
        )
        self._layouts = self._group()

    @property
    def layouts(self) -> list[QAction]:
        """The ways to lay out the steps, of which one is in force."""
        return list(self._layouts.values())

    @property
    def all(self) -> list[QAction]:
        """In the order of a menu."""
        return [*self.layouts, self.batches, self.ghosts]

    def show_state(self, state: LossState) -> None:
        """This is in force."""
        self._state = state
        self.batches.setChecked(state.batches)
        self.ghosts.setChecked(state.ghosts)
        self._layouts[state.steps].setChecked(True)

    def lay_out(self, layout: str) -> None:
        """Want this one."""
        self.chosen.emit(replace(self._state, steps=layout))

    def lay_out_since(self) -> None:
        """Want every piece to begin where the axis does."""
        self.lay_out(SINCE)

    def _choice(self, words: str, tip: str) -> QAction:
        action = QAction(words, self)
        action.setToolTip(tip)
        action.setCheckable(True)
        action.triggered.connect(self._choose)
        return action

    def _group(self) -> dict[str, QAction]:
        """One of the ways to lay out the steps."""
        group, made = QActionGroup(self), {}
        for layout, words, tip in (
            (LOG, self.tr("Log steps"), self.tr("Equal lengths are equal ratios of steps")),
            (LINEAR, self.tr("Linear steps"), self.tr("Equal lengths are equal numbers of steps")),
            (SINCE, self.tr("Since the change"), self.tr("Log steps, and every piece from its own start")),
        ):
            made[layout] = action = group.addAction(words)
            action.setObjectName(f"loss-steps-{layout}")
            action.setToolTip(tip)
            action.setCheckable(True)
            action.setData(layout)
        group.triggered.connect(lambda action: self.lay_out(action.data()))
        return made

    def _choose(self) -> None:
        self.chosen.emit(replace(self._state, batches=self.batches.isChecked(), ghosts=self.ghosts.isChecked()))
