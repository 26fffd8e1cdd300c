"""The bar at the top: run, step, reset, and the decoder toggle that it is all about."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QMenu, QToolBar, QWidget

from core.experiment.choices import DECODERS
from core.messages.snapshot import LaneSnapshot, Snapshot
from gui.design.theme import Theme
from gui.widgets import icons
from gui.widgets.controls import ActionButton, Button
from gui.widgets.dial import DialSlider
from gui.widgets.elided import Elided
from gui.window.actions import Actions


class Toolbar(QToolBar):
    """A button for each of the actions that has one; shows what the snapshots say."""

    dial_turned = Signal(float)

    def __init__(self, actions: Actions, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        self.setWindowTitle(self.tr("Run and decoder"))
        self.setMovable(False)
        self.setIconSize(QSize(18, 18))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._commands = actions
        self._add_buttons("", {"run": (self.tr("Pause"), self.tr("Run"))})
        self.addSeparator()
        self.addWidget(QLabel(self.tr("Decoder ")))
        self._add_buttons("decoder")
        self._dial = DialSlider()
        self._dial.turned.connect(self.dial_turned)
        self._dial_action = self.addWidget(self._dial)
        self._dial_action.setVisible(False)
        self.addSeparator()
        self._shape = Elided()
        self._shape.setObjectName("status-shape")
        self._shape.setAccessibleName(self.tr("Widths of the network"))
        self.addWidget(self._shape)
        self._add_menu(menu)
        self._running = True
        self._theme: Theme | None = None

    @property
    def decoder(self) -> str:
        """The decoder whose button is down."""
        return self._commands.checked("decoder")

    @property
    def running(self) -> bool:
        """Whether the first button says that training runs."""
        return self._running

    def show_snapshot(self, snapshot: Snapshot, lane: LaneSnapshot) -> None:
        """Buttons as the engine has it."""
        experiment = lane.experiment
        self.show_running(snapshot.running)
        self.show_decoder(experiment.decoder)
        self._show_dial(lane)
        inputs = snapshot.examples.inputs.shape[1]
        widths = (inputs, *experiment.layers, *reversed(experiment.layers[:-1]), inputs)
        self._shape.say("–".join(map(str, widths)))

    def _show_dial(self, lane: LaneSnapshot) -> None:
        """There while it means something: for the dial itself, and during a ramp from one decoder to the other."""
        own = DECODERS[lane.experiment.decoder].adjustable
        ramping = lane.dial is not None and 0 < lane.dial < 1
        self._dial_action.setVisible(own or ramping)
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

    def show_decoder(self, decoder: str) -> None:
        """Press the button of the decoder in force."""
        self._commands.check("decoder", decoder)

    def use_theme(self, theme: Theme) -> None:
        """Draw the icons in the theme's colour."""
        self._theme = theme
        self._commands["step"].setIcon(icons.step(theme.text))
        self._commands["reset"].setIcon(icons.reset(theme.text))
        self._draw_run()

    def _draw_run(self) -> None:
        if self._theme is not None:
            self._commands["run"].setIcon((icons.pause if self._running else icons.run)(self._theme.text))

    def _add_buttons(self, group: str, others: Mapping[str, tuple[str, ...]] | None = None) -> None:
        """Those of a group; ``others`` are the texts that they may have later."""
        for action in self._commands.on_bar(group):
            entry = self._commands.entries[action.objectName()]
            self.addWidget(ActionButton(action, entry.spoken or action.toolTip(), (others or {}).get(entry.name, ())))

    def _add_menu(self, menu: QMenu) -> None:
        words = self.tr("Views, theme and keys")
        button = Button(self.tr("View"))
        button.setObjectName("menu")
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.setMenu(menu)
        self.addWidget(button)
