"""What a right click on a plot offers: back to following, a view's own choices, and to take it away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu

from gui.plots import export
from gui.plots.plot import Plot
from gui.plots.table import Table


def open_menu(
    plot: Plot,
    at: QPoint,
    name: str,
    table: Callable[[], Table],
    choices: Sequence[QAction],
    complain: Callable[[str], None],
    begin: Callable[[QMenu], None] = lambda _: None,
) -> QMenu:
    """``name`` is what files are called at first, ``table`` the numbers behind the plot; what can't be written is
    said. ``begin`` puts first what belongs to the place that was clicked."""
    translate = QCoreApplication.translate
    menu = QMenu(plot)
    menu.setObjectName(f"{name}-menu")
    begin(menu)
    back = menu.addAction(translate("Plot", "Follow the run"), plot.follow_again)
    back.setShortcut("Home")
    back.setEnabled(not plot.following)
    menu.addSeparator()
    menu.addActions(list(choices))
    menu.addSeparator()
    menu.addAction(
        translate("Plot", "Copy the picture"), lambda: QGuiApplication.clipboard().setImage(export.picture(plot))
    )
    for words, ending, save in (
        (translate("Plot", "Save the picture (PNG) …"), "png", partial(export.save_picture, plot)),
        (translate("Plot", "Save the drawing (SVG) …"), "svg", partial(export.save_drawing, plot)),
        (translate("Plot", "Save the numbers (CSV) …"), "csv", lambda file: table().save(file)),
    ):
        menu.addAction(words, partial(_save, plot, f"{name}.{ending}", ending, save, complain))
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at)
    return menu


def _save(plot: Plot, name: str, ending: str, save: Callable[[Path], None], complain: Callable[[str], None]) -> None:
    chosen, _ = QFileDialog.getSaveFileName(plot, "", name, f"{ending.upper()} (*.{ending})")
    if not chosen:
        return
    file = Path(chosen) if Path(chosen).suffix else Path(chosen).with_suffix(f".{ending}")
    try:
        save(file)
    except OSError as error:
        complain(QCoreApplication.translate("Plot", "{0} can't be written: {1}").format(file, error.strerror or error))
