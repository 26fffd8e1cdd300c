"""The shapes of Qt's own widgets, and the parts that say something is wrong: what a palette can't say."""

from __future__ import annotations

STYLE_SHEET = """
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
