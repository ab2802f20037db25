"""Penalties on large weights. They act on weights only, never on biases, and are not part of the shown loss."""

from __future__ import annotations

import numpy as np

from nnsim.engine.calls import Calls
from nnsim.engine.parameters import Array, Block


def weight_mask(blocks: tuple[Block, ...], dtype: np.dtype[np.floating]) -> Array:
    """(n_parameters,) 1 for a weight, 0 for a bias."""
    mask = np.zeros(blocks[-1].stop, dtype)
    for block in blocks:
        block.weights(mask)[...] = 1.0
    return mask


def penalties(parameters: Array, gradient: Array, blocks: tuple[Block, ...], l1: float, l2: float) -> Calls:
    """Calls that add the derivatives of l1 Σ|w| and ½ l2 Σw², that is l1 sign(w) and l2 w, to ``gradient``."""
    calls: Calls = []
    if not (l1 or l2):
        return calls
    mask, scratch = weight_mask(blocks, gradient.dtype), np.empty_like(gradient)
    if l1:
        calls += [(np.sign, (parameters, scratch)), (np.multiply, (scratch, mask * mask.dtype.type(l1), scratch))]
        calls.append((np.add, (gradient, scratch, gradient)))
    if l2:
        calls += [(np.multiply, (parameters, mask * mask.dtype.type(l2), scratch))]
        calls.append((np.add, (gradient, scratch, gradient)))
    return calls
