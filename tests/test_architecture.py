"""The rules of the house: core knows nothing of Qt, gui nothing of torch, and no two rooms need each other."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
QT = ("PySide6", "shiboken6", "pyqtgraph", "superqt", "qtpy")
#: All that a window may know of core: what a run is, what crosses the wall, and how to get there.
FOR_THE_WINDOW = (
    "core.assets",
    "core.command_line",
    "core.errors",
    "core.experiment",
    "core.files",
    "core.lines",
    "core.linear_algebra.path",
    "core.logs",
    "core.messages",
    "core.parts",
    "core.preview",  # examples and floors, which need no torch: they are there at the first paint
    "core.printable",
    "core.races",  # lanes and what came of them, as plain data
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


def within(name: str, prefixes: tuple[str, ...]) -> bool:
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)


@pytest.mark.parametrize("file", files("core"), ids=module_name)
def test_core_imports_neither_qt_nor_the_window(file: Path) -> None:
    assert not [name for name in imports(file) if within(name, (*QT, "gui"))]


@pytest.mark.parametrize("file", files("gui"), ids=module_name)
def test_the_window_knows_of_core_only_what_is_for_it(file: Path) -> None:
    names = [name for name in imports(file) if within(name, ("core", "torch")) and name != "core"]
    assert not [name for name in names if not within(name, FOR_THE_WINDOW)]


def rooms(package: str) -> dict[str, set[str]]:
    """Which room needs which others; a file that lies beside the rooms is one of its own."""
    names = {module_name(file) for file in files(package)}

    def room(module: str) -> str:
        while module not in names:
            module = module.rpartition(".")[0]
        return ".".join(module.split(".")[:2])

    needs: dict[str, set[str]] = defaultdict(set)
    for file in files(package):
        here = room(module_name(file))
        needs[here] |= {room(name) for name in imports(file) if within(name, (package,)) and name != package} - {here}
    return needs


@pytest.mark.parametrize("package", ["core", "gui"])
def test_no_two_rooms_need_each_other(package: str) -> None:
    needs = rooms(package)
    needs.pop(package, None)
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        pytest.fail(f"a circle: {' → '.join(error.args[1])}")


@pytest.mark.parametrize("package", ["core", "gui"])
def test_no_two_files_need_each_other(package: str) -> None:
    names = {module_name(file) for file in files(package)}
    needs: dict[str, set[str]] = defaultdict(set)
    for file in files(package):
        for name in imports(file):
            # What a package offers under its own name is found in a file of it, or in the package itself.
            module = name if name in names else name.rpartition(".")[0]
            if module in names and module != module_name(file) and not module_name(file).startswith(f"{module}."):
                needs[module_name(file)].add(module)
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        pytest.fail(f"a circle: {' → '.join(error.args[1])}")


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


def test_the_window_is_there_before_the_library_of_its_plots() -> None:
    assert loaded_after_importing(["gui.window.window", "gui.start.app"], ("pyqtgraph",)) == ""


def test_importing_every_module_of_core_leaves_qt_out() -> None:
    assert loaded_after_importing([module_name(file) for file in files("core")], QT) == ""


def test_reading_the_command_line_needs_neither_qt_nor_torch() -> None:
    assert loaded_after_importing(["tiescope", "gui.start.command_line"], ("torch", *QT)) == ""
