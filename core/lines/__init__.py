"""How a window reaches an engine. Another way is a file here and a line below."""

from core.lines.base import Line
from core.lines.process import ProcessLine
from core.lines.thread import ThreadLine

__all__ = ["LINES", "Line", "ProcessLine", "ThreadLine"]

LINES: dict[str, type[ThreadLine] | type[ProcessLine]] = {"thread": ThreadLine, "process": ProcessLine}
