"""What stands beside each weight of a layer: its gradient, its last change, what the optimizer remembers of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nnsim.engine.parameters import Array

GRADIENT: Final = "gradient"
CHANGE: Final = "change"


@dataclass(frozen=True, slots=True)
class WeightLook:
    """Which numbers are wanted: a part of a snapshot that has to be told more than its name.

    Parameters
    ----------
    layer : index into ``NetworkSpec.layers``
    quantity : ``GRADIENT``, ``CHANGE``, or the name of an array in the optimizer's memory
    """

    layer: int
    quantity: str


@dataclass(frozen=True, eq=False)
class WeightNumbers:
    """One number for each weight and bias of a layer.

    The gradient is that of a batch, with penalties, before it was shortened, and 0 for what may not change. The change
    is what the last step has added.

    Parameters
    ----------
    look : what was asked for
    values : (n_from + bias, n_to), the biases last; NaN if there is none: no step has been made from here
    ahead : the gradient is that of the batch that comes next, as no step has been made; else of the last one
    """

    look: WeightLook
    values: Array
    ahead: bool = False
