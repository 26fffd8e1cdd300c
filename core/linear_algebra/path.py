"""By which path an inverse is computed; torch is not imported here, so that a window can name the paths."""

from __future__ import annotations

from enum import StrEnum


class Path(StrEnum):
    """How an inverse was computed."""

    FLOAT32 = "float32"
    FLOAT64 = "float64"
    REGULARISED = "regularised"  # in float64, and so near singular that the ridge shows: not quite W⁺
    NOT_FINITE = "not finite"  # W holds an infinity or a NaN; so does everything decoded with it
