"""What a run is: frozen, validated, to and from TOML."""

from core.experiment.experiment import IN_FLIGHT, OPTIMIZERS, Experiment, parse, problems
from core.experiment.toml import from_toml, read_toml
from core.fields import ALLOWED

__all__ = ["ALLOWED", "IN_FLIGHT", "OPTIMIZERS", "Experiment", "from_toml", "parse", "problems", "read_toml"]
