"""Everything there is to say about a run: frozen, validated, to and from TOML.

Nothing here imports torch: the window checks its fields before torch is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import tomli_w
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from core import activations, datasets, decoders
from core.errors import TiescopeError
from core.printable import name, short

#: Keys that may change between two steps; every other key needs a new network.
IN_FLIGHT = frozenset(
    {
        "activation",
        "output_activation",
        "decoder",
        "dial",
        "ramp_to_transpose",
        "ramp_to_pseudo_inverse",
        "optimizer",
        "learning_rate",
        "momentum",
        "batch_size",
        "noise",
        "weight_decay",
        "steps",
    }
)
OPTIMIZERS = ("sgd", "adam")
ALLOWED = "allowed"


def _number(value: Any) -> Any:
    # bool is an int in Python, and pydantic would read the string "3": neither is a number somebody meant.
    if isinstance(value, (bool, str)):
        raise ValueError("not a number")
    return value


def _one_of(names: Iterable[str]) -> AfterValidator:
    def check(value: str) -> str:
        if value not in names:
            raise ValueError("unknown name")
        return value

    return AfterValidator(check)


def _described(default: Any, meaning: str, allowed: str, **limits: Any) -> Any:
    return Field(default=default, description=meaning, json_schema_extra={ALLOWED: allowed}, **limits)


def _names(names: Iterable[str]) -> str:
    return "one of " + ", ".join(names)


Integer = Annotated[int, BeforeValidator(_number)]
Real = Annotated[float, BeforeValidator(_number)]
Width = Annotated[int, BeforeValidator(_number), Field(gt=0, le=10**12)]
Variance = Annotated[float, BeforeValidator(_number), Field(ge=0)]


class Experiment(BaseModel):
    """What a run is. Same experiment, same machine: same numbers.

    Build it with :func:`parse`, which says in one sentence what is wrong with the values given.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    dataset: Annotated[str, _one_of(datasets.DATASETS)] = _described(
        "digits", "the data to learn", _names(datasets.DATASETS)
    )
    spectrum: tuple[Variance, ...] = _described(
        tuple(1.0 / i**2 for i in range(1, 65)),
        "the variances of the gaussian data along its principal axes",
        "1 to 4096 finite numbers, none negative and not all zero",
        min_length=1,
        max_length=4096,
    )
    layers: tuple[Width, ...] = _described(
        (64,),
        "the widths of the encoder after the input, outermost first",
        "a list of whole numbers above 0, such as [256, 32]",
        min_length=1,
    )
    activation: Annotated[str, _one_of(activations.ACTIVATIONS)] = _described(
        "leaky_relu", "what each hidden layer does to its sums", _names(activations.ACTIVATIONS)
    )
    output_activation: Annotated[str, _one_of(activations.ACTIVATIONS)] = _described(
        "linear", "what the last layer of the decoder does to its sums", _names(activations.ACTIVATIONS)
    )
    decoder: Annotated[str, _one_of(decoders.DECODERS)] = _described(
        "transpose", "how the decoder's weights follow from the encoder's", _names(decoders.DECODERS)
    )
    dial: Real = _described(
        0.5,
        "where the dial decoder stands between W⁺ (0) and Wᵀ (1)",
        "a number from 0 to 1",
        ge=0,
        le=1,
    )
    ramp_to_transpose: Integer = _described(
        100,
        "the steps that a flip from W⁺ to Wᵀ takes, by way of the dial; a hard one multiplies the loss",
        "a whole number from 0 (a hard flip) to 1000000",
        ge=0,
        le=10**6,
    )
    ramp_to_pseudo_inverse: Integer = _described(
        0,
        "the steps that a flip from Wᵀ to W⁺ takes, by way of the dial",
        "a whole number from 0 (a hard flip) to 1000000",
        ge=0,
        le=10**6,
    )
    optimizer: Annotated[str, _one_of(OPTIMIZERS)] = _described(
        "adam", "how a gradient becomes a step", _names(OPTIMIZERS)
    )
    learning_rate: Real = _described(3e-3, "the size of a step", "a number above 0, at most 1000", gt=0, le=1000)
    momentum: Real = _described(0.9, "how much of the last step SGD keeps", "a number from 0 to below 1", ge=0, lt=1)
    batch_size: Integer = _described(
        128, "examples in a mini-batch", "a whole number from 1 to the number of training examples", gt=0
    )
    noise: Real = _described(
        0.0,
        "the standard deviation of the noise added to the inputs, not to what is to be reconstructed",
        "a number from 0 to 100",
        ge=0,
        le=100,
    )
    weight_decay: Real = _described(
        0.0, "the L2 penalty on the weights (its gradient is this times W)", "a number from 0 to 100", ge=0, le=100
    )
    seed: Integer = _described(
        0, "decides the first weights and the batches", "a whole number from 0 to 2147483647", ge=0, le=2**31 - 1
    )
    steps: Integer = _described(0, "pause after this many steps", "a whole number, 0 for no end", ge=0, le=10**12)

    def with_values(self, values: Mapping[str, Any]) -> Experiment:
        """This experiment with some keys changed and everything validated again."""
        return parse({**self.model_dump(), **values})

    def needs_new_network(self, other: Experiment) -> tuple[str, ...]:
        """The keys in which ``other`` differs so that it can't go on with this one's weights."""
        return tuple(
            key for key in type(self).model_fields if key not in IN_FLIGHT and getattr(self, key) != getattr(other, key)
        )

    def to_toml(self) -> str:
        """The experiment as TOML, with the same keys as the window's fields."""
        return tomli_w.dumps(self.model_dump(mode="json"))


