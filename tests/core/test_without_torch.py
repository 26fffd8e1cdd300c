"""What a window may name is importable before torch is."""

from __future__ import annotations

import pytest

from tests.test_architecture import loaded_after_importing


@pytest.mark.parametrize("module", ["core.claims", "core.linear_algebra.path", "core.optimizers", "core.theory.laws"])
def test_importing_it_leaves_torch_out(module: str) -> None:
    assert loaded_after_importing([module], ("torch",)) == ""
