"""The optimizers, by name. A new one is a file here and a line below. torch is imported when one takes a step."""

from core.optimizers.adam import Adam
from core.optimizers.base import Optimizer
from core.optimizers.sgd import Sgd

__all__ = ["OPTIMIZERS", "Optimizer"]

OPTIMIZERS: dict[str, Optimizer] = {optimizer.name: optimizer for optimizer in (Sgd(), Adam())}
