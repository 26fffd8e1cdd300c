"""What a file is, told by its bytes: its name may say something else, and often does."""

from __future__ import annotations

import json
import re

LONGEST_HEADER = 2**24  # bytes: metadata and a line for every tensor, of anything a person would ask about

#: What a file begins with, and what it is then; looked for in this order.
BEGINNINGS = (
    (
        re.compile(rb"version https://git-lfs\.github\.com/spec/"),
        "it is a git-lfs pointer, which only names the real file; run 'git lfs pull' to get that",
    ),
    (
        re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|!--)", re.IGNORECASE),
        "it is a web page, probably a sign-in or error page in place of a download",
    ),
    (re.compile(rb"PK\x03\x04"), "it is a zip archive, such as a .pt of torch.save or an .npz of NumPy"),
    (
        re.compile(rb"\x80[\x02-\x05]"),
        "it is a pickle, such as an old .pt of torch.save; Tiescope runs no code from a file",
    ),
    (re.compile(rb"\x93NUMPY"), "it is a NumPy array (.npy)"),
    (re.compile(rb"\x1f\x8b"), "it is compressed with gzip; unpack it first"),
    (re.compile(rb"\x89HDF\r\n"), "it is an HDF5 file, such as a .h5 of Keras"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8"), "it is a picture"),
    (re.compile(rb"%PDF-"), "it is a PDF"),
)


def foreign(start: bytes) -> str | None:
    """Half a sentence on what begins with ``start``, if it is a known kind that Tiescope does not read."""
    return next((what for beginning, what in BEGINNINGS if beginning.match(start)), None)


def may_be_safetensors(start: bytes) -> bool:
    """Whether it begins as such a file does: the length of a JSON object, and its brace."""
    return len(start) > 8 and start[8:9] == b"{" and start[6:8] == b"\0\0"


def not_safetensors(start: bytes, size: int) -> str | None:
    """Why a file of ``size`` bytes that begins with ``start`` is no .safetensors file; ``None`` if it may be one.

    ``start`` must be the whole file or at least ``LONGEST_HEADER`` bytes of it.
    """
    if not size:
        return "it is empty"
    what = foreign(start)
    if what or not may_be_safetensors(start):
        return what or "it does not begin with the length and the brace of a header"
    length = int.from_bytes(start[:8], "little")
    if length + 8 > LONGEST_HEADER:
        return f"its header says it is {length} bytes long, and at most {LONGEST_HEADER - 8} are read"
    if length + 8 > size:
        return f"it is broken off within its header: {size} of at least {length + 8} bytes are there"
    needed = 8 + length + _bytes_of_tensors(start[8 : 8 + length])
    if needed > size:
        return f"it is broken off, as by a download that failed: {size} of {needed} bytes are there"
    return None


def _bytes_of_tensors(header: bytes) -> int:
    """What the header says that follows it; 0 where it makes no sense, of which the library then says more."""
    try:
        return max(
            (int(each["data_offsets"][1]) for name, each in json.loads(header).items() if name != "__metadata__")
        )
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return 0
