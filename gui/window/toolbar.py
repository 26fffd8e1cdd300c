"""The bar at the top: run, step, reset, pace, the decoder toggle that it is all about; at its end what opens more."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolBar, QWidget

from core.experiment import Experiment, problems
from core.experiment.choices import DECODERS
from core.messages.pace import FULL, PACES
from core.messages.snapshot import LaneSnapshot, Snapshot
from gui.design.theme import Theme
from gui.design.tokens import STEP
from gui.panel.words import in_words
from gui.widgets import icons
from gui.widgets.controls import ActionButton, Button
from gui.widgets.dial import DialSlider
from gui.widgets.pace import PaceControl
from gui.window.actions import Actions
from gui.window.stops import OFFERED, named

ICON = 14  # pixels


class Toolbar(QToolBar):
    """A button for each of the actions that has one; shows what the snapshots say.

    Where there is little room the names of groups go first, then the words of what has a picture: nothing is pushed
    off.
    """

    dial_turned = Signal(float)

    def __init__(self, actions: Actions, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        self.setWindowTitle(self.tr("Run and decoder"))
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._commands = actions
        self._buttons: dict[str, ActionButton] = {}
        self._labels: list[QLabel] = []
        self._lines: list[QLabel] = []
        inside = _Inside(self._fit)
        self._row = QHBoxLayout(inside)
        self._add_buttons("", {"run": (self.tr("Pause"), self.tr("Run"))})
        self._buttons["run"].setProperty("role", "primary")
        self._buttons["step_back"].show_words(False)
        self._add_separator()
        self._add_label(self.tr("pace"))
        paces = {pace: actions[f"pace-{pace}"] for pace in PACES}
        stops = [actions[f"stop-{place}"] for place in OFFERED]
        self._pace = PaceControl(actions["pace-slower"], actions["pace-faster"], paces, stops)
        self._row.addWidget(self._pace)
        self._add_separator()
        self._add_label(self.tr("decoder"))
        self._dial = DialSlider()
        self._dial.turned.connect(self.dial_turned)
        self._add_buttons("decoder")
        self._dial.hide()
        self._add_buttons("race")
        self._row.addStretch(1)
        self._add_menu(menu)
        self._add_buttons("end")
        self._of_settings = self._buttons["settings"].toolTip()
        self.addWidget(inside)
        self._inside = inside
        self._pace.show_pace(FULL)
        self._running = True
        self._judged: Experiment | None = None
        self._theme: Theme | None = None

    @property
    def race_button(self) -> ActionButton:
        """What opens the choice of a race."""
        return self._buttons["race"]

    @property
    def decoder(self) -> str:
        """The decoder whose button is down."""
        return self._commands.checked("decoder")

    @property
    def pace(self) -> str:
        """The pace that is shown."""
        return self._commands.checked("pace") or FULL

    @property
    def running(self) -> bool:
        """Whether the first button says that training runs."""
        return self._running

    def show_snapshot(self, snapshot: Snapshot, lane: LaneSnapshot) -> None:
        """Buttons as the engine has it."""
        self.show_running(snapshot.running)
        self.show_decoder(lane.experiment.decoder)
        self.show_pace(snapshot.pace)
        if (place := named(snapshot)) != self._commands.checked("stop"):
            self._commands.check("stop", place)
        self._show_what_is_allowed(lane.experiment)
        self._show_dial(lane)

    def show_pace(self, pace: str) -> None:
        """The pace in force."""
        if pace != self._commands.checked("pace"):
            self._pace.show_pace(pace)

    def _show_what_is_allowed(self, experiment: Experiment) -> None:
        """A decoder that does not go with the rest is grey, and says why."""
        if experiment is self._judged:
            return
        self._judged = experiment
        values = experiment.model_dump()
        for decoder in DECODERS:
            wrong = problems({**values, "decoder": decoder}) if decoder != experiment.decoder else {}
            self._commands.allow(f"decoder-{decoder}", in_words(next(iter(wrong.values()), "")))

    def _show_dial(self, lane: LaneSnapshot) -> None:
        """There while it means something: for the dial itself, and during a ramp from one decoder to the other."""
        own = DECODERS[lane.experiment.decoder].adjustable
        ramping = lane.dial is not None and 0 < lane.dial < 1
        shown = own or ramping
        if shown != self._dial.isVisibleTo(self):
            self._dial.setVisible(shown)
            self._fit()
        if lane.dial is not None:
            self._dial.show_dial(lane.dial, own=own)

    def show_running(self, running: bool) -> None:
        """The first button says what it would do."""
        if running == self._running:
            return
        self._running = running
        self._commands["run"].setText(self.tr("Pause") if running else self.tr("Run"))
        self._draw_run()

    def end_training(self) -> None:
        """Nothing runs any more, and there is no dial to be turned."""
        self.show_running(False)
        self._dial.setEnabled(False)

    def show_waiting(self, waits: bool) -> None:
        """Mark the button of the settings while something in them waits for a new network, which R would start."""
        button = self._buttons["settings"]
        button.setProperty("role", "waiting" if waits else None)
        button.style().unpolish(button)
        button.style().polish(button)
        told = self.tr("A new network waits in the settings: R starts it (E shows them)")
        self._commands["settings"].setToolTip(told if waits else self._of_settings)

    def show_decoder(self, decoder: str) -> None:
        """Press the button of the decoder in force."""
        self._commands.check("decoder", decoder)

    def use_theme(self, theme: Theme) -> None:
        """Draw the icons in the theme's colour, and keep its distances."""
        self._theme = theme
        self._commands["step"].setIcon(icons.step(theme.text))
        self._commands["step_back"].setIcon(icons.step_back(theme.text))
        self._commands["reset"].setIcon(icons.reset(theme.text))
        self._commands["race"].setIcon(icons.plus(theme.text))
        self._commands["settings"].setIcon(icons.settings(theme.text))
        self._commands["palette"].setIcon(icons.magnifier(theme.text))
        for button in self._buttons.values():
            button.setIconSize(QSize(theme.px(ICON), theme.px(ICON)))
        for line in self._lines:
            line.setFixedSize(1, theme.px(2.5 * STEP))
        self._dial.use_theme(theme)
        self._pace.use_theme(theme)
        self._row.setContentsMargins(theme.px(1.5 * STEP), theme.px(STEP), theme.px(1.5 * STEP), theme.px(STEP))
        self._draw_run()
        self._fit()

    def _fit(self) -> None:
        """Say as much as there is room for."""
        for names, words, run, air, race in (
            (True, True, True, True, True),
            (False, True, True, True, True),
            (False, False, True, True, True),
            (False, False, True, False, True),
            (False, False, False, False, True),
            (False, False, False, False, False),  # it has a key, too
        ):
            self._pace.show_narrow(not air)
            if self._theme is not None:
                self._row.setSpacing(self._theme.px((0.75 if air else 0.375) * STEP))
            for label in self._labels:
                label.setVisible(names)
            for name in ("step", "reset", "race", "palette", "settings"):
                self._buttons[name].show_words(words)
            self._buttons["run"].show_words(run)
            self._buttons["race"].setVisible(race)
            self._buttons["step_back"].setVisible(air)
            self._row.invalidate()
            if self._row.sizeHint().width() <= self._inside.width():
                break
        self._row.activate()  # now: what is cut off for a moment is seen

    def _draw_run(self) -> None:
        if self._theme is not None:
            self._commands["run"].setIcon((icons.pause if self._running else icons.run)(self._theme.surface))

    def _add_buttons(self, group: str, others: Mapping[str, tuple[str, ...]] | None = None) -> None:
        """Those of a group; ``others`` are the texts that they may have later."""
        for action in self._commands.on_bar(group):
            entry = self._commands.entries[action.objectName()]
            button = ActionButton(action, entry.spoken or action.toolTip(), (others or {}).get(entry.name, ()))
            if group == "decoder":
                button.setProperty("decoder", entry.value)
            self._buttons[entry.name] = button
            self._row.addWidget(button)
            if group == "decoder" and DECODERS[entry.value].adjustable:
                # Beside its button, of which it is the other half.
                self._row.addWidget(self._dial)

    def _add_separator(self) -> None:
        line = QLabel()
        line.setProperty("role", "separator")
        self._lines.append(line)
        self._row.addSpacing(STEP // 2)
        self._row.addWidget(line)
        self._row.addSpacing(STEP // 2)

    def _add_label(self, words: str) -> None:
        label = QLabel(words)
        label.setProperty("role", "muted")
        self._labels.append(label)
        self._row.addWidget(label)

    def _add_menu(self, menu: QMenu) -> None:
        words = self.tr("Views, theme and more")
        button = Button(self.tr("View"))
        button.setObjectName("menu")
        button.setProperty("role", "menu")
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.setMenu(menu)
        self._row.addWidget(button)


class _Inside(QWidget):
    """As wide as the bar; tells when that changes."""

    def __init__(self, resized: Callable[[], None]) -> None:
        super().__init__()
        self._resized = resized
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._resized()
