"""What a theme is: the colours by what they are for, and how they get into Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QPalette

from core.assets import asset
from gui.design.contrast import contrast
from gui.design.style_sheet import STYLE_SHEET
from gui.design.typography import Role, font

INKS = ("#ffffff", "#04070b")  # what is written on a colour that says something, one of them


@dataclass(frozen=True)
class Theme:
    """The colours by what they are for, each as ``#rrggbb``.

    It comes with the ``zoom`` that a person has chosen, and with whether it is ``presented``: what is drawn asks it for
    fonts and for lengths.
    """

    name: str
    window: str  # behind everything
    surface: str  # where data are drawn
    raised: str  # buttons, fields, title bars
    hover: str  # a button under the pointer
    line: str
    outline: str  # what must be seen to be there: 3 : 1
    text: str
    muted: str  # text of less weight
    accent: str
    accent_text: str  # on the accent
    warning: str  # background of a notice
    error: str  # text
    floor: str
    transpose: str  # the decoders, wherever they appear
    pseudo_inverse: str
    inverse: str
    untied: str
    layer_1: str  # of a network, from the first on: none is a decoder's
    layer_2: str
    layer_3: str
    layer_4: str
    positive: str  # the ends of a scale of signed values
    negative: str
    zoom: float = 1.0
    presented: bool = False  # to a hall

    @property
    def dark(self) -> bool:
        """Whether what is far from the background is light."""
        return self.name == "dark"

    def decoder(self, name: str, dial: float | None = None) -> str:
        """The colour of a decoder; the dial's lies between those of its two ends, at ``dial``."""
        if name in ("transpose", "pseudo_inverse", "inverse", "untied"):
            return str(getattr(self, name))
        share = 0.5 if dial is None else dial
        to, back = QColor(self.transpose), QColor(self.pseudo_inverse)
        channels = ((to.red(), back.red()), (to.green(), back.green()), (to.blue(), back.blue()))
        return QColor(*(round(share * one + (1 - share) * other) for one, other in channels)).name()

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers' colours; deeper networks begin again."""
        return self.layer_1, self.layer_2, self.layer_3, self.layer_4

    def on(self, colour: str) -> str:
        """Which of two can be read better on a colour: what is written on the accent, or its counterpart."""
        return max(INKS, key=lambda words: contrast(words, colour))

    def font(self, role: Role | str = Role.BODY) -> QFont:
        """The font of a role, as large as it is to be now."""
        return font(role, self.zoom, presented=self.presented)

    def px(self, length: float) -> int:
        """A length in pixels at the zoom that is chosen."""
        return round(length * self.zoom)

    def palette(self) -> QPalette:
        """For whatever Fusion draws by itself."""
        palette = QPalette()
        role = QPalette.ColorRole
        for name, colour in (
            (role.Window, self.window),
            (role.WindowText, self.text),
            (role.Base, self.surface),
            (role.AlternateBase, self.raised),
            (role.Text, self.text),
            (role.PlaceholderText, self.muted),
            (role.Button, self.raised),
            (role.ButtonText, self.text),
            (role.BrightText, self.error),
            (role.ToolTipBase, self.raised),
            (role.ToolTipText, self.text),
            (role.Highlight, self.accent),
            (role.HighlightedText, self.accent_text),
            (role.Accent, self.accent),
            (role.Link, self.accent),
            (role.Mid, self.line),
        ):
            palette.setColor(name, QColor(colour))
        for name in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(self.muted))
        return palette

    def style_sheet(self) -> str:
        """For what a palette can't say: the shapes of buttons, and the parts that say something is wrong."""
        return STYLE_SHEET.format_map(_Values(self))


class _Values(dict[str, str]):
    """What the names in the style sheet stand for."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def __missing__(self, name: str) -> str:
        theme = self._theme
        if length := re.fullmatch(r"p(\d+)", name):
            return f"{theme.px(int(length[1]))}px"
        if name.startswith("on_"):
            return theme.on(self[name.removeprefix("on_")])
        if name.startswith("asset_"):
            return asset(f"icons/{name.removeprefix('asset_')}-{theme.name}.svg").as_posix()
        if name == "dial":
            return theme.decoder("dial")
        if name == "dial_track":
            ends = f"stop: 0 {theme.pseudo_inverse}, stop: 1 {theme.transpose}"
            return f"qlineargradient(x1: 0, y1: 0, x2: 1, y2: 0, {ends})"
        return str(getattr(theme, name))
