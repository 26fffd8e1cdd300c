"""The pseudo-inverse, the dial and their derivatives in NumPy's float64, from singular values and not from a Gram."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def golub_pereyra(weight: Array, codes: Array, gradient: Array) -> tuple[Array, Array]:
    """hW⁺ᵀ for codes (B, k) and W (k, d), and the derivative of ⟨gradient, hW⁺ᵀ⟩ with respect to W.

    Reference: Golub and Pereyra (1973), The differentiation of pseudo-inverses, equation 4.12.
    """
    inverse = np.linalg.pinv(weight, rcond=1e-13)  # (d, k)
    outer = gradient.T @ codes  # with respect to W⁺
    off_columns, off_rows = np.eye(len(weight)) - weight @ inverse, np.eye(len(inverse)) - inverse @ weight
    derivative = (
        -inverse.T @ outer @ inverse.T
        + off_columns @ outer.T @ inverse @ inverse.T
        + inverse.T @ inverse @ outer.T @ off_rows
    )
    return codes @ inverse.T, derivative


def daleckii_krein(weight: Array, codes: Array, gradient: Array, dial: float) -> tuple[Array, Array]:
    """The same under the dial t > 0, whose decoder has the singular values f(s) = s/((1 − t) s² + t).

    As a function of the symmetric matrix [[0, W], [Wᵀ, 0]], whose eigenvalues are ±s and 0: its derivative is that of
    f by divided differences. Reference: Higham (2008), Functions of matrices, theorem 3.11 (Daleckii and Krein).
    """
    k, d = weight.shape
    embedded = np.zeros((k + d, k + d))
    embedded[:k, k:] = weight
    values, vectors = np.linalg.eigh(embedded + embedded.T)

    def gain(s: Array) -> Array:
        result: Array = s / ((1 - dial) * s**2 + dial)
        return result

    a, b = values[:, None], values[None, :]
    differences = (dial - (1 - dial) * a * b) / (((1 - dial) * a**2 + dial) * ((1 - dial) * b**2 + dial))
    decoder = ((vectors * gain(values)) @ vectors.T)[:k, k:]
    outer = np.zeros_like(embedded)
    outer[:k, k:] = codes.T @ gradient
    derivative = vectors @ (differences * (vectors.T @ outer @ vectors)) @ vectors.T
    return codes @ decoder, (derivative + derivative.T)[:k, k:]
