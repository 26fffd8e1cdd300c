"""The written-out derivative of the pseudo-inverse as autograd sees it, so that ``gradcheck`` can hold it."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from core.linear_algebra.pseudo_inverse import Factor, decode, decode_backward


def decoded(codes: Tensor, weight: Tensor, factor: Factor) -> Tensor:
    """Codes (B, k) to (B, d), differentiable in codes and weight; ``factor`` is of this ``weight``."""
    answer: Tensor = _Decoded.apply(codes, weight, factor)  # type: ignore[no-untyped-call]
    return answer


class _Decoded(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, codes: Tensor, weight: Tensor, factor: Factor) -> Tensor:
        answer, kept = decode(codes, factor)
        ctx.save_for_backward(codes, kept, weight)
        ctx.factor = factor
        return answer

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, Tensor, None]:
        codes, kept, weight = ctx.saved_tensors
        of_weight = torch.zeros_like(weight)
        return decode_backward(gradient, codes, kept, ctx.factor, of_weight), of_weight, None
