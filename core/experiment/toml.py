"""An experiment's keys and values from TOML, with words of our own for what is no TOML."""

from __future__ import annotations

import codecs
import re
import tomllib
from pathlib import Path
from typing import Any

from core.errors import TiescopeError
from core.experiment.toml_hints import hint
from core.printable import name
from core.reading import read_start

LARGEST = 2**20  # bytes of a TOML file: an experiment has a few hundred

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_KEY = re.compile(r"\s*([\w.-]{1,60})\s*=")


def from_toml(text: str, source: str = "the experiment") -> dict[str, Any]:
    """The keys and values of a TOML text, not yet validated; ``source`` names it in an error.

    Raises:
        TiescopeError: if it is not TOML, with the line, its key and what is probably meant.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TiescopeError(_sentence(text, source, str(error))) from error
    except RecursionError as error:
        raise TiescopeError(f"{source} is not TOML that can be read: its brackets are nested too deep.") from error
    except ValueError as error:
        # Python reads no decimal number of more digits than this: it would take forever.
        raise TiescopeError(_sentence(text, source, str(error), _line_of_digits(text))) from error


def read_toml(path: Path) -> dict[str, Any]:
    """The keys and values of a TOML file, not yet validated.

    Raises:
        TiescopeError: if it can't be read or is not TOML.
    """
    content, size = read_start(path, LARGEST)
    if size > LARGEST:
        raise TiescopeError(f"{path} can't be read: it has {size} bytes, and an experiment at most {LARGEST}.")
    return from_toml(_text(content, path), str(path))


def _text(content: bytes, path: Path) -> str:
    if content.startswith(UTF_16) or b"\0" in content:
        raise TiescopeError(
            f"{path} can't be read: it is not UTF-8 text but probably UTF-16, as PowerShell writes it; "
            "save it as UTF-8."
        )
    try:
        # Notepad and PowerShell begin a file with a byte-order mark, which -sig leaves out.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TiescopeError(
            f"{path} can't be read: it is not UTF-8 text (line {line} has a letter of another encoding, such as "
            "Latin-1); save it as UTF-8."
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _sentence(text: str, source: str, said: str, number: int | None = None) -> str:
    lines = text.removesuffix("\n").split("\n")
    place = _PLACE.search(said)
    if number is None:
        number = int(place[1]) if place and place[1] else len(lines)
    line = lines[min(number, len(lines)) - 1]
    key = _KEY.match(line)
    where = f"line {number}" + (f", key {name(key[1])}" if key else "")
    return f"{source} is not TOML ({where}): {hint(text, line, said)}."


def _line_of_digits(text: str) -> int:
    """The line of the longest number: what Python says of it names none."""
    lengths = [max(map(len, re.findall(r"\d[\d_]*", line)), default=0) for line in text.split("\n")]
    return lengths.index(max(lengths)) + 1
