"""The asker's own inputs through the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.messages.needs import Part
from core.messages.snapshot import Array
from core.parts.base import Copied, Subject, Taken


@dataclass(frozen=True, eq=False)
class ProbePart(Part):
    """A row for each of the n inputs."""

    codes: Array  # (n, k_N)
    reconstructions: Array  # (n, d)


@dataclass(frozen=True)
class Probe(Copied[ProbePart]):
    """Rows of d float32 values one behind the other, as bytes: a need is plain data and can be compared.

    Without an answer where the network has another number of inputs.
    """

    inputs: bytes

    @classmethod
    def of(cls, inputs: Array) -> Probe:
        """For ``inputs`` (n, d)."""
        return cls(np.ascontiguousarray(inputs, "<f4").tobytes())

    def take(self, subject: Subject) -> Taken[ProbePart] | None:
        import torch

        model, moment = subject.trainer.model, subject.moment
        values = np.frombuffer(self.inputs[: len(self.inputs) // 4 * 4], "<f4").astype(np.float32)
        if not len(values) or len(self.inputs) % 4 or len(values) % model.widths[0]:
            return None
        rows = torch.from_numpy(values.reshape(-1, model.widths[0])).to(subject.trainer.data.train)
        passed = model.forward(rows)

        def answer(arrays: Sequence[Array]) -> ProbePart:
            return ProbePart(moment, *arrays)

        return Taken([passed.code, passed.reconstruction], answer)
