"""What linear networks ought to do, as formulas: what the figures of a run can be held against.

Losses are mean squared errors per component, d is the number of input components, and ``variances`` are the
eigenvalues λ of the training set's covariance, (d,), descending (:attr:`core.datasets.base.Pca.variances`). The least
loss of any linear code, Eckart and Young's (1936), is :meth:`core.datasets.base.Pca.floor`.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

SIGMOID_SLOPE = 0.25  # the steepest the sigmoid is, at 0


def transpose_singular_values(variances: Array, start: float, *, learning_rate: float, steps: int) -> Array:
    """The singular values of W, (d,), after ``steps`` of full-batch gradient descent with the decoder Wᵀ.

    For a linear network whose rows start as ``start`` times principal axes. Then the loss is (1/d) Σ λᵢ(1 − sᵢ²)²,
    and under its gradient flow every sᵢ² follows a logistic law of its own, at the rate 8λᵢ/d:

        sᵢ² = 1 / (1 + (1/s₀² − 1) exp(−8 λᵢ η n / d))

    Gradient descent follows the flow while its steps are short, 8 λ₁ η / d ≪ 1.

    Reference: Saxe, McClelland and Ganguli (2014), Exact solutions to the nonlinear dynamics of learning in deep
    linear neural networks, here with both layers tied.
    """
    decay = np.exp(-8 * variances * learning_rate * steps / len(variances))
    values: Array = 1 / np.sqrt(1 + (1 / start**2 - 1) * decay)
    return values


def pseudo_inverse_gram(gram: Array, gradients: Iterable[Array], *, learning_rate: float) -> Array:
    """WWᵀ, (k, k), after gradient descent from one whose WWᵀ was ``gram``, with the decoder W⁺ in a linear network.

    The loss depends on W's row space only: it is the same for AW, A invertible. Differentiating at A = I gives
    gWᵀ = 0 for the gradient g, (k, d), so that a step adds nothing to WWᵀ in first order:

        Gₙ = G₀ + η² Σ g gᵀ

    and gradient flow keeps it. That is why the scale of W under W⁺ is whatever the start, or the size of the steps,
    has made it.

    Reference: Golub and Pereyra (1973) for the invariance (the variable projection functional); Kunin et al. (2021),
    Neural mechanics, for conservation laws from symmetries, and how finite steps break them.
    """
    return gram + learning_rate**2 * sum((g @ g.T for g in gradients), np.zeros_like(gram))


def untied_shrinkage(variances: Array, *, weight_decay: float) -> Array:
    """The singular values of decoder times encoder, (d,), where ``untied`` with coupled L2 ends in a linear network.

    The loss is ‖X − X W₁ᵀW₂ᵀ‖²/(n d) + (α/2)(‖W₁‖² + ‖W₂‖²), α the weight decay as optimizers define it, added to the
    gradient as αW. Kunin et al. minimise ‖X − W₂W₁X‖² + λ(‖W₁‖² + ‖W₂‖²), hence λ = α n d / 2, and find W₁ = W₂ᵀ
    with singular values (1 − λ/σᵢ²)^½ on the leading principal axes, σᵢ² = n λᵢ those of the data:

        product: 1 − d α / (2 λᵢ), and 0 where that is negative; each layer: its square root

    AdamW's decoupled decay has no such end.

    Reference: Kunin, Bloom, Goeva and Seed (2019), Loss landscapes of regularized linear autoencoders.
    """
    keep = variances > 0
    shrunk = np.zeros_like(variances)
    shrunk[keep] = np.maximum(1 - len(variances) * weight_decay / (2 * variances[keep]), 0)
    return shrunk


def noise_amplification(decoder: npt.NDArray[np.floating], deviation: float) -> float:
    """What noise of this standard deviation on the code adds to the loss, for decoder weights D (d, k).

    For a linear output, per component. E‖Dν‖² = σ²‖D‖_F². That is Σ 1/sᵢ² for W⁺ and Σ sᵢ² for Wᵀ: fixed noise flatters whichever made W suit it.

    Reference: Bishop (1995), Training with noise is equivalent to Tikhonov regularization, for noise at the input.
    """
    return deviation**2 * float(np.sum(np.square(decoder, dtype=np.float64))) / len(decoder)


def unscaled_loss(variances: Array, width: int, *, slope: float = SIGMOID_SLOPE) -> float:
    """About where one hidden layer of ``width`` units settles under W⁺ when its activation's slope at 0 is not 1.

    W⁺ cannot supply the gain that the activation took: to first order the reconstruction is slope · Px, P the
    projection on the row space, whatever the scale of W. With P on the leading axes

        (1 − slope)² · captured variance + floor

    An estimate by linearisation and no bound: long training at high rates gets below it, by leaving the part of the
    activation that is straight. A unit slope (4σ − 2) or inverting the activation are cures.

    Reference: Bourlard and Kamp (1988), Auto-association by multilayer perceptrons and singular value decomposition,
    for the linearisation.
    """
    captured, lost = variances[:width].sum(), variances[width:].sum()
    return float(((1 - slope) ** 2 * captured + lost) / len(variances))


def dial_gain(singular_values: Array, dial: float) -> Array:
    """What the dial's decoder does along each singular direction of W: s / ((1 − t) s² + t).

    At 0 that is 1/s (W⁺), at 1 it is s (Wᵀ), as in Tikhonov's (1963) regularisation in between.
    """
    gain: Array = singular_values / ((1 - dial) * singular_values**2 + dial)
    return gain


def dial_gain_bound(dial: float) -> float:
    """The most :func:`dial_gain` can be, for any W: 1 / (2 (t(1 − t))^½), by the inequality of the two means."""
    with np.errstate(divide="ignore"):
        return float(0.5 / np.sqrt(np.float64(dial * (1 - dial))))
