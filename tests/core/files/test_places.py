"""What nobody has named a place for goes into the user's folders, never beside what is worked on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from core.files import places

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no variable says where")


def test_the_state_folder_is_the_one_that_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert places.kept_runs() == tmp_path / "tiescope" / "runs"
    assert places.logs().is_relative_to(tmp_path)


@pytest.mark.parametrize("named", ["~/.local/state", "state"])
def test_without_a_home_nothing_is_put_beside_the_work(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", named)
    for place in (places.kept_runs(), places.logs()):
        assert place.is_absolute()
        assert not place.is_relative_to(Path.cwd())
