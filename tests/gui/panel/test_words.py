"""Every word that is looked up for another language stands where whoever extracts the words can see it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PANEL = Path(__file__).parents[3] / "gui" / "panel"


@pytest.mark.parametrize("file", sorted(PANEL.glob("*.py")), ids=lambda file: file.name)
def test_only_literals_are_translated(file: Path) -> None:
    calls = [
        node
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "tr"
    ]
    assert all(isinstance(call.args[0], ast.Constant) for call in calls)
