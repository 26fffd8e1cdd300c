"""The bands across the window, above and below the views. A new one is a file here and a line below."""

from gui.bands.base import Band

__all__ = ["BANDS", "Band"]

BANDS: tuple[type[Band], ...] = ()
