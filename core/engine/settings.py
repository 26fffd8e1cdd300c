"""Which settings follow from those in force when some are changed, or when an earlier state is gone back to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.decoders import DECODERS
from core.engine.chronicle import Changes
from core.errors import TiescopeError
from core.experiment import Experiment


def changed(in_force: Experiment, values: Mapping[str, Any], dial: float | None) -> Experiment:
    """The settings with ``values``; ``dial`` is where the decoder stands, if it stands anywhere between W⁺ and Wᵀ.

    Raises:
        TiescopeError: if they are not allowed.
    """
    decoder = DECODERS.get(values.get("decoder", ""))
    flipped = decoder is not None and decoder is not DECODERS[in_force.decoder]
    if decoder is not None and flipped and decoder.adjustable and "dial" not in values and dial is not None:
        # From where the decoder in force stands, so that nothing jumps until a person turns the dial.
        values = {**values, "dial": dial}
    return in_force.with_values(values)


def differences(before: Experiment, after: Experiment) -> Changes:
    """What is different, as pairs of a key and its value."""
    return tuple((key, value) for key, value in after if value != getattr(before, key))


def going_back(in_force: Experiment, good: Experiment) -> Experiment:
    """The settings in force with the decoder of the good state, and with its activations if they must be its."""
    back: dict[str, object] = {"decoder": good.decoder}
    if DECODERS[good.decoder].adjustable:
        back["dial"] = good.dial  # which is the decoder there
    try:
        return in_force.with_values(back)
    except TiescopeError:
        back |= {"activation": good.activation, "output_activation": good.output_activation}
        return in_force.with_values(back)
