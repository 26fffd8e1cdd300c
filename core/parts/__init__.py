"""What may be asked of a lane. A new one is a file here and a line below."""

from core.parts.base import Copied, Measured, Subject, Taken
from core.parts.codes import Codes
from core.parts.dead_units import DeadUnits
from core.parts.figures import Figures
from core.parts.filters import Filters
from core.parts.inverse_filters import InverseFilters
from core.parts.inversions import Inversions
from core.parts.kept_states import KeptStates
from core.parts.likeness import Likeness
from core.parts.losses import TrainingLoss, ValidationLoss
from core.parts.probe import Probe
from core.parts.reconstructions import Reconstructions
from core.parts.state import State
from core.parts.traces import Traces
from core.parts.weights import Weights

__all__ = ["PARTS", "Copied", "Measured", "Subject", "Taken"]

PARTS = (
    Codes,
    DeadUnits,
    Figures,
    Filters,
    InverseFilters,
    Inversions,
    KeptStates,
    Likeness,
    Probe,
    Reconstructions,
    State,
    Traces,
    TrainingLoss,
    ValidationLoss,
    Weights,
)
