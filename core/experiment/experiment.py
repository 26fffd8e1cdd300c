"""Everything there is to say about a run: frozen, validated, to and from TOML.

Nothing here imports torch: the window checks its fields before torch is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import tomli_w
from pydantic import Field, ValidationError, create_model

from core import activations, datasets, decoders
from core.errors import TiescopeError
from core.experiment import choices
from core.fields import ALLOWED, Integer, Real, alone, at_most, described, listed, one_of
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
OPTIMIZERS = tuple(choices.OPTIMIZERS)
MOST_LAYERS = 64
WIDEST = 2**31 - 1

Width = Annotated[Integer, Field(gt=0, le=WIDEST)]


class _Data(datasets.Options):
    dataset: Annotated[str, one_of(datasets.DATASETS)] = described(
        "digits", "the data to learn", listed(datasets.DATASETS)
    )


if TYPE_CHECKING:
    # Which options there are is known when the program runs: nobody but their source needs to know them by name.
    _SourceOptions = _Data
else:
    # The options of every source are keys, chosen or not; the first base comes last in the order of the keys.
    _with_options = dict.fromkeys(
        source.options for source in datasets.DATASETS.values() if source.options.model_fields
    )
    _SourceOptions = create_model("_SourceOptions", __base__=(*reversed(_with_options), _Data))


class Experiment(_SourceOptions):
    """What a run is. Same experiment, same machine: same numbers.

    Flat: beside its own keys it has those of every data source's options, which mean something to their source alone.
    Build it with :func:`parse`, which says in one sentence what is wrong with the values given.
    """

    layers: Annotated[tuple[Width, ...], at_most(MOST_LAYERS), alone()] = described(
        (64,),
        "the widths of the encoder after the input, outermost first",
        f"a list of 1 to {MOST_LAYERS} whole numbers from 1 to {WIDEST}, such as [256, 32]",
    )
    activation: Annotated[str, one_of(activations.ACTIVATIONS)] = described(
        "linear", "what each hidden layer does to its sums", listed(activations.ACTIVATIONS)
    )
    output_activation: Annotated[str, one_of(activations.ACTIVATIONS)] = described(
        "linear", "what the last layer of the decoder does to its sums", listed(activations.ACTIVATIONS)
    )
    decoder: Annotated[str, one_of(decoders.DECODERS)] = described(
        "transpose", "how the decoder's weights follow from the encoder's", listed(decoders.DECODERS)
    )
    dial: Real = described(
        0.5,
        "where the dial decoder stands between W⁺ (0) and Wᵀ (1)",
        "a number from 0 to 1",
        ge=0,
        le=1,
    )
    ramp_to_transpose: Integer = described(
        100,
        "the steps that a flip from W⁺ to Wᵀ takes, by way of the dial; a hard one multiplies the loss",
        "a whole number from 0 (a hard flip) to 1000000",
        ge=0,
        le=10**6,
    )
    ramp_to_pseudo_inverse: Integer = described(
        0,
        "the steps that a flip from Wᵀ to W⁺ takes, by way of the dial",
        "a whole number from 0 (a hard flip) to 1000000",
        ge=0,
        le=10**6,
    )
    optimizer: Annotated[str, one_of(OPTIMIZERS)] = described(
        "adam", "how a gradient becomes a step", listed(OPTIMIZERS)
    )
    learning_rate: Real = described(1e-3, "the size of a step", "a number above 0, at most 1000", gt=0, le=1000)
    momentum: Real = described(0.9, "how much of the last step SGD keeps", "a number from 0 to below 1", ge=0, lt=1)
    batch_size: Integer = described(
        128, "examples in a mini-batch", "a whole number from 1 to the number of training examples", gt=0
    )
    noise: Real = described(
        0.0,
        "the standard deviation of the noise added to the inputs, not to what is to be reconstructed",
        "a number from 0 to 100",
        ge=0,
        le=100,
    )
    weight_decay: Real = described(
        0.0, "the L2 penalty on the weights (its gradient is this times W)", "a number from 0 to 100", ge=0, le=100
    )
    seed: Integer = described(
        0, "decides the first weights and the batches", "a whole number from 0 to 2147483647", ge=0, le=2**31 - 1
    )
    steps: Integer = described(0, "pause after this many steps", "a whole number, 0 for no end", ge=0, le=10**12)

    def with_values(self, values: Mapping[str, Any]) -> Experiment:
        """This experiment with some keys changed and everything validated again."""
        return parse({**self.model_dump(), **values})

    @property
    def options(self) -> datasets.Options:
        """What is chosen about the data, for :func:`core.datasets.load`: the options of this source and no other's."""
        model = datasets.DATASETS[self.dataset].options
        chosen = model.model_construct(**{key: getattr(self, key) for key in model.model_fields})
        assert isinstance(chosen, datasets.Options)
        return chosen

    def to_toml(self) -> str:
        """The experiment as TOML, with the same keys as the window's fields."""
        return tomli_w.dumps(self.model_dump(mode="json"))


def problems(values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with ``values``, a sentence for each key; empty if nothing is."""
    checked = _checked(values)
    return {} if isinstance(checked, Experiment) else checked


def parse(values: Mapping[str, Any]) -> Experiment:
    """The experiment that ``values`` describe, defaults for what is missing.

    Raises:
        TiescopeError: for the first key that is unknown or whose value is not allowed.
    """
    checked = _checked(values)
    if isinstance(checked, Experiment):
        return checked
    key, sentence = next(iter(checked.items()))
    raise TiescopeError(sentence, key)


def _checked(values: Mapping[str, Any]) -> Experiment | dict[str, str]:
    """The experiment, or what is wrong with the values."""
    known = {key: value for key, value in values.items() if key in Experiment.model_fields}
    wrong = dict.fromkeys(key for key in values if key not in known)
    try:
        experiment = Experiment.model_validate(known)
    except ValidationError as error:
        wrong |= dict.fromkeys(str(item["loc"][0]) for item in error.errors(include_url=False, include_input=False))
    if wrong:
        return {key: _sentence(key, values.get(key)) for key in wrong}
    return _against_data(experiment) or experiment


def _sentence(key: str, value: Any) -> str:
    field = Experiment.model_fields.get(key)
    if field is None:
        return f"{name(key)} is not a key of an experiment; the keys are {', '.join(Experiment.model_fields)}."
    extra = field.json_schema_extra
    assert isinstance(extra, dict)
    return f"{key} must be {extra[ALLOWED]}, not {short(value)}."


def _against_data(experiment: Experiment) -> dict[str, str]:
    """What only the parts chosen can say: whether they go together, and whether the data are enough."""
    decoder, activation = decoders.DECODERS[experiment.decoder], activations.ACTIVATIONS[experiment.activation]
    if decoder.inverts_activation and activation.inverse is None:
        invertible = (name for name, each in activations.ACTIVATIONS.items() if each.inverse)
        return {
            "decoder": f"decoder can't be {decoder.name} with activation {activation.name}: {activation.why_not}; "
            f"it can with {', '.join(invertible)}."
        }
    try:
        facts = datasets.facts(experiment.dataset, experiment.options)
    except TiescopeError as error:
        return {error.key if error.key in Experiment.model_fields else "dataset": str(error)}
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
