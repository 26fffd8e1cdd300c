"""The shapes of Qt's own widgets, and the parts that say something is wrong: what a palette can't say.

``{text}`` stands for a colour of the theme, ``{p8}`` for eight pixels at its zoom, ``{on_accent}`` for what can be read
on that colour, ``{asset_NAME}`` for the address of a picture.
"""

from __future__ import annotations

STYLE_SHEET = """
QMainWindow, QDialog {{ background: {window}; }}
QMainWindow::separator {{ background: transparent; width: {p12}; height: {p12}; }}
QMainWindow::separator:hover {{ background: {line}; }}
QToolBar {{ background: transparent; border: none; padding: 0; spacing: 0; }}
QToolBar#toolbar {{ background: {surface}; border-bottom: 1px solid {line}; }}
QLabel[role="separator"] {{ background: {line}; }}
QStatusBar {{ background: transparent; border: none; color: {muted}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {muted}; }}
QToolTip {{
    background: {surface}; color: {text}; border: 1px solid {line}; padding: {p8}; max-width: {p420};
}}
QWidget[role="card"] {{ background: {surface}; border: 1px solid {line}; border-radius: {p8}; }}

QPushButton, QToolButton {{
    background: {raised}; color: {text}; border: 1px solid transparent; border-radius: {p6};
    padding: {p5} {p11}; min-height: {p18};
}}
QToolButton {{ padding: {p2} {p7}; }}
QPushButton:hover, QToolButton:hover {{ background: {hover}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {line}; }}
QPushButton:checked, QToolButton:checked {{ background: {line}; border-color: {outline}; }}
QPushButton:disabled, QToolButton:disabled {{ background: transparent; color: {muted}; border-color: {line}; }}
QPushButton[role="primary"] {{ background: {text}; color: {surface}; }}
QPushButton[role="primary"]:hover {{ background: {muted}; }}
QPushButton[role="primary"]:disabled {{ background: {raised}; color: {muted}; border-color: {line}; }}
QPushButton[role="waiting"] {{ background: {warning}; }}
QPushButton[role="quiet"], QToolButton[role="quiet"] {{ background: transparent; padding: {p2}; min-height: 0; }}
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover {{ background: {raised}; }}
QPushButton[role="quiet"]:disabled {{ border-color: transparent; }}
QPushButton[role="segment"] {{ background: transparent; padding: {p5} {p6}; }}
QPushButton[role="segment"]:hover {{ background: {hover}; }}
QPushButton[role="segment"]:disabled {{ border-color: transparent; }}
QToolButton::menu-indicator {{ image: url({asset_chevron}); width: {p8}; height: {p8};
    subcontrol-origin: padding; subcontrol-position: right center; right: {p4}; }}
QToolButton[popupMode="2"], QToolButton[popupMode="1"] {{ padding-right: {p18}; }}
QPushButton::menu-indicator {{ image: url({asset_chevron}); width: {p10}; height: {p10};
    subcontrol-origin: padding; subcontrol-position: right center; right: {p8}; }}
QPushButton[role="menu"] {{ padding-right: {p24}; }}
QWidget[role="group"] {{ background: {raised}; border-radius: {p6}; }}
QPushButton[decoder="transpose"]:checked {{ background: {transpose}; color: {on_transpose}; }}
QPushButton[decoder="pseudo_inverse"]:checked {{ background: {pseudo_inverse}; color: {on_pseudo_inverse}; }}
QPushButton[decoder="dial"]:checked {{ background: {dial}; color: {on_dial}; }}
QPushButton[decoder="inverse"]:checked {{ background: {inverse}; color: {on_inverse}; }}
QPushButton[decoder="untied"]:checked {{ background: {untied}; color: {on_untied}; }}
QPushButton[decoder]:checked {{ border-color: transparent; font-weight: 600; }}

QLineEdit, QComboBox, QAbstractSpinBox {{
    background: {surface}; color: {text}; border: 1px solid {outline}; border-radius: {p6}; padding: {p4} {p8};
    min-height: {p18}; selection-background-color: {accent}; selection-color: {accent_text};
}}
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox[ring="true"] {{
    border: 2px solid {accent}; padding: {p3} {p7};
}}
QLineEdit:disabled, QComboBox:disabled {{ background: {window}; color: {muted}; border-color: {line}; }}
QLineEdit[role="error"], QAbstractSpinBox[role="error"], QComboBox[role="error"] {{
    border: 2px solid {error}; padding: {p3} {p7};
}}
QComboBox::drop-down {{ border: none; width: {p24}; }}
QComboBox::down-arrow {{ image: url({asset_chevron}); width: {p10}; height: {p10}; }}
QComboBox QAbstractItemView, QListView {{
    background: {surface}; color: {text}; border: 1px solid {line}; outline: 0; padding: {p4};
    selection-background-color: {raised}; selection-color: {text};
}}
QListView::item {{ border-radius: {p4}; }}
QListView::item:selected {{ background: {raised}; color: {text}; }}
QDialog#palette-list, QDialog#race-dialog {{ background: {surface}; border: 1px solid {outline}; }}
QDialog#race-dialog QPushButton {{ outline: 0; }}
QListWidget#palette-found {{ border: none; }}
QListWidget#palette-found QLabel {{ background: transparent; }}
QCheckBox {{ spacing: {p8}; }}

QMenu {{ background: {surface}; color: {text}; border: 1px solid {line}; padding: {p6}; }}
QMenu::item {{ padding: {p6} {p24} {p6} {p28}; border-radius: {p4}; }}
QMenu::item:selected {{ background: {raised}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: {p6} {p8}; }}
QMenu::indicator {{ width: {p14}; height: {p14}; left: {p8}; }}
QMenu::indicator:checked {{ image: url({asset_check}); }}

QTabBar::tab {{
    background: transparent; color: {muted}; padding: {p6} {p12}; border: none; border-bottom: 2px solid transparent;
}}
QTabBar::tab:selected {{ color: {text}; border-bottom-color: {text}; }}
QTabBar::tab:hover {{ color: {text}; }}

QScrollArea {{ border: none; background: transparent; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: {p10}; }}
QScrollBar:horizontal {{ height: {p10}; }}
QScrollBar::handle {{ background: {outline}; border-radius: {p3}; margin: {p2}; min-height: {p24}; min-width: {p24}; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
    background: transparent; border: none; width: 0; height: 0;
}}
QSlider {{ min-height: {p18}; }}
QSlider::groove:horizontal {{ background: {dial_track}; height: {p4}; border-radius: {p2}; }}
QSlider::handle:horizontal {{
    background: {surface}; border: 2px solid {text}; width: {p10}; margin: -{p5} 0; border-radius: {p7};
}}
QSlider::handle:horizontal:focus {{ background: {text}; }}
QSlider::handle:horizontal:disabled {{ border-color: {muted}; }}

QLabel[role="error"] {{ color: {error}; }}
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="heading"] {{ color: {muted}; font-weight: 600; padding-top: {p4}; }}
QLabel[role="key"] {{ background: {hover}; border-radius: {p4}; padding: {p2} {p7}; font-weight: 500; }}
QWidget#notice {{ background: {warning}; border: 1px solid {outline}; border-radius: {p8}; }}
QWidget#notice QPushButton {{ background: {surface}; padding: {p3} {p11}; }}
QWidget#notice QPushButton[role="quiet"] {{ background: transparent; padding: 0; }}
QWidget#notice QPushButton:hover {{ background: {raised}; }}
QWidget#changes {{ background: {warning}; border: 1px solid {line}; border-radius: {p6}; }}
QTableWidget, QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{ background: transparent; color: {muted}; border: none; padding: {p3} {p8}; }}
QTableWidget::item {{ padding: {p3} {p8}; }}
"""
