"""What steps leave behind on the device until it is read: reading makes the host wait for the device."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

SIZE = 64  # steps between two reads, at most


class LossBuffer:
    """Of every step not read yet the sum of squared errors, and the norm of its gradient where it is limited."""

    def __init__(self, device: torch.device) -> None:
        self._values = torch.zeros(2, SIZE, device=device)
        self._columns = self._values.unbind(1)
        self._errors, self._norms = (row.unbind() for row in self._values)
        self.recorded = torch.zeros(2, device=device)  # where a recorded step writes, which knows no index
        self.length = 0

    @property
    def full(self) -> bool:
        """Whether it has to be read before the next step."""
        return self.length == SIZE

    def next(self) -> tuple[Tensor, Tensor]:
        """Where the next step writes its error and its norm; they are its own once it is told to have been taken."""
        return self._errors[self.length], self._norms[self.length]

    def commit(self) -> None:
        """The step is taken: one that fails half way leaves nothing behind."""
        self.length += 1

    def take_recorded(self) -> None:
        """Let the next step have what a recorded one wrote."""
        self._columns[self.length].copy_(self.recorded)
        self.commit()

    def read(self) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Errors and norms of all steps since the last call, (n,) each; waits for the device."""
        errors, norms = self._values[:, : self.length].to("cpu", copy=True).numpy()
        self._values.zero_()
        self.length = 0
        return errors, norms
