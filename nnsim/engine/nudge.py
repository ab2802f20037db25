"""A weight nudged up and down: what is found, as values. ``weight_check.py`` finds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NUDGES: Final = tuple(10.0**-power for power in range(1, 13))
"""From where the curve of the loss is felt to where only rounding is left."""


@dataclass(frozen=True, slots=True)
class Corner:
    """Something on the way from w − ε to w + ε at which the loss has no slope.

    Parameters
    ----------
    kind : ``activation`` where a neuron switches, ``pooling`` where another pixel becomes the largest, ``loss`` where
        an answer crosses a corner of the loss, ``penalty`` where l1 |w| has its own
    layer : index into ``NetworkSpec.layers``
    n_samples : of which so; of the penalty 0
    """

    kind: str
    layer: int
    n_samples: int = 0


@dataclass(frozen=True, slots=True)
class Nudge:
    """One central difference.

    Parameters
    ----------
    epsilon : ε
    below, above : L(w − ε), L(w + ε)
    quotient : (above − below) / 2ε
    error : its distance to the gradient of backpropagation
    relative : the same, over the larger of the two; 0 if both are 0
    corners : what lies within ε
    """

    epsilon: float
    below: float
    above: float
    quotient: float
    error: float
    relative: float
    corners: tuple[Corner, ...]
