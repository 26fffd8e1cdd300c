"""A sentence across the window when something needs a person, and what they can do about it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from core import logs
from core.experiment.choices import DECODERS
from core.messages.commands import Rewind, Undo
from core.messages.events import Diverged, Failed, Worsened
from gui.painting.numbers import grouped
from gui.widgets.controls import Button

WIDEST = 860  # pixels of a line that the eye still finds back from


class Notice(QWidget):
    """Floats over the lower edge of what it lies upon, while there is something to say: nothing is laid out anew."""

    rewind_clicked = Signal(object)  # the command

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = QRect()
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text = QLabel()
        self._text.setObjectName("notice-text")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._rewind = Button()
        self._rewind.setObjectName("rewind")
        self._rewind.clicked.connect(self._go_back)
        self._command: Rewind | Undo = Rewind()
        self._last = False
        self._close = Button(self.tr("Dismiss"))
        self._close.setObjectName("dismiss")
        self._close.setAccessibleName(self.tr("Dismiss this message"))
        self._close.clicked.connect(self.dismiss)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 10, 10)
        row.setSpacing(8)
        row.addWidget(self._text)
        row.addWidget(self._rewind)
        row.addWidget(self._close)
        self.hide()

    def float_over(self, place: QRect) -> None:
        """Stand above the lower edge of this part of what it lies upon."""
        if place != self._place:
            self._place = place
            self._fit()

    def _show(self) -> None:
        self.show()
        self.raise_()
        self._fit()

    def _fit(self) -> None:
        """As high as the sentence needs at this width."""
        width = min(self._place.width() - 48, WIDEST)
        self._row.activate()
        margins = self._row.contentsMargins()
        buttons = [button for button in (self._rewind, self._close) if not button.isHidden()]
        beside = sum(button.sizeHint().width() + self._row.spacing() for button in buttons)
        text = width - beside - margins.left() - margins.right() - 2
        needed = max(self._text.heightForWidth(text), *(button.sizeHint().height() for button in buttons), 0)
        height = needed + margins.top() + margins.bottom() + 2
        left = self._place.left() + (self._place.width() - width) // 2
        self.setGeometry(left, self._place.bottom() - height - 12, width, height)

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
            return self.tr("Lane {0} stands still, the others go on.").format(event.lane)
        return self.tr("Training is paused.")

    def _go_back(self) -> None:
        self.rewind_clicked.emit(self._command)

    def _offer(self, command: Rewind | Undo, words: str, meaning: str) -> None:
        self._command = command
        self._rewind.setText(words)
        self._rewind.setAccessibleName(meaning)
        self._rewind.show()
        self._show()
