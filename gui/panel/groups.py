"""Which fields there are, from top to bottom, and under which headings."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.experiment.choices import DATASETS


def groups() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Headings, and under each the keys that have a field."""
    translate = QCoreApplication.translate
    of_data = dict.fromkeys(key for source in DATASETS.values() for key in source.keys)
    return (
        (translate("Panel", "Data"), ("dataset", *of_data)),
        (translate("Panel", "Network"), ("layers", "activation", "output_activation")),
        (
            translate("Panel", "Training"),
            ("optimizer", "learning_rate", "momentum", "batch_size", "noise", "weight_decay", "seed"),
        ),
        (translate("Panel", "Flip over steps"), ("ramp_to_transpose", "ramp_to_pseudo_inverse")),
    )
