"""What a run is: frozen, validated, to and from TOML."""

from core.experiment.experiment import ALLOWED, IN_FLIGHT, OPTIMIZERS, Experiment, parse, problems
from core.experiment.toml import from_toml, read_toml

__all__ = ["ALLOWED", "IN_FLIGHT", "OPTIMIZERS", "Experiment", "from_toml", "parse", "problems", "read_toml"]
