"""The bar at the top: run, step, reset, and the decoder toggle that it is all about."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QLabel, QMenu, QToolBar, QWidget

from core.decoders import DECODERS
from core.messages.snapshot import LaneSnapshot, Snapshot
from gui.widgets import icons
from gui.widgets.controls import Button
from gui.widgets.dial import DialSlider
from gui.widgets.elided import Elided
from gui.widgets.theme import SMALLEST_TEXT, Theme

BUTTON_MARGIN = 26  # padding and border, as the style sheet has them


class Toolbar(QToolBar):
    """Says what was clicked; shows what the snapshots say."""

    run_clicked = Signal()
    step_clicked = Signal()
    reset_clicked = Signal()
    decoder_chosen = Signal(str)
    dial_turned = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        self.setWindowTitle(self.tr("Run and decoder"))
        self.setMovable(False)
        self.setIconSize(QSize(18, 18))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._run = self._button("run", self.tr("Pause"), self.tr("Run or pause the training (Space)"))
        self._step = self._button("step", self.tr("Step"), self.tr("Take one step and pause (.)"))
        self._reset = self._button("reset", self.tr("Reset"), self.tr("Start again from the seed (R)"))
        self._run.clicked.connect(self.run_clicked)
        self._step.clicked.connect(self.step_clicked)
        self._reset.clicked.connect(self.reset_clicked)
        # As wide as the longer of its two words, so that nothing moves when it changes.
        self._run.setMinimumWidth(self._run.sizeHint().width() + 12)
        self.addSeparator()
        self.addWidget(QLabel(self.tr("Decoder ")))
        self._decoders = self._decoder_buttons()
        self._dial = DialSlider()
        self._dial.turned.connect(self.dial_turned)
        self._dial_action = self.addWidget(self._dial)
        self._dial_action.setVisible(False)
        self.addSeparator()
        self._shape = Elided()
        self._shape.setObjectName("status-shape")
        self._shape.setAccessibleName(self.tr("Widths of the network"))
        self.addWidget(self._shape)
        self._menu = self._button("menu", self.tr("View"), self.tr("Views, theme and keys"))
        self._running = True
        self._theme: Theme | None = None

    @property
    def decoder(self) -> str:
        """The decoder whose button is down."""
        return next((name for name, button in self._decoders.items() if button.isChecked()), "")

    @property
    def running(self) -> bool:
        """Whether the first button says that training runs."""
        return self._running

    def set_menu(self, menu: QMenu) -> None:
        """What the last button opens."""
        self._menu.setMenu(menu)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Buttons as the engine has it."""
        experiment = snapshot.lane.experiment
        self.show_running(snapshot.running)
        self.show_decoder(experiment.decoder)
        self._show_dial(snapshot.lane)
        inputs = snapshot.examples.inputs.shape[1]
        widths = (inputs, *experiment.layers, *reversed(experiment.layers[:-1]), inputs)
        self._shape.say("–".join(map(str, widths)))

    def _show_dial(self, lane: LaneSnapshot) -> None:
        """There while it means something: for the dial itself, and during a ramp from one decoder to the other."""
        own = lane.experiment.decoder == "dial"
        ramping = lane.dial is not None and 0 < lane.dial < 1
        self._dial_action.setVisible(own or ramping)
        if lane.dial is not None:
            self._dial.show_dial(lane.dial, own=own)

    def show_running(self, running: bool) -> None:
        """The first button says what it would do."""
        if running == self._running:
            return
        self._running = running
        self._run.setText(self.tr("Pause") if running else self.tr("Run"))
        self._draw_run()

    def show_decoder(self, decoder: str) -> None:
        """Press the button of the decoder in force."""
        if decoder in self._decoders:
            self._decoders[decoder].setChecked(True)

    def use_theme(self, theme: Theme) -> None:
        """Draw the icons in the theme's colour."""
        self._theme = theme
        self._step.setIcon(icons.step(theme.text))
        self._reset.setIcon(icons.reset(theme.text))
        self._draw_run()

    def _draw_run(self) -> None:
        if self._theme is not None:
            self._run.setIcon((icons.pause if self._running else icons.run)(self._theme.text))

    def _button(self, name: str, text: str, tip: str) -> Button:
        button = Button(text)
        button.setObjectName(name)
        button.setAccessibleName(tip)
        button.setToolTip(tip)
        self.addWidget(button)
        return button

    def _decoder_buttons(self) -> dict[str, Button]:
        group = QButtonGroup(self)
        buttons = {}
        for decoder in DECODERS.values():
            button = self._button(f"decoder-{decoder.name}", decoder.symbol, f"{decoder.symbol}: {decoder.teaches} (T)")
            button.setAccessibleName(self.tr("Decoder {}").format(decoder.name.replace("_", "-")))
            button.setCheckable(True)
            button.setMinimumWidth(_bold_width(button))
            button.clicked.connect(lambda _, name=decoder.name: self.decoder_chosen.emit(name))
            group.addButton(button)
            buttons[decoder.name] = button
        return buttons


def _bold_width(button: Button) -> int:
    """As wide as it is when it is down, and its words are bold."""
    font = QFont(button.font())
    font.setPointSizeF(max(font.pointSizeF(), SMALLEST_TEXT + 1))
    font.setBold(True)
    return QFontMetrics(font).horizontalAdvance(button.text()) + BUTTON_MARGIN
