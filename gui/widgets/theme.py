"""All colours of the window, light and dark, and how they get into Qt."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

#: The smallest text anywhere, in points: what the back row of a lecture hall can still read off a projector.
SMALLEST_TEXT = 11


@dataclass(frozen=True)
class Theme:
    """The colours by what they are for, each as ``#rrggbb``.

    The curves' colours are from Okabe and Ito (2008), Color Universal Design, darkened or lightened where the
    background asks for it: they differ in lightness too, so that a colour-blind viewer can tell them apart.
    """

    name: str
    window: str  # behind everything
    surface: str  # where data are drawn
    raised: str  # buttons, fields, title bars
    line: str
    text: str
    muted: str  # text of less weight
    accent: str
    accent_text: str  # on the accent
    warning: str  # background of a notice
    error: str  # text
    train: str
    validation: str
    floor: str
    flip: str

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
        return _STYLE_SHEET.format_map(vars(self))


LIGHT = Theme(
    name="light",
    window="#eef1f5",
    surface="#ffffff",
    raised="#f8f9fb",
    line="#bcc5d1",
    text="#14202e",
    muted="#526071",
    accent="#005a96",
    accent_text="#ffffff",
    warning="#ffe9b8",
    error="#b3261e",
    train="#0072b2",
    validation="#c24f00",
    floor="#007a58",
    flip="#9c3f78",
)
DARK = Theme(
    name="dark",
    window="#12171e",
    surface="#1a212b",
    raised="#252e3a",
    line="#455264",
    text="#edf2f8",
    muted="#a9b6c6",
    accent="#56b4e9",
    accent_text="#08141d",
    warning="#4f3d10",
    error="#ff9d94",
    train="#56b4e9",
    validation="#e69f00",
    floor="#2fc79a",
    flip="#e394c2",
)


def resolve(name: str, app: QGuiApplication) -> Theme:
    """The theme called ``light`` or ``dark``; for ``system`` the one that the desktop asks for."""
    if name in ("light", "dark"):
        return LIGHT if name == "light" else DARK
    scheme = app.styleHints().colorScheme()
    if scheme == Qt.ColorScheme.Unknown:
        # Some desktops say nothing but do set a palette.
        dark = QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128
    else:
        dark = scheme == Qt.ColorScheme.Dark
    return DARK if dark else LIGHT


def apply(app: QApplication, theme: Theme) -> None:
    """Dress the whole application."""
    # Each of these has Qt look at every widget anew, so that what is as it should be is left alone.
    font = app.font()
    if font.pointSizeF() < SMALLEST_TEXT:
        font.setPointSizeF(SMALLEST_TEXT)
        app.setFont(font)
    if not app.styleSheet():
        app.setStyle("Fusion")
    app.setPalette(theme.palette())
    # The size again, because under a style sheet an application's font does not reach every widget made before.
    size = f"font-size: {font.pointSizeF()}pt;"
    app.setStyleSheet(f"QWidget {{ {size} }} QDockWidget {{ {size} font-weight: bold; }}\n{theme.style_sheet()}")


_STYLE_SHEET = """
QMainWindow::separator {{ background: {window}; width: 5px; height: 5px; }}
QMainWindow::separator:hover {{ background: {accent}; }}
QDockWidget::title {{ background: {window}; color: {text}; padding: 4px 8px; text-align: left; }}
QToolBar {{ background: {raised}; border: none; border-bottom: 1px solid {line}; padding: 4px; spacing: 4px; }}
QToolBar::separator {{ background: {line}; width: 1px; margin: 4px 5px; }}
QStatusBar {{ background: {raised}; border-top: 1px solid {line}; }}
QStatusBar::item {{ border: none; }}
QToolTip {{ background: {raised}; color: {text}; border: 1px solid {line}; padding: 4px; }}

QPushButton, QToolButton {{
    background: {raised}; color: {text}; border: 1px solid {line}; border-radius: 4px; padding: 3px 10px;
}}
QPushButton:hover, QToolButton:hover {{ border-color: {accent}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {accent}; padding: 2px 9px; }}
QPushButton:pressed, QToolButton:pressed {{ background: {line}; }}
QPushButton:checked, QToolButton:checked {{
    background: {accent}; color: {accent_text}; border-color: {accent}; font-weight: bold;
}}
QPushButton:checked:focus, QToolButton:checked:focus {{ border-color: {text}; }}
QPushButton:disabled, QToolButton:disabled {{ background: {window}; color: {muted}; }}

QLineEdit {{
    background: {surface}; color: {text}; border: 1px solid {line}; border-radius: 4px; padding: 3px 6px;
    selection-background-color: {accent}; selection-color: {accent_text};
}}
QLineEdit:focus {{ border: 2px solid {accent}; padding: 2px 5px; }}
QLineEdit:disabled {{ background: {window}; color: {muted}; }}
QLineEdit[role="error"], QAbstractSpinBox[role="error"], QComboBox[role="error"] {{ border: 2px solid {error}; }}

QLabel[role="error"] {{ color: {error}; }}
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="heading"] {{ color: {muted}; font-weight: bold; padding-top: 4px; }}
QWidget#notice, QWidget#changes {{ background: {warning}; border: 1px solid {line}; border-radius: 4px; }}
QScrollArea {{ border: none; }}
QTableWidget, QHeaderView {{ background: transparent; }}
QHeaderView::section {{ background: transparent; color: {muted}; border: none; padding: 3px 8px; }}
QTableWidget::item {{ padding: 3px 8px; }}
"""
