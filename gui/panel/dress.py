"""What the panel looks like: the shapes of its rows, fields and buttons."""

from __future__ import annotations

from gui.design.theme import Theme

HEIGHT = 28  # pixels of an editor; with the gap between two rows four steps of the grid
BUTTON = 22  # pixels of a button in a row

_SHEET = """
QWidget#panel, QWidget#panel-inside, QScrollArea {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: {bar}px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {muted}; border-radius: {half_bar}px; min-height: {arrow}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QWidget[role="row"] {{ background: transparent; border: none; }}
QWidget[role="waiting"] {{ background: {warning}; border-radius: {radius}px; }}
QWidget[role="waiting"]:focus {{ border: 1px solid {text}; }}
QLabel {{ background: transparent; color: {text}; }}
QWidget[role="muted"] {{ color: {muted}; }}
QLabel[role="heading"] {{ color: {text}; padding: 0; font-size: {title}pt; font-weight: 600; }}
QLabel[role="balloon"] {{
    background: {surface}; color: {error}; border: 1px solid {error}; border-radius: {radius}px;
    padding: 1px {side}px;
}}
QLineEdit, QComboBox {{
    background: {surface}; color: {text}; border: 1px solid {outline}; border-radius: {radius}px;
    padding: 0 {field}px; min-height: {high}px; max-height: {high}px; font-weight: normal;
}}
QComboBox {{ padding-left: {list}px; }}
QLineEdit:hover, QComboBox:hover {{ border-color: {text}; }}
QLineEdit:focus, QComboBox[ring="true"] {{ border: 2px solid {accent}; padding: 0 {focused}px; {lower} }}
QLineEdit[role="error"], QComboBox[role="error"] {{ border: 2px solid {error}; padding: 0 {focused}px; {lower} }}
QComboBox[ring="true"], QComboBox[role="error"] {{ padding-left: {list_focused}px; }}
QLineEdit:disabled, QComboBox:disabled {{ background: {window}; color: {muted}; }}
QComboBox::drop-down {{ border: none; width: {arrow}px; }}
QComboBox QAbstractItemView {{
    background: {surface}; color: {text}; border: 1px solid {line}; padding: {edge}px;
    selection-background-color: {raised}; selection-color: {text};
}}
QComboBox::down-arrow {{ image: none; }}
QPushButton {{
    background: {surface}; color: {text}; border: 1px solid {outline}; border-radius: {radius}px; padding: 0 {edge}px;
    min-height: {low}px; max-height: {low}px;
}}
QPushButton:hover {{ border-color: {text}; }}
QPushButton:disabled {{ background: transparent; color: {muted}; }}
"""


def sheet(theme: Theme) -> str:
    """The panel's own style sheet, lengths and letters as large as the theme says."""
    edge, high, low = theme.px(4), theme.px(HEIGHT) - 2, theme.px(BUTTON) - 2
    return _SHEET.format(
        **{
            name: getattr(theme, name)
            for name in (
                "window",
                "surface",
                "text",
                "muted",
                "line",
                "accent",
                "error",
                "warning",
                "raised",
                "outline",
            )
        },
        radius=theme.px(6),
        bar=2 * theme.px(3),
        half_bar=theme.px(3),
        edge=edge,
        # Without their frames: of one pixel, or of two.
        high=high,
        lower=f"min-height: {high - 2}px; max-height: {high - 2}px;",
        low=low,
        side=theme.px(8),
        field=theme.px(6),
        focused=theme.px(6) - 1,
        # A line of text keeps two pixels of its own.
        list=theme.px(6) + 2,
        list_focused=theme.px(6) + 1,
        arrow=theme.px(20),
        title=theme.font("title").pointSizeF(),
    )
