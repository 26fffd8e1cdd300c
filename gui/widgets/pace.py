"""How fast a run is shown to go: a name between two arrows, and all of them by a click on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from gui.design.theme import Theme
from gui.widgets import icons
from gui.widgets.controls import ActionButton, Button

ICON = 10  # pixels


class PaceControl(QWidget):
    """``slower`` and ``faster`` have the arrows; ``paces`` are the actions to choose from, by pace; ``stops``
    are where it is to pause."""

    def __init__(
        self,
        slower: QAction,
        faster: QAction,
        paces: Mapping[str, QAction],
        stops: Sequence[QAction] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._paces = paces
        self._narrow, self._beside = False, 16
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "group")
        self._slower, self._faster = (ActionButton(action, action.text()) for action in (slower, faster))
        self._name = Button()
        self._name.setObjectName("pace")
        self._menu = QMenu(self)
        self._menu.setObjectName("pace-menu")
        self._menu.addActions(list(paces.values()))
        if stops:
            self._menu.addSeparator()
            self._menu.addAction(self.tr("Stop at")).setEnabled(False)
            self._menu.addActions(list(stops))
        self._name.clicked.connect(self._open)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in (self._slower, self._name, self._faster):
            button.setProperty("role", "segment")
            row.addWidget(button)
        self._slower.show_words(False)
        self._faster.show_words(False)

    def show_pace(self, pace: str) -> None:
        """The one in force, and whether there are others on either side."""
        order = list(self._paces)
        self._name.setText(self._paces[pace].text())
        self._name.setAccessibleName(self.tr("Pace: {0}").format(self._paces[pace].text()))
        self._paces[pace].setChecked(True)
        self._slower.setEnabled(pace != order[0])
        self._faster.setEnabled(pace != order[-1])
        self.show_narrow(self._narrow)

    def use_theme(self, theme: Theme) -> None:
        """Draw the arrows in the theme's colour; as wide as the longest name needs."""
        self._slower.setIcon(icons.left(theme.text))
        self._faster.setIcon(icons.right(theme.text))
        for button in (self._slower, self._faster):
            button.setIconSize(QSize(theme.px(ICON), theme.px(ICON)))
        self._beside = theme.px(16)
        self.show_narrow(self._narrow)

    def show_narrow(self, narrow: bool) -> None:
        """As wide as the longest name, so that nothing moves; or only as wide as the one in force."""
        self._narrow = narrow
        texts = [self._name.text()] if narrow else [action.text() for action in self._paces.values()]
        metrics = self._name.fontMetrics()
        self._name.setFixedWidth(max(metrics.horizontalAdvance(text) for text in texts) + self._beside)

    def _open(self) -> None:
        self._menu.popup(self._name.mapToGlobal(self._name.rect().bottomLeft()))
