"""The advice after a run that went wrong fits what went wrong."""

from __future__ import annotations

import pytest

from core.command_line.training_report import explanation
from core.messages.events import Diverged
from gui.start.command_line import main


def test_after_some_steps_a_lower_rate_is_advised() -> None:
    sentence = explanation(Diverged(lane="A", step=17, good_step=0, decoder="transpose", learning_rate=0.5))
    assert "step 17" in sentence
    assert "learning_rate below 0.5" in sentence


def test_where_the_first_loss_is_not_finite_no_rate_would_help(capsys: pytest.CaptureFixture[str]) -> None:
    huge = ["--set", "dataset=gaussian", "--set", "spectrum=[1e38,1e37]", "--set", "layers=[1]"]
    assert main(["train", *huge, "--set", "batch_size=32", "--steps", "20", "--json"]) == 3
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "too large for float32" in told
    assert "learning_rate below" not in told
