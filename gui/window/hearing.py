"""What the window says of what has happened in the engine: a notice, a mark at a field, a signal to whoever waits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from core.messages.events import (
    Diverged,
    Ended,
    Event,
    Failed,
    Finished,
    LeftBehind,
    Ready,
    Rejected,
    RunBegan,
    Stopped,
    Worsened,
)
from gui.bands.base import Band
from gui.panel.panel import ExperimentPanel
from gui.panel.words import in_words
from gui.window.link import SENDER
from gui.window.notice import Notice


class Hearing(QObject):
    """Hears every event in its order."""

    finished = Signal(int)  # the experiment's steps are done: at this step
    diverged = Signal(int)
    failed = Signal(str)  # an exception, after which the engine lives on
    refused = Signal(str)
    ended = Signal(str)  # there is no engine any more
    left_behind = Signal(object)  # a lane's future is given up

    def __init__(self, notice: Notice, panel: ExperimentPanel, bands: Sequence[Band], parent: QObject) -> None:
        super().__init__(parent)
        self._notice, self._panel, self._bands = notice, panel, tuple(bands)

    def hear(self, event: Event) -> None:
        """This has happened."""
        for band in self._bands:
            band.hear(event)
        match event:
            case Ready() | RunBegan() | Stopped():
                pass
            case LeftBehind():
                self.left_behind.emit(event)
            case Worsened():
                self._notice.show_worsened(event)
            case Diverged():
                self._notice.show_diverged(event)
                self.diverged.emit(event.step)
            case Finished(step):
                self.finished.emit(step)
            case Rejected(sender, number, sentence, key):
                if sender != SENDER or not self._panel.show_refusal(number, sentence, key):
                    self._notice.say(in_words(sentence))
                self.refused.emit(sentence)
            case Ended(sentence):
                self.ended.emit(sentence)
            case Failed(sentence):
                self._panel.show_in_force()
                self._notice.show_failed(event)
                self.failed.emit(sentence)
