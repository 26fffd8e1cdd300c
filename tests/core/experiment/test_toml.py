"""What editors, spreadsheets and strangers make of an experiment's file: read, or one sentence that says what to do."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

import pytest

from core.errors import TiescopeError
from core.experiment import from_toml, parse, read_toml
from core.experiment.assignments import parse_assignments

GOOD = 'dataset = "digits8x8"\nlayers = [16]\nlearning_rate = 0.002\n'


def refusal(file: Path) -> str:
    with pytest.raises(TiescopeError) as refused:
        read_toml(file)
    return str(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode(),
        codecs.BOM_UTF8 + GOOD.encode(),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace("\n", "\r").encode(),
    ],
    ids=["plain", "byte-order mark", "of Windows", "of an old Mac"],
)
def test_what_editors_add_is_no_failure(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "run.toml"
    file.write_bytes(content)
    assert parse(read_toml(file)) == parse({"dataset": "digits8x8", "layers": [16], "learning_rate": 0.002})


WRONG = [
    (GOOD.encode("utf-16"), ["UTF-16", "save it as UTF-8"]),
    (GOOD.encode("utf-16-le"), ["UTF-16"]),
    ("# für\nseed = 1\n".encode("latin-1"), ["line 1", "Latin-1", "UTF-8"]),
    (b"seed = 1\nlearning_rate = 0,002\n", ["line 2", "key learning_rate", "point", "0.002"]),
    (b"decoder = untied\n", ["line 1", "key decoder", "quotes"]),
    ("decoder = “untied”\n".encode(), ["line 1", "key decoder", "straight quotes"]),
    (b"seed: 1\n", ["line 1", "colon"]),
    (b"learning rate = 1\n", ["line 1", "one word"]),
    (b"seed =\n", ["line 1", "key seed", "value is missing"]),
    (b"seed = 1\nseed = 2\n", ["line 2", "key seed", "twice"]),
    (b'{"seed": 1}', ["JSON"]),
    (b"layers = [16\n", ["key layers", "bracket"]),
    (b'dataset = "digits\n', ["line 1", "key dataset", "quotation mark"]),
    (b'dataset = "C:\\data"\n', ["line 1", "backslash"]),
    (b"steps = 1\nseed = 1" + b"0" * 5000, ["line 2", "key seed", "too many digits"]),
    (b"seed = " + b"[" * 5000, ["nested too deep"]),
    (b"hello\n", ["line 1", "key = value"]),
    (b"#" * 2**20 + b"\n", ["1048577 bytes", "1048576"]),
]


@pytest.mark.parametrize(("content", "named"), WRONG, ids=[" ".join(named) for _, named in WRONG])
def test_what_is_no_toml_is_refused_in_our_words(content: bytes, named: list[str], tmp_path: Path) -> None:
    file = tmp_path / "run.toml"
    file.write_bytes(content)
    sentence = refusal(file)
    assert sentence.startswith(str(file))
    for words in named:
        assert words in sentence
    for parsers in ("Expected", "Invalid", "Cannot", "Exceeds", "column"):
        assert parsers not in sentence


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "run.toml"
    os.mkfifo(file)
    assert "is a pipe" in refusal(file)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless file here")
def test_an_endless_device_is_refused() -> None:
    assert "is a device" in refusal(Path("/dev/zero"))


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "is a directory" in refusal(tmp_path)


HUGE = "1" + "0" * 5000
HEX = "0x" + "f" * 5000


@pytest.mark.parametrize("value", [HUGE, HEX, f"[{HEX}]", f"{{ a = {HEX} }}"])
@pytest.mark.parametrize("key", ["seed", "learning_rate", "layers", "spectrum", "dataset"])
def test_a_number_of_thousands_of_digits_is_refused_in_one_sentence(key: str, value: str) -> None:
    with pytest.raises(TiescopeError, match=f"^{key} must be .{{10,400}}$") as refused:
        parse(parse_assignments([f"{key}={value}"]))
    assert len(str(refused.value)) < 500


def test_tables_within_tables_are_refused_in_one_sentence() -> None:
    with pytest.raises(TiescopeError, match=r"^seed must be"):
        parse(from_toml("seed" + ".a" * 5000 + " = 1"))


@pytest.mark.parametrize("key", ["a\x1b[2J", "a\nb", "", " ", "k" * 100_000])
def test_a_strange_key_is_quoted_and_short(key: str) -> None:
    with pytest.raises(TiescopeError, match="is not a key of an experiment") as refused:
        parse({key: 1})
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 500
