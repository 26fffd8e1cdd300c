"""Where a person says which values a setting has in a race: names to be pressed, or numbers to be typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from core.experiment import Experiment, problems
from core.experiment.choices import CHOICES
from gui.design.theme import Theme
from gui.design.tokens import STEP
from gui.panel.arrows import Sign
from gui.panel.ladder import ladder_of
from gui.panel.numbers import number, numbers, written
from gui.panel.step_line import StepLine
from gui.panel.words import in_words, label, title
from gui.race.plan import MOST, suggested, with_value
from gui.widgets.controls import Button
from gui.widgets.tips import wrapped

IN_A_ROW = 5  # names, at most


class Values(QWidget):
    """``changed`` says that other values are wanted, ``entered`` that Enter was pressed in one."""

    changed = Signal()
    entered = Signal()
    escaped = Signal()

    @property
    def editors(self) -> Sequence[QWidget]:
        """What Tab goes through."""
        raise NotImplementedError

    @property
    def values(self) -> list[Any]:
        """What is wanted now; of what can't be read the text, for the experiment to say what is wrong with it."""
        raise NotImplementedError


class Names(Values):
    """A button for every value; what does not go with the rest is grey, and says why."""

    def __init__(self, key: str, experiment: Experiment) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(STEP // 2)
        columns = len(CHOICES[key]) if len(CHOICES[key]) <= IN_A_ROW else -(-len(CHOICES[key]) // 2)
        chosen = suggested(key, experiment)
        self._buttons: dict[str, Button] = {}
        for name in CHOICES[key]:
            button = Button(title(key, name))
            button.setObjectName(f"race-value-{name}")
            button.setAccessibleName(f"{label(key)} {title(key, name)}")
            button.setAutoDefault(False)
            button.setCheckable(True)
            button.setChecked(name in chosen)
            if key == "decoder":
                button.setProperty("decoder", name)
            wrong = problems(with_value(experiment, key, name))
            if wrong:
                button.setEnabled(False)
                button.setToolTip(wrapped(in_words(next(iter(wrong.values())))))
            button.toggled.connect(lambda _: self.changed.emit())
            grid.addWidget(button, len(self._buttons) // columns, len(self._buttons) % columns)
            self._buttons[name] = button

    @property
    def editors(self) -> Sequence[QWidget]:
        return list(self._buttons.values())

    @property
    def values(self) -> list[Any]:
        return [name for name, button in self._buttons.items() if button.isChecked()]


class Numbers(Values):
    """A line for every lane, the last ones empty; ↑ and ↓ go up and down the key's ladder."""

    def __init__(self, key: str, experiment: Experiment, theme: Theme) -> None:
        super().__init__()
        example = getattr(experiment, key)
        self._list = isinstance(example, tuple)
        last = example[-1] if isinstance(example, tuple) else example
        self._whole = isinstance(last, int)
        self._ladder = ladder_of(key, whole=self._whole)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(STEP))
        self._lines: list[StepLine] = []
        values: Sequence[Any] = suggested(key, experiment)
        for place in range(MOST):
            holder = QWidget()
            inside = QHBoxLayout(holder)
            inside.setContentsMargins(0, 0, 0, 0)
            line = StepLine((Sign.UP, Sign.DOWN), holder)
            line.setObjectName(f"race-value-{place + 1}")
            line.setAccessibleName(f"{label(key)} {place + 1}")
            line.setPlaceholderText("–")
            line.setText(written(values[place]) if place < len(values) else "")
            line.setFixedWidth(theme.px(13 * STEP))
            line.use_zoom(theme.zoom)
            line.textChanged.connect(lambda _: self.changed.emit())
            line.entered.connect(self.entered)
            line.escaped.connect(self.escaped)
            line.stepped.connect(lambda up, line=line: self._step(line, up))
            inside.addWidget(line)
            self._lines.append(line)
            row.addWidget(holder)
        row.addStretch(1)

    @property
    def editors(self) -> Sequence[QWidget]:
        return self._lines

    @property
    def values(self) -> list[Any]:
        return [self._read(line.text()) for line in self._lines if line.text().strip()]

    def _read(self, text: str) -> Any:
        return numbers(text) if self._list else number(text, whole=self._whole)

    def _step(self, line: StepLine, up: bool) -> None:
        value = self._read(line.text())
        *first, last = value if isinstance(value, list) and value else [value]
        following = self._ladder.step(last, up) if isinstance(last, (int, float)) else None
        if following is not None:
            line.setText(written([*first, following] if self._list else following))
