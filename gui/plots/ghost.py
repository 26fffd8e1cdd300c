"""A run that is over, as pale as it is past: its losses and what it was."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from core.experiment.choices import DECODERS
from gui.painting import numbers
from gui.plots.losses import Course
from gui.plots.story import Stay


@dataclass(frozen=True, eq=False)
class Ghost:
    """``stays`` are the decoders that were in force, ``seed`` the one it began from; its ``number`` is its own."""

    course: Course
    stays: tuple[Stay, ...]
    seed: int
    number: int = 0
    pinned: bool = False  # whether it stays however many runs come after it

    @property
    def names(self) -> tuple[str, ...]:
        """The longest first."""
        title, loss = DECODERS[self.stays[-1].decoder].title, numbers.at_step(self.course.newest)
        full = QCoreApplication.translate("Loss", "{0} · seed {1} · {2}").format(title, self.seed, loss)
        return full, f"{title} · {self.seed} · {loss}", f"{title} {loss}"

    @property
    def title(self) -> str:
        """Its longest name, and that it is pinned."""
        return (
            QCoreApplication.translate("Loss", "{0} · pinned").format(self.names[0]) if self.pinned else self.names[0]
        )
