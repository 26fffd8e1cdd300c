"""The program finds its own folders, whatever else is called like them, and hides nothing of anybody else's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import ROOT

TINY = ["--set", "dataset=digits8x8", "--set", "layers=[4]", "--steps", "1"]


@pytest.fixture(params=["core", "gui", "assets"])
def somebody_elses(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """An environment in which a folder of this name comes before ours."""
    package = tmp_path / "project" / str(request.param)
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("WIDTH = 3\n")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(package.parent), str(ROOT)])}


def run(words: list[str], environment: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tiescope", *words]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=100, check=False
    )


@pytest.mark.parametrize(
    "words",
    [
        ["--version"],
        ["train", *TINY],
        ["doctor"],
        ["info", "run.toml"],
        ["--fresh", "--screenshot", "a.png", *TINY],
    ],
    ids=lambda words: words[0],
)
def test_every_command_works_beside_somebody_elses_folder(
    words: list[str], somebody_elses: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "run.toml").write_text("seed = 1\n")
    done = run(words, somebody_elses, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_processes_started_by_multiprocessing_find_ours_too(somebody_elses: dict[str, str], tmp_path: Path) -> None:
    script = tmp_path / "spawn.py"
    script.write_text(
        "import multiprocessing\n"
        "import tiescope\n"
        "if __name__ == '__main__':\n"
        "    tiescope.put_own_folder_first()\n"
        "    from core.command_line.version import version\n"
        "    with multiprocessing.get_context('spawn').Pool(1) as pool:\n"
        "        print(pool.apply(version))\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        env=somebody_elses,
        capture_output=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_where_nothing_is_in_the_way_the_order_of_things_stays(tmp_path: Path) -> None:
    code = (
        "import sys, tiescope; before = list(sys.path); tiescope.put_own_folder_first(); sys.exit(sys.path != before)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=False).returncode == 0


def test_reading_the_version_needs_neither_qt_nor_torch() -> None:
    code = (
        "import sys, tiescope\nsys.argv = ['tiescope', '--version']\nstatus = tiescope.main()\n"
        "sys.exit(status or any(name in sys.modules for name in ('torch', 'PySide6', 'pydantic')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False).returncode == 0
