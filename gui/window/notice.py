"""A sentence across the window when something needs a person, and what they can do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolBar, QWidget

from core import logs
from core.experiment.choices import DECODERS
from core.messages.commands import Rewind
from core.messages.events import Diverged, Failed
from gui.widgets.controls import Button


class Notice(QWidget):
    """Lives in a bar that is shown while there is something to say."""

    rewind_clicked = Signal(object)  # the command
    wanted = Signal(bool)  # whether there is something to say

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        self._command = Rewind()
        self._last = False
        self._close = Button(self.tr("Dismiss"))
        self._close.setObjectName("dismiss")
        self._close.setAccessibleName(self.tr("Dismiss this message"))
        self._close.clicked.connect(self.dismiss)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(self._text)
        row.addWidget(self._rewind)
        row.addWidget(self._close)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Not here and now: the layout is about to be given the size of this event.
        QTimer.singleShot(0, self, self._fit)

    def _show(self) -> None:
        self._fit()
        self.wanted.emit(True)

    def _fit(self) -> None:
        """As high as the sentence needs at this width: a bar would give a wrapped text room for a narrow one."""
        margins = self.contentsMargins() + self._row.contentsMargins()
        needed = max(self._text.heightForWidth(self._text.width()), self._rewind.sizeHint().height())
        self.setFixedHeight(needed + margins.top() + margins.bottom())

    def dismiss(self) -> None:
        """Have nothing to say any more and nothing to offer, unless it was the last word."""
        if not self._last:
            self._rewind.hide()
            self.wanted.emit(False)

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
        self.say(f"{words.format(event.step, decoder, f'{rate:g}')} {self._consequence(event)}")
        if event.step > 1 or event.lost:
            # The rate that is promised, whatever is set in the meantime.
            smaller = rate * Rewind().factor
            self._offer(
                Rewind(learning_rate=smaller, lane=event.lane),
                self.tr("Back to step {0} with learning rate {1}").format(event.good_step, f"{smaller:g}"),
                self.tr("Go back to the last good state with a smaller learning rate"),
            )

    def show_failed(self, event: Failed) -> None:
        """What happened, and the way back if there is one: an exception may have left a step half taken."""
        self._rewind.hide()
        self.say(self.tr("Training stopped: {0} ({1})").format(event.sentence.removesuffix("."), logs.details()))
        if event.good_step is not None:
            words = self.tr("Back to step {0}").format(event.good_step)
            self._offer(Rewind(1.0), words, self.tr("Go back to the last good state"))

    def _consequence(self, event: Diverged) -> str:
        if event.running:
            return self.tr("Lane {0} stands still, the others go on.").format(event.lane)
        return self.tr("Training is paused.")

    def _go_back(self) -> None:
        self.rewind_clicked.emit(self._command)

    def _offer(self, command: Rewind, words: str, meaning: str) -> None:
        self._command = command
        self._rewind.setText(words)
        self._rewind.setAccessibleName(meaning)
        self._rewind.show()
        self._show()


class NoticeBar(QToolBar):
    """The bar of a notice, across the window."""

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messages")
        self.setWindowTitle(self.tr("Messages"))
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.addWidget(notice)
        notice.wanted.connect(self.setVisible)
        self.hide()
