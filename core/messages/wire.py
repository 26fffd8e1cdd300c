"""Messages as bytes and back: JSON for what is plain, and the arrays behind it as they lie in memory. No pickle.

Only what is registered with :func:`message` comes out, whatever the bytes say, so that bytes are only ever data.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import lru_cache
from types import NoneType
from typing import Any, TypeVar

import numpy as np

from core.errors import TiescopeError
from core.experiment import Experiment, parse

Kind = TypeVar("Kind", bound=type)
Arrays = list[np.ndarray[Any, Any]]

ALIGNMENT = 16  # bytes at which arrays begin
NUMBERS = re.compile("[<>|][biufc][0-9]+")  # how NumPy writes the types of numbers: objects are not data

_messages: dict[str, type] = {}


def message(kind: Kind) -> Kind:
    """Let instances of ``kind`` cross the wall: a frozen dataclass, a named tuple or an enumeration of words."""
    other = _messages.setdefault(kind.__name__, kind)
    assert other.__qualname__ == kind.__qualname__, f"two kinds of messages are called {kind.__name__}"
    _messages[kind.__name__] = kind
    return kind


def encode(value: Any, tail: bytes = b"") -> bytes:
    """``value`` as bytes, with some more behind it, which :func:`decode` does not look at: a copy less than adding them
    afterwards."""
    arrays: Arrays = []
    plain = to_plain(value, arrays)
    shapes = [[array.dtype.str, list(array.shape)] for array in arrays]
    head = json.dumps([plain, shapes], separators=(",", ":")).encode()
    pieces: list[Any] = [len(head).to_bytes(8, "little"), head]
    length = 8 + len(head)
    for array in arrays:
        pieces += [bytes(-length % ALIGNMENT), array]
        length += -length % ALIGNMENT + array.nbytes
    return b"".join([*pieces, tail])


def decode(data: bytes) -> Any:
    """What :func:`encode` was given; arrays are read-only views of ``data``.

    Raises:
        TiescopeError: if these are not the bytes of a message.
    """
    try:
        end = 8 + int.from_bytes(data[:8], "little")
        plain, shapes = json.loads(data[8:end])
        arrays: Arrays = []
        for kind, shape in shapes:
            end += -end % ALIGNMENT
            if not NUMBERS.fullmatch(kind):
                raise ValueError(f"{kind!r} is no type of numbers")
            dtype, count = np.dtype(kind), math.prod(shape)
            arrays.append(np.frombuffer(data, dtype, count, end).reshape(shape))
            end += dtype.itemsize * count
        return from_plain(plain, arrays)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError) as error:
        raise TiescopeError(f"A message can't be read: {error}.") from error


def to_plain(value: Any, arrays: Arrays) -> Any:
    """``value`` as what JSON knows; arrays are appended to ``arrays``."""
    if type(value) in (str, int, bool, NoneType):
        return value  # by far the most: they need not be looked for among all kinds
    match value:
        case StrEnum():
            return {"is": type(value).__name__, "word": value.value}
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else {"float": str(value)}
        case np.ndarray():
            known = next((index for index, array in enumerate(arrays) if array is value), None)
            if known is not None:
                return {"array": known}  # once is enough
            arrays.append(np.asarray(value, order="C"))
            return {"array": len(arrays) - 1}
        case bytes():
            arrays.append(np.frombuffer(value, np.uint8))
            return {"bytes": len(arrays) - 1}
        case Experiment():
            return {"experiment": value.model_dump(mode="json")}
        case np.generic():
            return to_plain(value.item(), arrays)
        case frozenset():
            return {"set": [to_plain(each, arrays) for each in value]}
        case tuple() if not hasattr(value, "_fields"):
            return {"tuple": [to_plain(each, arrays) for each in value]}
        case list():
            return [to_plain(each, arrays) for each in value]
        case Mapping():
            return {"map": [[to_plain(key, arrays), to_plain(each, arrays)] for key, each in value.items()]}
    return {"is": _registered(type(value)), "with": {name: to_plain(each, arrays) for name, each in _fields(value)}}


def from_plain(plain: Any, arrays: Sequence[np.ndarray[Any, Any]]) -> Any:
    """What :func:`to_plain` was given."""
    if isinstance(plain, list):
        return [from_plain(each, arrays) for each in plain]
    if not isinstance(plain, dict):
        return plain
    if "is" in plain:
        return _made(plain, arrays)
    ((kind, content),) = plain.items()
    match kind:
        case "float":
            return float(content)
        case "array":
            return arrays[content]
        case "bytes":
            return arrays[content].tobytes()
        case "experiment":
            return _parsed(json.dumps(content))
        case "set":
            return frozenset(from_plain(each, arrays) for each in content)
        case "tuple":
            return tuple(from_plain(each, arrays) for each in content)
        case "map":
            return {from_plain(key, arrays): from_plain(each, arrays) for key, each in content}
    raise ValueError(f"{kind!r} is no kind of value")


@lru_cache(maxsize=8)  # Every snapshot brings one, nearly always the same.
def _parsed(experiment: str) -> Experiment:
    return parse(json.loads(experiment))


def _made(plain: dict[str, Any], arrays: Sequence[np.ndarray[Any, Any]]) -> Any:
    kind = _messages.get(plain["is"])
    if kind is None:
        raise ValueError(f"{plain['is']!r} is no message of this Tiescope")
    if "word" in plain:
        return kind(plain["word"])
    return kind(**{name: from_plain(each, arrays) for name, each in plain["with"].items()})


def _registered(kind: type) -> str:
    assert _messages.get(kind.__name__) is kind, f"{kind.__name__} is no message"
    return kind.__name__


def _fields(value: Any) -> list[tuple[str, Any]]:
    kind = type(value)
    names = _names.get(kind)
    if names is None:
        _names[kind] = names = tuple(each.name for each in fields(value)) if is_dataclass(value) else value._fields
    return [(name, getattr(value, name)) for name in names]


_names: dict[type, tuple[str, ...]] = {}  # of the fields of every kind that has been sent
