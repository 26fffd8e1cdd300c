"""What the panel looks like: the shapes of its rows, fields and buttons."""

from __future__ import annotations

from gui.design.theme import Theme

_SHEET = """
QWidget#panel, QWidget#panel-inside {{ background: {window}; }}
QWidget[role="row"] {{ background: transparent; border: none; }}
QWidget[role="waiting"] {{ background: {warning}; border-radius: {radius}px; }}
QWidget[role="waiting"]:focus {{ border: 1px solid {text}; }}
QLabel {{ background: transparent; color: {text}; }}
QWidget[role="muted"] {{ color: {muted}; }}
QLabel[role="heading"] {{ color: {text}; padding: 0; font-size: {title}pt; font-weight: 600; }}
QLabel[role="balloon"] {{
    background: {surface}; color: {error}; border: 1px solid {error}; border-radius: {radius}px;
    padding: {edge}px {side}px;
}}
QLineEdit, QComboBox {{
    background: {surface}; color: {text}; border: 1px solid {line}; border-radius: {radius}px;
    padding: 0 {field}px; font-weight: normal;
}}
QComboBox {{ padding-left: {list}px; }}
QLineEdit:hover, QComboBox:hover {{ border-color: {muted}; }}
QLineEdit:focus, QComboBox:focus {{ border: 2px solid {accent}; padding: 0 {focused}px; }}
QLineEdit[role="error"], QComboBox[role="error"] {{ border: 2px solid {error}; padding: 0 {focused}px; }}
QComboBox:focus, QComboBox[role="error"] {{ padding-left: {list_focused}px; }}
QLineEdit:disabled, QComboBox:disabled {{ background: {window}; color: {muted}; }}
QComboBox::drop-down {{ border: none; width: {arrow}px; }}
QComboBox::down-arrow {{ image: none; }}
QPushButton {{
    background: {surface}; color: {text}; border: 1px solid {line}; border-radius: {radius}px; padding: 0 {edge}px;
}}
QPushButton:hover {{ border-color: {text}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 0 {pressed}px; }}
QPushButton:disabled {{ background: transparent; color: {muted}; }}
"""


def sheet(theme: Theme) -> str:
    """The panel's own style sheet, lengths and letters as large as the theme says."""
    edge = theme.px(4)
    return _SHEET.format(
        **{
            name: getattr(theme, name)
            for name in ("window", "surface", "text", "muted", "line", "accent", "error", "warning")
        },
        radius=theme.px(4),
        edge=edge,
        pressed=edge - 1,
        side=theme.px(8),
        field=theme.px(6),
        focused=theme.px(6) - 1,
        # A line of text keeps two pixels of its own.
        list=theme.px(6) + 2,
        list_focused=theme.px(6) + 1,
        arrow=theme.px(20),
        title=theme.font("title").pointSizeF(),
    )
