"""How a race is begun: what its lanes differ in, the values, and from where they go."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.experiment import IN_FLIGHT
from core.experiment.choices import CHOICES
from core.messages.snapshot import LaneSnapshot
from gui.design.theme import Theme
from gui.design.tokens import STEP
from gui.design.typography import Role
from gui.panel.words import label
from gui.race.plan import Plan, offered
from gui.race.values import Names, Numbers, Values
from gui.widgets.controls import Button

COLUMNS = 4  # of keys
WIDE = 488  # pixels


class RaceDialog(QDialog):
    """Over the window: Enter begins what is chosen, Esc nothing. ``chosen`` carries the command."""

    chosen = Signal(object)

    def __init__(self, lane: LaneSnapshot, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("race-dialog")
        self.setWindowTitle(self.tr("Race"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._lane, self._theme, self._window = lane, theme, parent
        self._key = "decoder"
        self._values: Values | None = None
        self._column = column = QVBoxLayout(self)
        edge = theme.px(2 * STEP)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.px(STEP))
        heading = QLabel(self.tr("Race: same data, same batches"))
        heading.setFont(theme.font(Role.TITLE))
        column.addWidget(heading)
        column.addWidget(self._small(self.tr("The lanes differ in")))
        column.addLayout(self._keys())
        column.addWidget(self._small(self.tr("Values, one a lane")))
        self._place = column.count()
        column.addSpacing(theme.px(STEP))
        self._begin = QButtonGroup(self)
        line = QHBoxLayout()
        line.setSpacing(theme.px(STEP))
        for name, words in (("start", self.tr("from step 0")), ("here", self.tr("from this W"))):
            line.addWidget(self._one(self._begin, f"race-from-{name}", words, checked=name == "start"))
        line.addStretch(1)
        self._start = Button(self.tr("Start the race"))
        self._start.setObjectName("race-start")
        self._start.setProperty("role", "primary")
        self._start.setDefault(True)
        self._start.clicked.connect(self._go)
        line.addWidget(self._start)
        column.addLayout(line)
        self._problem = self._small("")
        self._problem.setObjectName("race-problem")
        self._problem.setProperty("role", "error")
        self._problem.setWordWrap(True)
        self._problem.setMinimumHeight(self._problem.fontMetrics().height() * 2)  # nothing moves when it speaks
        self._problem.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._problem)
        self._begin.buttonToggled.connect(lambda *_: self._judge())
        self._take(self._key)

    @property
    def plan(self) -> Plan:
        """What is chosen now."""
        here = self._begin.checkedButton()
        values = self._values.values if self._values is not None else []
        from_here = here is not None and here.objectName() == "race-from-here"
        return Plan(self._lane.experiment, self._lane.name, self._key, values, from_here)

    def show_below(self, button: QWidget) -> None:
        """There, inside of the window."""
        self._fit()
        self.adjustSize()
        window = self._window
        place = button.mapToGlobal(QPoint(0, button.height() + self._theme.px(STEP / 2)))
        if not button.isVisible():
            place = window.mapToGlobal(QPoint((window.width() - self.width()) // 2, window.height() // 8))
        right = window.mapToGlobal(QPoint(window.width(), 0)).x() - self.width() - self._theme.px(STEP)
        self.move(max(min(place.x(), right), window.mapToGlobal(QPoint(0, 0)).x()), place.y())
        self.show()
        self._key_buttons[self._key].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _keys(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(self._theme.px(STEP / 2))
        group = QButtonGroup(self)
        self._key_buttons: dict[str, Button] = {}
        for place, key in enumerate(offered(self._lane.experiment)):
            button = self._one(group, f"race-key-{key}", label(key), checked=key == self._key)
            button.toggled.connect(lambda checked, key=key: self._take(key) if checked else None)
            self._key_buttons[key] = button
            grid.addWidget(button, place // COLUMNS, place % COLUMNS)
        return grid

    def _one(self, group: QButtonGroup, name: str, words: str, *, checked: bool) -> Button:
        """One of several."""
        button = Button(words)
        button.setObjectName(name)
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setChecked(checked)
        group.addButton(button)
        return button

    def _small(self, words: str) -> QLabel:
        words_ = QLabel(words)
        words_.setFont(self._theme.font(Role.SMALL))
        words_.setProperty("role", "muted")
        return words_

    def _take(self, key: str) -> None:
        """This is what they are to differ in."""
        self._key = key
        experiment = self._lane.experiment
        old = self._values
        self._values = Names(key, experiment) if key in CHOICES else Numbers(key, experiment, self._theme)
        self._values.changed.connect(self._judge)
        self._values.entered.connect(self._go)
        self._values.escaped.connect(self.close)
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._column.insertWidget(self._place, self._values)
        self._values.show()  # now: the next key may be for it
        # What came late would be the last that Tab comes to.
        before: QWidget = list(self._key_buttons.values())[-1]
        for editor in (*self._values.editors, *self._begin.buttons(), self._start):
            QWidget.setTabOrder(before, editor)
            before = editor
        here = next(each for each in self._begin.buttons() if each.objectName() == "race-from-here")
        here.setEnabled(key in IN_FLIGHT)
        why = self.tr("Another value of {0} needs a new network").format(label(key))
        here.setToolTip("" if key in IN_FLIGHT else why)
        if key not in IN_FLIGHT:
            self._begin.buttons()[0].setChecked(True)
        self._judge()
        if self.isVisible():
            self._fit()

    def _fit(self) -> None:
        """The usual width, or what the words need: a hall's letters are larger."""
        self.ensurePolished()
        self._column.activate()
        self.setFixedWidth(max(self._theme.px(WIDE), self._column.minimumSize().width()))

    def _judge(self) -> None:
        """Say what is wrong, if anything is."""
        problem = self.plan.problem
        self._problem.setText(problem)
        self._start.setEnabled(not problem)

    def _go(self) -> None:
        plan = self.plan
        if not plan.problem:
            self.close()
            self.chosen.emit(plan.command())