def problems(values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with ``values``, a sentence for each key; empty if nothing is."""
    try:
        experiment = Experiment.model_validate(dict(values))
    except ValidationError as error:
        found: dict[str, str] = {}
        for item in error.errors(include_url=False):
            key = str(item["loc"][0]) if item["loc"] else ""
            found.setdefault(key, _sentence(key, values.get(key)))
        return found
    return _against_data(experiment)


def parse(values: Mapping[str, Any]) -> Experiment:
    """The experiment that ``values`` describe, defaults for what is missing.

    Raises:
        TiescopeError: for the first key that is unknown or whose value is not allowed.
    """
    for key, sentence in problems(values).items():
        raise TiescopeError(sentence, key)
    return Experiment.model_validate(dict(values))


def _sentence(key: str, value: Any) -> str:
    field = Experiment.model_fields.get(key)
    if field is None:
        return f"{name(key)} is not a key of an experiment; the keys are {', '.join(Experiment.model_fields)}."
    extra = field.json_schema_extra
    assert isinstance(extra, dict)
    return f"{key} must be {extra[ALLOWED]}, not {short(value)}."


def _against_data(experiment: Experiment) -> dict[str, str]:
    """What only the data can say: whether there are enough of them for this batch and this code."""
    if not any(experiment.spectrum):
        return {"spectrum": _sentence("spectrum", experiment.spectrum)}
    activation = activations.ACTIVATIONS[experiment.activation]
    if experiment.decoder == "inverse" and activation.inverse is None:
        invertible = (name for name, each in activations.ACTIVATIONS.items() if each.inverse)
        return {
            "decoder": f"decoder can't be inverse with activation {activation.name}: {activation.why_not}; "
            f"it can with {', '.join(invertible)}."
        }
    facts = datasets.facts(experiment.dataset, experiment.spectrum)
    found: dict[str, str] = {}
    code = min(experiment.layers)
    if code > facts.train:
        found["layers"] = (
            f"layers: a code {code} wide is more than the {facts.train} training examples of "
            f"{experiment.dataset} can determine; at most {facts.train} is allowed."
        )
    if experiment.batch_size > facts.train:
        found["batch_size"] = (
            f"batch_size must be at most {facts.train}, the number of training examples of "
            f"{experiment.dataset}, not {experiment.batch_size}."
        )
    return found
