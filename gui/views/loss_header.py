"""What stands above the loss: how far above the floor it is, what its lines are, and how the steps are laid out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QToolButton

from gui.design.theme import Theme
from gui.design.tokens import LIGHT
from gui.design.typography import Role
from gui.painting import numbers
from gui.plots.key import Key
from gui.plots.loss_state import LINEAR, LOG, SINCE
from gui.widgets.controls import ToolButton
from gui.widgets.header import Header
from gui.widgets.tips import wrapped

#: Words that can be pressed: nothing here may be as loud as the curve.
QUIET = """
QToolButton {{ background: transparent; color: {words}; border: 1px solid transparent; padding: 0 4px; min-height: 0; }}
QToolButton:hover {{ color: {text}; background: {raised}; }}
QToolButton:checked {{ color: {text}; background: {raised}; border-radius: 4px; font-weight: normal; }}
QToolButton:focus {{ border: 1px solid {accent}; }}
"""


def quieten(button: ToolButton, theme: Theme, colour: str) -> None:
    """Words of this colour, in the theme's small letters."""
    button.setFont(theme.font(Role.SMALL))
    button.setStyleSheet(QUIET.format_map({**vars(theme), "words": colour}))


class LossHeader(QObject):
    """Fills a view's header; what there is no room for goes whole. ``since_wanted`` says that the hint was followed."""

    since_wanted = Signal()

    def __init__(self, header: Header, layouts: list[QAction]) -> None:
        super().__init__(header)
        self._header = header
        self._theme = LIGHT
        self._presented = False
        self._hinted = False
        self._fitted: tuple[object, ...] = ()
        self._figure, self._unit = QLabel(numbers.NOT_A_NUMBER), QLabel()
        self._figure.setObjectName("loss-figure")
        self._figure.setAccessibleName(self.tr("Loss of the training set, in floors"))
        self._unit.setObjectName("loss-unit")
        self._unit.setProperty("role", "muted")
        self._key_names = ((self.tr("train"), self.tr("validation")), (self.tr("train"), self.tr("val.", "short")))
        self._key = Key()
        self._key.setAccessibleName(self.tr("Solid: train, dotted: validation"))
        self._key.setObjectName("loss-key")
        self._hint = ToolButton()
        self._hint.setObjectName("loss-hint")
        self._hint.setText(self.tr("→ since the change"))
        self._hint.setToolTip(
            wrapped(self.tr("The last change is a sliver here: let every piece begin where the axis does (L)"))
        )
        self._hint.clicked.connect(self.since_wanted)
        self._hint.hide()
        self._steps = ToolButton()
        self._steps.setObjectName("loss-steps")
        self._steps.setAccessibleName(self.tr("How the steps are laid out"))
        self._steps.setToolTip(wrapped(self.tr("Log steps, linear steps, or steps since the change (L)")))
        self._steps.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._steps)
        menu.addActions(layouts)
        self._steps.setMenu(menu)
        header.left.addWidget(self._figure)
        header.left.addWidget(self._unit)
        header.left.addWidget(self._hint)
        header.right.addWidget(self._key)
        header.right.addWidget(self._steps)
        header.installEventFilter(self)

    def use_theme(self, theme: Theme) -> None:
        """Take the theme's type and colours; :meth:`fit` follows once the header has its distances."""
        self._theme = theme
        self._figure.setFont(theme.font(Role.HEADLINE))
        self._unit.setFont(theme.font(Role.SMALL))
        quieten(self._hint, theme, theme.accent)
        self._key.use_theme(theme)

    def present(self, presented: bool) -> None:
        """Whether a hall looks on: nobody there presses anything."""
        self._presented = presented

    def name_layout(self, layout: str) -> None:
        """How the steps are laid out now."""
        names = {LOG: self.tr("log steps"), LINEAR: self.tr("linear steps"), SINCE: self.tr("since change")}
        self._steps.setText(names[layout])

    def say(self, figure: str, unit: str, *, hinted: bool) -> None:
        """The loss, what it is measured in, and whether another layout of the steps would show more."""
        self._figure.setText(figure)
        self._unit.setText(unit)
        self._hinted = hinted
        self.fit()

    def fit(self) -> None:
        """Show what there is room for."""
        header, line = self._header, self._header.layout()
        assert line is not None, "made with it"
        of = (
            *(header.width(), self._theme.zoom, self._figure.sizeHint().width(), self._unit.text(), self._presented),
            *(self._hinted, self._steps.text()),
        )
        if of == self._fitted:
            return
        self._fitted = of
        long, short = self._key_names
        # The key, the unit, the hint, and the button.
        for names, unit, hint, button in (
            *((long, True, True, True), (short, True, True, True), (None, True, True, True)),
            *((None, False, True, True), (None, False, False, True), (None, False, False, False)),
        ):
            self._key.setVisible(names is not None)
            self._key.say(*(names or short))
            self._unit.setVisible(unit)
            self._hint.setVisible(hint and self._hinted)
            self._steps.setVisible(button and not self._presented)
            for layout in (header.left, header.right, line):
                layout.invalidate()  # what was shown or hidden just now is told by events that come later
            if line.sizeHint().width() <= header.width():
                break
        # Now: the letters may have another size, and a figure that is cut off for a moment is seen.
        line.activate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self.fit()
        return super().eventFilter(watched, event)
