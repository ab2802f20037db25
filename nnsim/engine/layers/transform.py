"""What every kind of layer has in common: z from what comes in, and the way back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from nnsim.engine.calls import Calls
from nnsim.engine.parameters import Array, Block
from nnsim.engine.spec import LayerSpec, Shape


@dataclass(frozen=True, slots=True)
class Place:
    """A layer's place in a network at work.

    Parameters
    ----------
    shape : of what comes in, for one sample
    shape_after : of z
    block, parameters, gradient : where its weights lie, in which vectors (n_parameters,)
    """

    layer: LayerSpec
    shape: Shape
    shape_after: Shape
    block: Block
    parameters: Array
    gradient: Array


class Transform(ABC):
    """A layer's z, prepared for one pass.

    Parameters
    ----------
    x : (numbers that come in + 1, samples), the last row ones
    z : (neurons, samples), contiguous

    Attributes
    ----------
    forward : calls that fill ``z``
    """

    forward: Calls

    @abstractmethod
    def __init__(self, place: Place, x: Array, z: Array) -> None: ...

    @abstractmethod
    def backward(self, delta: Array, below: Array | None) -> Calls:
        """Calls that write the layer's gradient, and ∂L/∂x into ``below`` unless nobody needs it.

        Parameters
        ----------
        delta : (neurons, samples) ∂L/∂z
        below : (numbers that come in, samples)
        """
