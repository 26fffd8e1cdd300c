"""The one rule of the house: core knows nothing of Qt, gui knows nothing of torch."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
QT = ("PySide6", "shiboken6", "pyqtgraph", "superqt", "qtpy")
#: Modules of core that need torch, or reach behind the engine's commands and snapshots.
BEHIND_THE_ENGINE = (
    "torch",
    "core.training.model",
    "core.training.trainer",
    "core.engine.lane",
    "core.engine.session",
    "core.engine.device",
    "core.parts.figures",
)


def files(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def module_name(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(file: Path) -> Iterator[str]:
    """Every module a file imports, wherever in the file: at the top, in a function or for type checking."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: import by the full name"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def forbidden(file: Path, prefixes: tuple[str, ...]) -> list[str]:
    return [name for name in imports(file) if any(name == p or name.startswith(f"{p}.") for p in prefixes)]


@pytest.mark.parametrize("file", files("core"), ids=module_name)
def test_core_imports_neither_qt_nor_the_window(file: Path) -> None:
    assert not forbidden(file, (*QT, "gui"))


@pytest.mark.parametrize("file", files("gui"), ids=module_name)
def test_the_window_imports_neither_torch_nor_what_is_behind_the_engine(file: Path) -> None:
    assert not forbidden(file, BEHIND_THE_ENGINE)


def loaded_after_importing(modules: list[str], suspects: tuple[str, ...]) -> str:
    """Which of ``suspects`` are in ``sys.modules`` after importing ``modules`` in a fresh interpreter."""
    code = "\n".join(
        [
            "import importlib, sys",
            f"for name in {modules!r}: importlib.import_module(name)",
            f"print(*(name for name in {suspects!r} if name in sys.modules))",
        ]
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_importing_every_module_of_the_window_leaves_torch_out() -> None:
    modules = [name for name in map(module_name, files("gui")) if not name.endswith("__main__")]
    assert loaded_after_importing(modules, ("torch",)) == ""


def test_importing_every_module_of_core_leaves_qt_out() -> None:
    assert loaded_after_importing([module_name(file) for file in files("core")], QT) == ""


def test_reading_the_command_line_needs_neither_qt_nor_torch() -> None:
    assert loaded_after_importing(["gui.start.command_line"], ("torch", *QT)) == ""
