"""What linear theory predicts for tied autoencoders; the tests in ``tests/acceptance`` hold training to it.

The loss throughout is the app's: the mean squared error per input component, (1/d) E‖x − DWx‖² for centred inputs x,
encoder W (k, d) and decoder D (d, k). The covariance of x has the eigenvalues λ_i, the largest first: Pca.variances.
What no linear code of width k can beat, the PCA floor, is :meth:`core.datasets.pca.Pca.floor`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

SIGMOID_SLOPE = 0.25  # of 1/(1 + exp(−x)) at 0


def transpose_singular_values(start: Array, variances: Array, learning_rate: float, steps: int) -> Array:
    """Singular values of W after ``steps`` of full-batch gradient descent under D = Wᵀ: a logistic curve each.

    For W whose right singular vectors are principal axes, the loss is (1/d) Σ λ_i (1 − s_i²)² + floor and falls apart
    into one equation a direction, d(s²)/dn = (8 lr λ/d) s² (1 − s²), whose solution is
    s²(n) = 1/(1 + (1/s₀² − 1) exp(−8 λ lr n/d)). Exact in the limit of small learning rates; a start at 0 stays there.

    Reference: Saxe, McClelland and Ganguli (2014), Exact solutions to the nonlinear dynamics of learning in deep
    linear neural networks: the sigmoidal u(t) of a network of two layers, with u = s² and both layers tied.

    Args:
        start: s₀ of the first components, (k,).
        variances: all λ_i, (d,).
    """
    width = len(variances)
    grown = start**2 * np.exp(np.minimum(8 * variances[: len(start)] * learning_rate * steps / width, 500.0))
    result: Array = np.sqrt(grown / (1 - start**2 + grown))
    return result


def transpose_loss_bound(singular: Array, variances: Array, floor: float, width: int) -> float:
    """What no loss under D = Wᵀ is below, given the singular values of W: (1/d) Σ λ_i e_i + floor.

    The loss is (1/d) tr (I − WᵀW)² Σ, and a trace of two symmetric matrices is least where both have the same axes
    and their eigenvalues opposite order: (1 − s²)² and d − k ones, the smallest first. Here e_i are the former, in
    ascending order and at most 1, so that the variances after the first k are not asked for. Attained if s² ≤ 2.

    Reference: the trace inequality of von Neumann (1937), Some matrix-inequalities and metrization of matric-space.

    Args:
        singular: s of W, (min(k, d),).
        variances: the leading λ_i, as many or more, the largest first.
        floor: what no linear code of this width can beat: the sum of the other λ_i, over d.
        width: d.
    """
    lost = np.sort(np.minimum((1 - singular**2) ** 2, 1))
    return float(variances[: len(lost)] @ lost) / width + floor


def mixed_gradient(gradient: Array, mixing: Array) -> Array:
    """∂loss/∂W at AW, from that at W, under D = W⁺: A⁻ᵀ ∂loss/∂W, for invertible A (k, k).

    The map W⁺W is the projector onto the row space of W, which A leaves alone: so is the loss, and the chain rule says
    the rest. With A = I + εB for every B it follows that (∂loss/∂W) Wᵀ = 0: W moves only across its row space.

    Reference: the loss is a function on the Grassmann manifold; Absil, Mahony and Sepulchre (2008), Optimization
    algorithms on matrix manifolds, section 3.6. For A = a·I it is the scale symmetry of Kunin et al. (2021),
    Neural mechanics.
    """
    return np.asarray(np.linalg.solve(mixing.T, gradient), np.float64)


def pseudo_inverse_gram(start: Array, gradients: Iterable[Array], learning_rate: float) -> Array:
    """WWᵀ after gradient descent under D = W⁺: G_n = G_0 + lr² Σ g gᵀ, which can only grow.

    The cross terms of (W − lr g)(W − lr g)ᵀ vanish by :func:`mixed_gradient`. What is conserved by small steps, the
    scale of W and the angles between its rows, is what it was at the start: W⁺ never becomes Wᵀ by itself.

    Args:
        start: WWᵀ before the first step, (k, k).
        gradients: ∂loss/∂W (k, d) of every step.
    """
    result: Array = start + learning_rate**2 * sum(gradient @ gradient.T for gradient in gradients)
    return result


def decayed_singular_values(variances: Array, code: int, weight_decay: float) -> Array:
    """Singular values of the map DW (k,) where untied D and W with L2 come to rest: s_i² of W, 1 − d·wd/(2 λ_i).

    There D = Wᵀ, and the rows of W span the first principal axes: weight decay makes an untied autoencoder tie itself.
    Directions that would go under 0 are given up. ``weight_decay`` is SGD's wd, which adds wd·W to the gradient: a
    penalty (wd/2)(‖W‖² + ‖D‖²). Times n·d examples and components, it is λ = n·d·wd/2 of the reference, whose
    result is W = O (I − λΣ⁻²)^½ Uᵀ with Σ² = n·diag(λ_i). Decay that is decoupled from the gradient (AdamW) has
    another resting place.

    Reference: Kunin, Bloom, Goeva and Seed (2019), Loss landscapes of regularized linear autoencoders: the transpose
    theorem and the landscape theorem.

    Args:
        variances: all λ_i, (d,).
        code: k.
    """
    leading = variances[:code]
    kept = np.zeros(len(leading))
    alive = leading > 0
    kept[alive] = np.maximum(1 - len(variances) * weight_decay / (2 * leading[alive]), 0)
    return kept


def decoder_gains(singular: Array, dial: float) -> Array:
    """Singular values of the decoder of a W with these: s/((1 − t) s² + t). 1/s (0 for 0) at t = 0, s at t = 1."""
    denominator = (1 - dial) * singular**2 + dial
    result: Array = singular / np.where(denominator > 0, denominator, 1)  # a denominator of 0 is below an s of 0
    return result


def gain_bound(dial: float) -> float:
    """What no gain of the dial exceeds, whatever W: 1/(2 √(t(1 − t))), at s = √(t/(1 − t)). Infinite at both ends.

    By the inequality of arithmetic and geometric means; it is why a dial a little above 0 tames a near-singular W, as
    Tikhonov's (1963) ridge does.
    """
    return 1 / (2 * math.sqrt(dial * (1 - dial))) if 0 < dial < 1 else math.inf


def code_noise(gains: Array, deviation: float) -> float:
    """E‖Dn‖² = σ²‖D‖²_F: what white noise n in the code adds to a linear reconstruction's squared error, summed over d.

    Compare decoders at the same σ relative to the code's own deviation: W⁺ leaves the scale of the code free, and a
    fixed σ flatters whichever decoder made W large.

    Reference: Bishop (1995), Training with noise is equivalent to Tikhonov regularization; exact for a linear map.

    Args:
        gains: singular values of D, as :func:`decoder_gains` has them.
        deviation: σ of every component of the noise.
    """
    return float(deviation**2 * (gains**2).sum())


def linearised_loss(variance: float, floor: float, slope: float) -> float:
    """Where one hidden layer under W⁺ is left by an activation of this slope at 0: (1 − slope)²·captured + floor.

    Near 0 the network is slope·W⁺W: it reconstructs the captured variance too small by the slope, and W⁺ can't supply
    the missing gain, because a larger W has a smaller inverse. For :data:`SIGMOID_SLOPE` that is (¾)². An estimate, not
    a bound: large activations leave the linear range (on the 8×8 digits the estimate is .0459; longer training
    went to .0409). The cure is an activation of slope 1, such as 4σ − 2, or the inverse activation.
    Derived here.

    Args:
        variance: the loss of answering with the mean, Σ λ_i/d.
        floor: what no linear code of this width can beat; the difference is what the code captures.
    """
    return (1 - slope) ** 2 * (variance - floor) + floor
