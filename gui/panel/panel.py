"""The experiment, field by field. What can change in flight does so at once; the rest asks first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.experiment import Experiment
from core.experiment.choices import CHOICES, matters
from gui.design.theme import Theme
from gui.design.tokens import LIGHT
from gui.panel import words
from gui.panel.balloons import Balloons
from gui.panel.column import Column
from gui.panel.draft import Draft, Send
from gui.panel.dress import sheet
from gui.panel.field import PADDING, Field
from gui.panel.groups import groups
from gui.panel.kinds import field_of
from gui.panel.number_field import NumberField
from gui.panel.text_field import TextField

EDGE = 8  # pixels around the rows
ABOVE, HEADING = 16, 24  # pixels of a heading, and above it


class ExperimentPanel(QWidget):
    """Shows the experiment in force and what a person is about to make of it.

    Its rows are made by :meth:`build`, or when it is shown: a closed drawer must not hold up the window's first paint.

    Args:
        experiment: in force at first.
        send: asks the engine for something and gives the command's number, by which a refusal names it.
        parent: as for every widget.
    """

    waiting_changed = Signal(bool)  # whether something waits for a new network, which nobody sees if this is closed

    def __init__(self, experiment: Experiment, send: Send, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._fields: dict[str, Field] = {}
        self._headings: list[QLabel] = []
        self._draft = Draft(experiment, self._fields, send)
        self._inside = QWidget()
        self._inside.setObjectName("panel-inside")
        self._rows = QVBoxLayout(self._inside)
        self._rows.setSpacing(0)
        self._balloons = Balloons(self._inside)
        self._column = Column(self._inside)
        # Once the rows stand where they are to: what floats over them is placed by them.
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._settled.timeout.connect(self._balloons.arrange)
        self._column.laid_out.connect(self._settled.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._column)
        self._theme = LIGHT
        self._waits = False

    def build(self) -> None:
        """Make the rows, if there are none yet."""
        if self._fields:
            return
        self._add_fields()
        self._rows.addStretch(1)
        # Widgets that come late are the last that Tab comes to: these belong where the drawer is.
        before: QWidget = self._column
        for widget in self._inside.findChildren(QWidget):
            # The list that a field opens is a window of its own.
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.window() is self.window():
                QWidget.setTabOrder(before, widget)
                before = widget
        self.use_theme(self._theme)
        self.show_in_force()

    def use_theme(self, theme: Theme) -> None:
        """Take on colours and sizes."""
        self._theme = theme
        if not self._fields:
            return
        font = theme.font()
        for widget in self.findChildren(QWidget):
            widget.setFont(font)
        for heading in self._headings:
            heading.setFont(theme.font("title"))
            heading.setContentsMargins(theme.px(PADDING), theme.px(ABOVE), 0, 0)
            heading.setFixedHeight(theme.px(ABOVE + HEADING))
        self.setStyleSheet(sheet(theme))
        # Of the font, and not of a label, which has it only when it is shown.
        width = max(QFontMetrics(font).horizontalAdvance(field.label.text()) for field in self._fields.values())
        edge = theme.px(EDGE)
        self._rows.setContentsMargins(edge, 0, edge, edge)
        for field in self._fields.values():
            field.use_theme(theme, width + theme.px(8))
        self._settled.start()

    def showEvent(self, event: QShowEvent) -> None:
        self.build()
        super().showEvent(event)

    def show_experiment(self, experiment: Experiment) -> None:
        """The settings in force. What a person has typed and not yet settled stays."""
        if experiment == self._draft.in_force:
            return
        self._draft.use(experiment)
        self._draft.send_allowed()
        self.show_in_force()

    def show_in_force(self) -> None:
        """Show it again in every field in which nothing waits: what was sent may have come to nothing."""
        for key, field in self._fields.items():
            if key not in self._draft and not (isinstance(field, TextField) and field.being_edited):
                field.show_value(self._draft.value(key))
        self._show_draft()

    def show_refusal(self, number: int, sentence: str, key: str | None) -> bool:
        """Say beside the field why the command of this number was refused; False if it came from no field."""
        back = self._draft.refuse(number, sentence, key)
        if back is None:
            return False
        for each in back:
            self._fields[each].show_value(self._draft.value(each))
        self.show_in_force()
        return True

    def start_waiting(self) -> bool:
        """Start the new network that waits; False if none does, or it is not allowed as it stands."""
        sent = self._draft.send_network()
        if sent:
            # Shown at once; the engine's answer may put it right.
            self.show_in_force()
        return sent

    def open_at(self, key: str, text: str = "") -> None:
        """Go to the field of a key, if it has one that matters now; ``text`` is put in as if it were typed there."""
        self.build()
        field = self._fields.get(key)
        if field is None or field.isHidden():
            return
        self._column.ensureWidgetVisible(field)
        field.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text and isinstance(field, TextField):
            field.enter(text)

    def _add_fields(self) -> None:
        for title, keys in groups():
            heading = QLabel(title)
            heading.setProperty("role", "heading")
            self._headings.append(heading)
            self._rows.addWidget(heading)
            for key in keys:
                self._add(field_of(key, self._draft.allows))
        for key in ("ramp_to_transpose", "ramp_to_pseudo_inverse"):
            field = self._fields[key]
            assert isinstance(field, TextField)
            field.set_unit(self.tr("steps"))

    def _add(self, field: Field) -> None:
        field.edited.connect(self._edited)
        field.applied.connect(self.start_waiting)
        field.kept.connect(self._keep)
        self._fields[field.key] = field
        self._rows.addWidget(field)
        self._balloons.add(field)

    def _edited(self, key: str, value: Any) -> None:
        self._draft.enter(key, value)
        self._draft.send_allowed()
        self._balloons.say_of(self._fields[key])
        self._show_draft()

    def _keep(self, key: str) -> None:
        self._draft.forget(key)
        # Whatever waited for it may be allowed without it.
        self._draft.send_allowed()
        self._fields[key].show_value(self._draft.value(key))
        self.show_in_force()

    def _show_draft(self) -> None:
        draft = self._draft
        wrong = ", ".join(words.label(key) for key in draft.sentences)
        why_not = "" if draft.valid else self.tr("First something has to be mended: {}").format(wrong)
        for key, field in self._fields.items():
            sentence = draft.sentences.get(key, "")
            whole = isinstance(field, NumberField) and field.whole
            field.show_problem(words.problem(key, sentence, draft.value(key), whole=whole) if sentence else "")
            if key in draft.changes:
                others = ", ".join(words.label(other) for other in draft.changes if other != key)
                field.show_waiting(getattr(draft.in_force, key), why_not, others)
            else:
                field.show_settled()
        if self._waits != bool(draft.changes):
            self._waits = bool(draft.changes)
            self.waiting_changed.emit(self._waits)
        self._show_what_matters()
        self._balloons.arrange()
        self._settled.start()

    def _show_what_matters(self) -> None:
        """Fields that mean something with what is chosen in the others, and those with something to be mended."""
        chosen = {key: self._draft.value(key) for key in CHOICES}
        for key, field in self._fields.items():
            field.setVisible(matters(key, chosen) or bool(field.problem))
