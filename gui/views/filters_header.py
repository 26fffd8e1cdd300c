"""What stands above the filters: what a tile shows, how many are dead, the scale, and what can be chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QBoxLayout, QComboBox, QLabel, QMenu, QToolButton

from gui.design.theme import Theme
from gui.views.filters_state import ORDERS, SCALES, FiltersState
from gui.widgets.controls import ChoiceBox, ToolButton
from gui.widgets.fitting import Fitting
from gui.widgets.header import Header
from gui.widgets.pager import Pager
from gui.widgets.scale_bar import ScaleBar

WORDS = 100  # to 1, of the room that is left over


class FiltersHeader(QObject):
    """Fills a view's header. ``chosen`` carries the state that a person wants."""

    chosen = Signal(object)

    def __init__(self, header: Header) -> None:
        super().__init__(header)
        self._header = header
        self._state = FiltersState()
        self._dead_ways = ("", "")
        self._sizes: tuple[int, ...] = ()
        self._level = 0
        self._presented = False
        self._fitted: tuple[object, ...] = ()
        self.caption = Fitting()
        self.caption.setObjectName("filters-caption")
        self.dead = QLabel()
        self.dead.setObjectName("filters-dead")
        self.dead.hide()
        self.scale_bar = ScaleBar()
        self.scale_bar.setObjectName("filters-scale-bar")
        self.pages = Pager("filters-page")
        self.pages.turned.connect(lambda page: self._choose(page=page))
        self._layer = ChoiceBox()
        self._layer.setObjectName("filters-layer")
        self._layer.setAccessibleName(self.tr("Layer"))
        self._layer.setToolTip(self.tr("Whose filters: deeper ones are shown as seen through the layers below"))
        self._layer.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._layer.hide()
        self._layer.currentIndexChanged.connect(lambda layer: self._choose(layer=layer, page=0))
        self._inverse = ToolButton()
        self._inverse.setObjectName("filters-inverse")
        self._inverse.setText(self.tr("W⁺"))
        self._inverse.setCheckable(True)
        self._inverse.setAccessibleName(self.tr("The columns of W⁺, too"))
        self._inverse.setToolTip(self.tr("A third picture: the unit's column of W⁺, whatever decoder is in force"))
        self._inverse.toggled.connect(lambda inverse: self._choose(inverse=inverse))
        self._options = ToolButton()
        self._options.setObjectName("filters-options")
        self._options.setAccessibleName(self.tr("Order and scale"))
        self._options.setToolTip(
            self.tr("In which order and on which scale: while it learns, units change places once a second at most")
        )
        self._options.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._options)
        self._options.setMenu(self._menu)
        orders = (self.tr("as is"), self.tr("by norm"), self.tr("like PCA"))
        scales = (self.tr("One scale for all"), self.tr("A scale for each side"), self.tr("A scale for each unit"))
        self._orders = self._group("order", ORDERS, orders)
        self._menu.addSeparator()
        self._scales = self._group("scale", SCALES, scales)
        header.left.addWidget(self.caption, 1)
        header.left.addWidget(self.dead)
        for widget in (self.scale_bar, self.pages, self._layer, self._inverse, self._options):
            header.right.addWidget(widget)
        line = header.layout()
        if isinstance(line, QBoxLayout):
            line.setStretchFactor(header.left, WORDS)
        header.installEventFilter(self)
        self.show_state(self._state)

    def present(self, presented: bool) -> None:
        """Offer nothing to be chosen where a hall looks on."""
        self._presented = presented

    def use_theme(self, theme: Theme) -> None:
        """Take the theme's type and colours."""
        self.caption.use_theme(theme)
        self.scale_bar.use_theme(theme)
        self.dead.setFont(theme.font())

    def show_state(self, state: FiltersState) -> None:
        """What is chosen now."""
        self._state = state
        with QSignalBlocker(self._layer), QSignalBlocker(self._inverse):
            self._layer.setCurrentIndex(state.layer)
            self._inverse.setChecked(state.inverse)
        self._orders[state.order].setChecked(True)
        self._scales[state.scale].setChecked(True)
        self._options.setText(self._orders[state.order].text())

    def offer_layers(self, sizes: tuple[int, ...], layer: int) -> None:
        """The network has so many units in its layers."""
        self._sizes = sizes
        with QSignalBlocker(self._layer):
            self._layer.clear()
            self._layer.addItems([""] * len(sizes))
            self._name_layers(short=self._level > 0)
            self._layer.setCurrentIndex(layer)
        self._layer.setVisible(len(sizes) > 1)

    def show_dead(self, count: int, units: int, examples: int) -> None:
        """So many of the layer's units do nothing."""
        ways = (self.tr("{0} of {1} dead").format(count, units), self.tr("{0} dead").format(count))
        if ways != self._dead_ways:
            self._dead_ways = ways
            self.dead.setText(ways[min(self._level, 1)])
            self.dead.setToolTip(self.tr("{0}: never fire on {1} training examples").format(ways[0], examples))
        if (count == 0) != self.dead.isHidden():
            self.dead.setVisible(count > 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """Take as few words as the line has room for; where that is not enough, let go of what is wanted least.

        To be called when something has come or gone: it costs nothing if nothing has.
        """
        shown = (
            self.pages.isHidden(),
            self.dead.isHidden(),
            len(self._dead_ways[0]),
            len(self._sizes),
            self._presented,
        )
        of = (self._header.width(), self.caption.sizeHint().width(), len(self.scale_bar.limit), self.pages.count, shown)
        if of == self._fitted:
            return
        self._fitted = of
        for level in range(5):
            self._level = level
            self.dead.setText(self._dead_ways[min(level, 1)])
            self.pages.be_brief(min(level, 2))
            self._options.setVisible(level < 3 and not self._presented)
            self._inverse.setVisible(level < 4 and not self._presented)
            self._name_layers(short=level > 0)
            self.scale_bar.be_brief(level > 0)
            line = self._header.layout()
            for layout in (self._header.left, self._header.right, line):
                if layout is not None:
                    layout.invalidate()  # what was shown or hidden just now is told by events that come later
            if line is None or line.sizeHint().width() <= self._header.width():
                return

    def _name_layers(self, *, short: bool) -> None:
        words = "{0} ({1})" if short else self.tr("layer {0} ({1})")
        for index, units in enumerate(self._sizes):
            name = words.format(index + 1, units)
            if name != self._layer.itemText(index):
                self._layer.setItemText(index, name)

    def _choose(self, **values: Any) -> None:
        self._state = replace(self._state, **values)
        self.chosen.emit(self._state)

    def _group(self, key: str, values: tuple[Any, ...], titles: tuple[str, ...]) -> dict[Any, QAction]:
        """One of these, in the menu; what a value sends is a page from the beginning."""
        group = QActionGroup(self)
        made: dict[Any, QAction] = {}
        for value, title in zip(values, titles, strict=True):
            action = group.addAction(title)
            action.setObjectName(f"filters-{key}-{value}")
            action.setCheckable(True)
            action.setData(value)
            made[value] = action
        self._menu.addActions(group.actions())
        group.triggered.connect(lambda action: self._choose(page=0, **{key: action.data()}))
        return made
