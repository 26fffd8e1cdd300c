"""What was asked for and refused waits again; which of several equal commands was refused is known by its number."""

from __future__ import annotations

from core.experiment import Experiment, parse
from core.messages.commands import Change, Command, Replace
from gui.panel.draft import Draft

KEYS = set(Experiment.model_fields) - {"decoder", "dial", "steps"}


class Line:
    """Numbers what is sent, and keeps it."""

    def __init__(self) -> None:
        self.sent: list[Command] = []
        self.draft = Draft(parse({"dataset": "digits8x8", "layers": [16]}), KEYS, self.send)

    def send(self, command: Command) -> int:
        self.sent.append(command)
        return 100 + len(self.sent)

    def enter(self, key: str, value: object) -> int:
        """Enter a value, have it sent, and say by which number."""
        self.draft.enter(key, value)
        before = len(self.sent)
        self.draft.send_allowed()
        assert len(self.sent) == before + 1
        return 100 + len(self.sent)

    def network(self, **values: object) -> int:
        for key, value in values.items():
            self.draft.enter(key, value)
        before = len(self.sent)
        self.draft.send_network()
        assert len(self.sent) == before + 1
        return 100 + len(self.sent)


def test_what_is_allowed_in_flight_is_sent_and_waits_no_longer() -> None:
    line = Line()
    line.enter("learning_rate", 0.5)
    assert line.sent == [Change((("learning_rate", 0.5),))]
    assert "learning_rate" not in line.draft


def test_what_is_refused_waits_again_with_the_reason() -> None:
    line = Line()
    number = line.enter("learning_rate", 0.5)
    assert line.draft.refuse(number, "No.", "learning_rate") == ("learning_rate",)
    assert line.draft.value("learning_rate") == 0.5
    assert line.draft.sentences == {"learning_rate": "No."}
    line.draft.send_allowed()
    assert len(line.sent) == 1


def test_a_refusal_of_somebody_else_s_command_is_not_the_draft_s() -> None:
    line = Line()
    number = line.enter("learning_rate", 0.5)
    assert line.draft.refuse(number + 1, "No.", "learning_rate") is None
    assert line.draft.refuse(number, "No.", "learning_rate") is not None
    assert line.draft.refuse(number, "No.", "learning_rate") is None


def test_of_two_equal_changes_the_number_says_which_was_refused() -> None:
    line = Line()
    first = line.enter("noise", 0.5)
    line.enter("noise", 0.1)
    last = line.enter("noise", 0.5)
    assert line.draft.refuse(first, "Too early.", "noise") == ()
    assert line.draft.sentences == {}
    assert line.draft.refuse(last, "No.", "noise") == ("noise",)
    assert line.draft.sentences == {"noise": "No."}


def test_a_value_entered_since_is_not_overwritten_by_the_one_refused() -> None:
    line = Line()
    number = line.enter("noise", 0.5)
    line.draft.enter("noise", -1)
    assert line.draft.refuse(number, "No.", "noise") == ()
    assert line.draft.value("noise") == -1


def test_a_network_that_is_refused_waits_again_as_a_whole() -> None:
    line = Line()
    number = line.network(layers=[8], seed=3)
    assert line.draft.in_force.layers == (8,)
    assert line.draft.refuse(number, "No room.", "layers") == ("layers", "seed")
    assert line.draft.in_force.layers == (16,)
    assert line.draft.changes == ("layers", "seed")
    assert line.draft.sentences == {"layers": "No room."}


def test_a_refusal_that_has_no_field_is_told_at_what_was_changed() -> None:
    line = Line()
    number = line.network(seed=3)
    line.draft.refuse(number, "No room.", "decoder")
    assert line.draft.sentences == {"seed": "No room."}


def test_settings_that_came_into_force_meanwhile_are_not_taken_back_with_a_network() -> None:
    line = Line()
    number = line.network(layers=[8])
    line.draft.use(parse({"dataset": "digits8x8", "layers": [16], "noise": 0.25}))
    line.draft.refuse(number, "No room.", "layers")
    assert line.draft.in_force.noise == 0.25
    assert line.draft.value("layers") == [8]


def test_of_two_networks_that_are_refused_all_of_both_waits_and_what_was_before_them_is_in_force() -> None:
    line = Line()
    first = line.network(layers=[8])
    second = line.network(seed=5)
    wanted = line.sent[-1]
    assert isinstance(wanted, Replace)
    assert wanted.lanes[0].layers == (8,)
    assert line.draft.refuse(first, "No room.", "layers") == ()
    assert line.draft.refuse(second, "No room.", "layers") == ("layers", "seed")
    assert line.draft.in_force == parse({"dataset": "digits8x8", "layers": [16]})
    assert line.draft.changes == ("layers", "seed")
