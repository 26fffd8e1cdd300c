"""From pictures to one file that moves. Pillow writes it: Qt writes pictures that stand still."""

from __future__ import annotations

import importlib.util
import io
import itertools
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import TiescopeError
from core.files import atomic
from core.printable import name

if TYPE_CHECKING:
    from PIL.Image import Image

FOREVER = 0
#: By the ending of the file: Pillow's name of the format, and how it is written.
#: A lossy picture is for what the eye takes for the same at a third of the bytes.
KINDS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    ".webp": ("WEBP", {"quality": 60, "method": 4}),
    ".gif": ("GIF", {"optimize": True}),
    ".png": ("PNG", {}),
    ".apng": ("PNG", {}),
}


@dataclass(frozen=True)
class Frame:
    """One picture, packed: a film of a minute must fit into memory."""

    width: int
    height: int
    packed: bytes  # height × width × 3, red green blue, without gaps
    begins: float  # seconds from the beginning of the film

    @classmethod
    def of(cls, width: int, height: int, pixels: bytes, begins: float) -> Frame:
        """Of ``pixels`` that are not packed yet."""
        return cls(width, height, zlib.compress(pixels, 1), begins)


def check(argument: str, file: Path) -> None:
    """Raises TiescopeError if no film of this kind can be written here."""
    if file.suffix.lower() not in KINDS:
        raise TiescopeError(f"{argument}: {name(file.name)} must end in one of {', '.join(KINDS)}.", argument)
    if importlib.util.find_spec("PIL") is None:
        raise TiescopeError(f"{argument} needs Pillow, which is not here: 'pip install pillow' brings it.", argument)


def save(file: Path, frames: Sequence[Frame], ends: float) -> None:
    """Write ``frames``, the last of which stands until ``ends`` seconds; the film begins again when it is over.

    Raises:
        OSError: if it can't be written; what was there is still there.
    """
    kind, options = KINDS[file.suffix.lower()]
    times = [*(frame.begins for frame in frames), ends]
    # Whole milliseconds of the film, not of each picture: rounded one by one they would add up.
    marks = [round(1000 * time) for time in times]
    durations = [max(1, after - before) for before, after in itertools.pairwise(marks)]
    first = next(iter(_Unpacked(frames[:1])))
    content = io.BytesIO()
    rest = _Unpacked(frames[1:])
    first.save(content, kind, save_all=True, append_images=rest, duration=durations, loop=FOREVER, **options)
    atomic.replace(file, content.getvalue())


class _Unpacked:
    """Pictures as Pillow wants them, one at a time, as often as it goes through them."""

    def __init__(self, frames: Sequence[Frame]) -> None:
        self._frames = frames

    def __iter__(self) -> Iterator[Image]:
        from PIL import Image

        for frame in self._frames:
            yield Image.frombytes("RGB", (frame.width, frame.height), zlib.decompress(frame.packed))
