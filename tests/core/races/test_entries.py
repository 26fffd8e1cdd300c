"""The lanes of a race as they are typed."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import TiescopeError
from core.races.entries import parse_race

TYPED = [
    ("decoder=transpose,untied", ("transpose", "untied"), ["transpose", "untied"]),
    ("decoder = 'transpose' | \"untied\"", ("transpose", "untied"), ["transpose", "untied"]),
    ("learning_rate=0.1,1e-2,2", ("0.1", "0.01", "2"), [0.1, 0.01, 2.0]),
    ("seed=1,2", ("1", "2"), [1, 2]),
    ("layers=[16],[32, 8]", ("16", "32, 8"), [(16,), (32, 8)]),
    ("layers=16,32", ("16", "32"), [(16,), (32,)]),
    ("layers=16|32,8", ("16", "32, 8"), [(16,), (32, 8)]),
    ("layers=[16]|32,8|[64,4]", ("16", "32, 8", "64, 4"), [(16,), (32, 8), (64, 4)]),
]


@pytest.mark.parametrize(("text", "names", "values"), TYPED, ids=[each[0] for each in TYPED])
def test_every_value_is_a_lane(text: str, names: tuple[str, ...], values: list[object]) -> None:
    entries = parse_race(text, {"dataset": "digits8x8", "noise": 0.1})
    assert entries.names == names
    assert [getattr(each, entries.key) for each in entries.experiments] == values
    assert {each.noise for each in entries.experiments} == {0.1}


REFUSED = [
    ("decoder", "key=value,value"),
    ("=1,2", "key=value,value"),
    ("decoder=transpose", "2 to 26 values of decoder"),
    ("decoder=", "2 to 26"),
    ("decoder=transpose,transpose", "two lanes"),
    ("layers=[16],16", "two lanes"),
    ("learning_rate=0.1,0.10", "two lanes"),
    ("decoder=transpose,sideways", "sideways"),
    ("learning_rate=0.1,fast", "above 0"),
    ("speed=1,2", "not a key"),
    ("dataset=digits,digits8x8", "same in all lanes"),
    ("steps=10,20", "same in all lanes"),
    ("seed=" + ",".join(map(str, range(27))), "2 to 26"),
]


@pytest.mark.parametrize(("text", "sentence"), REFUSED, ids=[each[0][:30] for each in REFUSED])
def test_what_is_no_race_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(TiescopeError, match=sentence):
        parse_race(text, {})


@given(st.lists(st.lists(st.integers(1, 99), min_size=1, max_size=4), min_size=2, max_size=5, unique_by=tuple))
def test_lists_are_read_with_brackets_and_without(layers: list[list[int]]) -> None:
    bare = "|".join(",".join(map(str, each)) for each in layers)
    typed = [",".join(map(str, layers)), "|".join(map(str, layers)), *([bare] if len(layers) > 1 else [])]
    for text in typed:
        entries = parse_race(f"layers={text}", {"dataset": "gaussian"})
        assert [list(each.layers) for each in entries.experiments] == layers


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_race_or_refused(text: str) -> None:
    with suppress(TiescopeError):
        entries = parse_race(f"decoder={text}", {})
        assert len(set(entries.names)) == len(entries.names) >= 2
