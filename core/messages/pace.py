"""How fast a run is shown to go: so many steps a frame, like a film, or as fast as it can."""

from __future__ import annotations

FILM, FULL = "film", "full"
PACES = ("1", "10", "100", FILM, FULL)  # from slow to fast; a frame is 1/25 s
