"""The numbers behind a plot, to be taken away as a table."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Table:
    """Rows below their headings; a cell that is no number stays empty."""

    headings: tuple[str, ...]
    rows: Sequence[Sequence[float | int | str]]

    def save(self, file: Path) -> None:
        """As comma-separated values, which every program reads; every number is written so that it can be read back
        without a loss.

        Raises:
            OSError: if it can't be written.
        """
        with file.open("w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out)
            writer.writerow(self.headings)
            writer.writerows([_cell(value) for value in row] for row in self.rows)


def _cell(value: float | int | str) -> str:
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else ""
    return str(value)
