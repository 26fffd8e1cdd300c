"""Every text that a person reads can be translated: it is a literal that goes through ``tr`` or ``translate``.

Tools that collect texts read the code: they find no text in a variable, and none that is set as it stands.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOMS = ("start", "window", "panel", "views", "painting", "widgets")
GUI = Path(__file__).parents[2] / "gui"
FILES = sorted(file for room in ROOMS for file in (GUI / room).glob("*.py"))
#: Methods whose first argument is read by people, and widgets and actions that are made with a text.
SHOWN = {
    "setText", "setToolTip", "setWindowTitle", "setAccessibleName", "setAccessibleDescription", "setStatusTip",
    "setPlaceholderText", "setTitle", "addItem", "addMenu", "showMessage", "say",
    "QLabel", "Button", "QPushButton", "QAction", "QMenu", "QToolBar", "QDockWidget", "QTableWidgetItem",
}  # fmt: skip


def called(call: ast.Call) -> str:
    function = call.func
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def calls(source: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.args)


def literal(node: ast.expr) -> str:
    """What of it stands in the code."""
    if isinstance(node, ast.JoinedStr):
        return "".join(literal(part) for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def untranslatable(source: str) -> list[str]:
    """A line number and a reason for every text that no tool would find."""
    found = []
    for call in calls(source):
        first = call.args[0]
        if called(call) == "tr" and not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
            found.append(f"{call.lineno}: tr of something that is no literal")
        if called(call) in SHOWN and re.search(r"[^\W\d_]", literal(first)):
            found.append(f"{call.lineno}: {called(call)} of a literal without tr")
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}.{file.stem}")
def test_every_text_can_be_translated(file: Path) -> None:
    assert untranslatable(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source", ["self.tr(title)", 'self.tr(f"{a}")', 'label.setText("Run")', 'QLabel("Run")', 'a.setToolTip(f"t = {t}")']
)
def test_what_can_not_be_translated_is_found(source: str) -> None:
    assert untranslatable(source)


@pytest.mark.parametrize(
    "source", ['self.tr("Run")', "label.setText(words)", 'label.setText(self.tr("Run"))', 'QLabel("–")']
)
def test_what_can_be_translated_is_left_alone(source: str) -> None:
    assert not untranslatable(source)
