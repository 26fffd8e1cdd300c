"""A sentence across the window when something needs a person, and what they can do about it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from core import logs
from core.experiment.choices import DECODERS
from core.messages.commands import Rewind, Undo
from core.messages.events import Diverged, Failed, Worsened
from gui.design.theme import Theme
from gui.design.tokens import LIGHT, STEP
from gui.painting.numbers import grouped
from gui.widgets import icons
from gui.widgets.controls import Button
from gui.window.place import Place


class Notice(QWidget):
    """Lies over the line that says what is seen, which it says itself for as long: nothing is laid out anew, and
    neither figures nor pictures are covered. Only a very long one reaches over what is below, too.
    """

    rewind_clicked = Signal(object)  # the command

    def __init__(self, parent: QWidget, place: Place) -> None:
        super().__init__(parent)
        self._theme, self._place = LIGHT, place
        place.moved.connect(self._fit)
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text = QLabel()
        self._text.setObjectName("notice-text")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._rewind = Button()
        self._rewind.setObjectName("rewind")
        self._rewind.clicked.connect(self._go_back)
        self._command: Rewind | Undo = Rewind()
        self._last = False
        self._close = Button()
        self._close.setObjectName("dismiss")
        self._close.setAccessibleName(self.tr("Dismiss this message"))
        self._close.setToolTip(self.tr("Dismiss this message"))
        self._close.setProperty("role", "quiet")
        self._close.clicked.connect(self.dismiss)
        self._row = row = QHBoxLayout(self)
        row.addWidget(self._text)
        row.addWidget(self._rewind)
        row.addWidget(self._close)
        row.addStretch(1)
        self.hide()

    def use_theme(self, theme: Theme) -> None:
        """Keep these distances."""
        self._theme = theme
        # It speaks to whoever is at the keys, not to the hall.
        for part in (self._text, self._rewind):
            part.setFont(replace(theme, presented=False).font())
        self._row.setContentsMargins(theme.px(2 * STEP) - 1, 1, theme.px(STEP / 2), 1)
        self._row.setSpacing(theme.px(STEP))
        self._close.setIcon(icons.close(theme.text))
        self._close.setFixedSize(theme.px(3 * STEP), theme.px(3 * STEP))
        self._close.setIconSize(QSize(theme.px(1.5 * STEP), theme.px(1.5 * STEP)))
        self._fit()

    def _show(self) -> None:
        self.show()
        self.raise_()
        self._fit()

    def _fit(self) -> None:
        """As high as the sentence needs beside its buttons."""
        room = self._place.of(0).width()
        self._row.activate()
        margins = self._row.contentsMargins()
        buttons = [button for button in (self._rewind, self._close) if not button.isHidden()]
        room -= margins.left() + margins.right() + 2
        room -= sum(button.sizeHint().width() + self._row.spacing() for button in buttons)
        # The buttons follow the sentence: at the far end of a wide window nobody would look for them.
        needed = self._text.fontMetrics().horizontalAdvance(self._text.text()) + self._theme.px(STEP)
        self._text.setFixedWidth(max(min(room, needed), 0))
        high = max(self._text.heightForWidth(self._text.width()), *(each.sizeHint().height() for each in buttons), 0)
        self.setGeometry(self._place.of(high + margins.top() + margins.bottom() + 2))

    def dismiss(self) -> None:
        """Have nothing to say any more and nothing to offer, unless it was the last word."""
        if not self._last:
            self._rewind.hide()
            self.hide()

    def say_last(self, sentence: str) -> None:
        """Say something after which nothing can happen: it stays."""
        self._rewind.hide()
        self.say(sentence)
        self._last = True
        self._close.hide()

    def say(self, sentence: str) -> None:
        """Say something that only can be read; what was offered still stands."""
        if self._last:
            return
        self._text.setText(sentence)
        self._show()

    def show_diverged(self, event: Diverged) -> None:
        """What happened, and the way back."""
        rate, decoder = event.learning_rate, DECODERS[event.decoder].title
        if event.lost:
            words = self.tr("The loss has become hopeless at step {0}, with {1} and learning rate {2}.")
        elif event.step > 1:
            words = self.tr("The loss is not finite any more at step {0}, with {1} and learning rate {2}.")
        else:
            words = self.tr(
                "The very first loss is not finite, with {1}: the data or the first weights are too large for float32; "
                "another learning rate than {2} will not help."
            )
        self._rewind.hide()
        self.say(f"{words.format(grouped(event.step), decoder, f'{rate:g}')} {self._consequence(event)}")
        if event.step > 1 or event.lost:
            # What is promised, whatever is set in the meantime: the rate of the good state, if it was a smaller one.
            smaller = rate * Rewind().factor
            if event.good_rate is not None:
                smaller = min(smaller, event.good_rate)
            self._offer(
                Rewind(learning_rate=smaller, lane=event.lane),
                self.tr("Back to step {0} with learning rate {1}").format(grouped(event.good_step), f"{smaller:g}"),
                self.tr("Go back to the last good state with a smaller learning rate"),
            )

    def show_worsened(self, event: Worsened) -> None:
        """A flip has cost more than it should, and the way back."""
        decoder = event.mark.decoder
        symbol = DECODERS[decoder].title if decoder in DECODERS else ""
        words = self.tr("The flip to {0} at step {1} has cost: after 200 steps the loss is {2} times what it was.")
        self._rewind.hide()
        self.say(words.format(symbol, grouped(event.mark.step), f"{event.factor:.3g}"))
        self._offer(
            Undo(event.lane),
            self.tr("Back to before the flip"),
            self.tr("Go back to just before the flip, weights and all"),
        )

    def show_failed(self, event: Failed) -> None:
        """What happened, and the way back if there is one: an exception may have left a step half taken."""
        self._rewind.hide()
        self.say(self.tr("Training stopped: {0} ({1})").format(event.sentence.removesuffix("."), logs.details()))
        if event.good_step is not None:
            words = self.tr("Back to step {0}").format(grouped(event.good_step))
            self._offer(Rewind(1.0), words, self.tr("Go back to the last good state"))

    def _consequence(self, event: Diverged) -> str:
        if event.running:
            lane = DECODERS[event.lane].title if event.lane in DECODERS else event.lane
            return self.tr("Lane {0} stands still, the others go on.").format(lane)
        return self.tr("Training is paused.")

    def _go_back(self) -> None:
        self.rewind_clicked.emit(self._command)

    def _offer(self, command: Rewind | Undo, words: str, meaning: str) -> None:
        self._command = command
        self._rewind.setText(words)
        self._rewind.setAccessibleName(meaning)
        self._rewind.show()
        self._show()
