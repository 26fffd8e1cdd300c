"""The views, in the order in which the window lays them out. A new one is a file here and a line below."""

from gui.views.base import View
from gui.views.filters import FiltersView
from gui.views.loss import LossView
from gui.views.reconstructions import ReconstructionsView
from gui.views.singular_values import SingularValuesView

__all__ = ["VIEWS", "View"]

VIEWS: tuple[type[View], ...] = (LossView, FiltersView, ReconstructionsView, SingularValuesView)
