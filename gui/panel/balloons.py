"""Which of several wrong fields says what is wrong: one at a time, and never over the field that is typed in."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect
from PySide6.QtWidgets import QApplication, QWidget

from gui.panel.field import Field


class Balloons(QObject):
    """Those of all the fields in ``inside``."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__(inside)
        self._inside = inside
        self._fields: list[Field] = []
        self._newest: Field | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self.arrange)

    def add(self, field: Field) -> None:
        """See to this one, too."""
        field.balloon.setParent(self._inside)
        field.looked_at.connect(self.arrange)
        self._fields.append(field)

    def say_of(self, field: Field) -> None:
        """This one has become wrong."""
        self._newest = field

    def arrange(self) -> None:
        """Show one sentence: of the field with the focus, else of the one under the pointer, else the newest."""
        wrong = [field for field in self._fields if field.problem and not field.isHidden()]
        busy = [field for field in self._fields if self._has_focus(field)]
        order = [*busy, *(field for field in wrong if field.underMouse()), self._newest, *wrong]
        chosen = next((field for field in order if field in wrong), None)
        for field in self._fields:
            if field is not chosen:
                field.balloon.hide()
        if chosen is not None:
            free = next((field.geometry() for field in busy if field is not chosen), None)
            chosen.balloon.place(chosen.geometry(), self._room(chosen), free)

    def _room(self, field: Field) -> QRect:
        return QRect(field.x() + field.side, 0, field.width() - 2 * field.side, self._inside.height())

    def _has_focus(self, field: Field) -> bool:
        now = QApplication.focusWidget()
        return now is not None and (now is field or field.isAncestorOf(now))
