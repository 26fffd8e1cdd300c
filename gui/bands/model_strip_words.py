"""What the model strip says of an experiment: beside the pictures, and to a screen reader."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from core.experiment import Experiment
from core.experiment.choices import ACTIVATIONS, DATASETS, DECODERS
from gui.formula.expressions import Formula
from gui.formula.notation import WORDS

WRITTEN_OUT = 3  # widths at most beside an arrow
NAMES = {"transpose": "D = Wᵀ", "pseudo_inverse": "D = W⁺", "inverse": "D = W⁺", "untied": "D", "dial": "D = Wᵀ … W⁺"}


@dataclass(frozen=True)
class Words:
    """``name`` is what matters, ``rest`` what follows where there is room, ``note`` what it is in words."""

    name: str
    rest: str = ""
    note: str = ""


def tr(words: str) -> str:
    """In the person's language."""
    return QCoreApplication.translate("ModelStrip", words)


def widths(inputs: int, experiment: Experiment) -> tuple[int, ...]:
    """Of input and encoder layers."""
    return (inputs, *experiment.layers)


def encoder(inputs: int, experiment: Experiment) -> Words:
    """× W, 784 → 64; of deep networks × W₁, W₂."""
    depth = len(experiment.layers)
    name = {1: "W", 2: "W₁, W₂"}.get(depth, f"W₁ … W{_subscript(depth)}")
    return Words(name, _way(widths(inputs, experiment)), tr("encoder"))


def decoder(inputs: int, experiment: Experiment, dial: float | None) -> Words:
    """× D = Wᵀ, 64 → 784."""
    way = _way(widths(inputs, experiment)[::-1])
    choice = DECODERS[experiment.decoder]
    on_the_way = dial is not None and (choice.adjustable or (choice.place_on_dial not in (None, dial)))
    if on_the_way:
        return Words(f"D, t = {dial:.2f}", way, tr("between W⁺ and Wᵀ"))
    notes = {
        "transpose": tr("transpose of W"),
        "pseudo_inverse": tr("pseudo-inverse of W"),
        "inverse": tr("pseudo-inverse of W"),
        "untied": tr("weights of its own"),
    }
    name = NAMES.get(experiment.decoder, f"D: {choice.title}")
    return Words(name, way, notes.get(experiment.decoder, tr("decoder")))


def activation(experiment: Experiment) -> Words:
    """tanh, and what the last layer does."""
    return Words(ACTIVATIONS[experiment.activation].title)


def code(units: int) -> tuple[str, ...]:
    """What the bars are, in fewer and fewer words."""
    return tr("code: {0} numbers").format(units), tr("code")


def output(experiment: Experiment) -> Words | None:
    """What the last layer does to its sums, if anything."""
    name = experiment.output_activation
    return None if name == "linear" else Words(ACTIVATIONS[name].title)


def data(experiment: Experiment) -> str:
    """digits 28×28."""
    return QCoreApplication.translate("Choice", DATASETS[experiment.dataset].title)


def all_widths(inputs: int, experiment: Experiment, most: int = 5) -> str:
    """784–64–784, those in the middle left out where they are many."""
    there = [str(width) for width in widths(inputs, experiment)]
    both = [*there, *there[-2::-1]]
    return "–".join(both if len(both) <= most else [*there[:2], "…", there[-1], "…", *there[1::-1]])


def aloud(inputs: int, experiment: Experiment, formula: Formula) -> str:
    """The whole strip in sentences."""
    translate = QCoreApplication.translate
    sentence = translate(
        "ModelStrip", "{data}, widths {widths}, activation {activation}, decoder {decoder}. {formula}."
    )
    return sentence.format(
        data=data(experiment),
        widths=", ".join(map(str, widths(inputs, experiment))),
        activation=translate("Choice", ACTIVATIONS[experiment.activation].title),
        decoder=translate("Choice", DECODERS[experiment.decoder].title),
        formula="; ".join(WORDS.equation(each) for each in formula.short),
    )


def _way(there: tuple[int, ...]) -> str:
    shown = [str(width) for width in there]
    if len(shown) > WRITTEN_OUT + 1:
        shown = [*shown[:2], "…", shown[-1]]
    return " → ".join(shown)


def _subscript(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
