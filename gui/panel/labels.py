"""What the keys of an experiment are called on the screen."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

_MARKED: dict[str, object] = {
    "dataset": QT_TRANSLATE_NOOP("Panel", "data"),
    "examples": QT_TRANSLATE_NOOP("Panel", "examples"),
    "spectrum": QT_TRANSLATE_NOOP("Panel", "spectrum"),
    "layers": QT_TRANSLATE_NOOP("Panel", "layers"),
    "activation": QT_TRANSLATE_NOOP("Panel", "activation"),
    "output_activation": QT_TRANSLATE_NOOP("Panel", "output"),
    "decoder": QT_TRANSLATE_NOOP("Panel", "decoder"),
    "dial": QT_TRANSLATE_NOOP("Panel", "dial"),
    "optimizer": QT_TRANSLATE_NOOP("Panel", "optimizer"),
    "learning_rate": QT_TRANSLATE_NOOP("Panel", "learning rate"),
    "momentum": QT_TRANSLATE_NOOP("Panel", "momentum"),
    "batch_size": QT_TRANSLATE_NOOP("Panel", "batch"),
    "noise": QT_TRANSLATE_NOOP("Panel", "noise"),
    "weight_decay": QT_TRANSLATE_NOOP("Panel", "weight decay"),
    "seed": QT_TRANSLATE_NOOP("Panel", "seed"),
    "ramp_to_transpose": QT_TRANSLATE_NOOP("Panel", "W⁺ → Wᵀ"),
    "ramp_to_pseudo_inverse": QT_TRANSLATE_NOOP("Panel", "Wᵀ → W⁺"),
    "steps": QT_TRANSLATE_NOOP("Panel", "steps"),
}

#: In English: whoever shows one has it translated, in the context "Panel".
LABELS: dict[str, str] = {key: str(text) for key, text in _MARKED.items()}
