"""The bands across the window, above and below the views. A new one is a file here and a line below."""

from gui.bands.base import Band
from gui.bands.gauges import GaugesBand
from gui.bands.model_strip import ModelStrip
from gui.bands.timeline import TimelineBand

__all__ = ["BANDS", "Band"]

BANDS: tuple[type[Band], ...] = (ModelStrip, TimelineBand, GaugesBand)  # the later, the nearer to the views
