"""Words from outside fit into a sentence, whatever they are."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.printable import LONGEST, name, one_line, short

ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.text())
def test_a_sentence_is_one_printable_line(text: str) -> None:
    line = one_line(text)
    assert line.isprintable()
    assert len(line) <= LONGEST + 3


def test_a_usual_sentence_stays_as_it_is() -> None:
    assert one_line("‖WWᵀ−I‖ is not W⁺: Größe 数.") == "‖WWᵀ−I‖ is not W⁺: Größe 数."


@given(ANYTHING)
def test_a_value_is_short(value: Any) -> None:
    assert len(short(value)) <= 60


@given(st.text())
def test_a_name_is_printable_and_not_empty(text: str) -> None:
    assert name(text).isprintable()
    assert 0 < len(name(text).strip()) <= 60


def test_what_python_can_not_write_is_described() -> None:
    assert "digits" in short(1 << 100_000)
    assert "digits" in short([1 << 100_000])
    nested: dict[str, Any] = {}
    for _ in range(100_000):
        nested = {"a": nested}
    assert "..." in short(nested)
