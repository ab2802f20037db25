"""One layer in a pass: its buffers, its calls, and the way back through it."""

from __future__ import annotations

import numpy as np

from nnsim.engine.activations import Activation
from nnsim.engine.calls import Calls
from nnsim.engine.dropout import Chance, Dropout
from nnsim.engine.layers.kinds import TRANSFORMS
from nnsim.engine.layers.transform import Place
from nnsim.engine.normalization import Normalization
from nnsim.engine.parameters import Array


class LayerPass:
    """A layer's part of a forward pass. Samples are columns.

    Parameters
    ----------
    x : (numbers that come in + 1, samples), the last row ones
    z : (neurons, samples)
    h : (neurons + 1, samples), the last row ones
    chance : given for a training step, see ``Forward``

    Attributes
    ----------
    calls : do them to fill everything below
    remember : calls for the end of a training step
    x, z, h : without the rows of ones
    sums : what the kind of layer makes of x; another array than ``z`` only if the layer normalises
    answer : h, with 0 for muted neurons
    out : (neurons + 1, samples) what the next layer gets: the answer, in a training step without what is dropped
    normalization, dropout : ``None`` if there is none
    """

    def __init__(
        self, place: Place, activation: Activation, x: Array, z: Array, h: Array, chance: Chance | None
    ) -> None:
        layer = place.layer
        self.activation = activation
        self.x, self.z, self.h = x[:-1], z, h[:-1]
        self.sums = np.empty_like(z) if layer.normalize else z
        self._transform = TRANSFORMS[layer.kind](place, x, self.sums)
        self.calls: Calls = [*self._transform.forward]
        self.remember: Calls = []
        self.normalization: Normalization | None = None
        if layer.normalize:
            self.normalization = Normalization(place, self.sums, z, by_batch=chance is not None)
            self.calls += self.normalization.forward
            self.remember = self.normalization.remember
        self.calls += activation.forward(z, self.h)
        self.out = h
        self._alive: Array | None = None
        if layer.muted:
            self._alive, self.out = _alive(place, self.h), np.ones_like(h)
            self.calls.append((np.multiply, (self.h, self._alive, self.out[:-1])))
        self.answer = self.out[:-1]
        self.dropout: Dropout | None = None
        if chance is not None and layer.dropout:
            self.out = np.ones_like(h)
            self.dropout = Dropout(layer.dropout, self.answer, self.out[:-1], chance)
            self.calls += self.dropout.forward

    @property
    def kept(self) -> Array | None:
        """(neurons, samples or 1) by what h is multiplied before it is handed on; ``None`` if by nothing."""
        if self.dropout is None:
            return self._alive
        return self.dropout.mask if self._alive is None else self.dropout.mask * self._alive

    def backward(self, delta: Array, below: Array | None, through: Calls) -> Calls:
        """Calls that write the layer's gradient and ∂L/∂x.

        Parameters
        ----------
        delta : (neurons, samples) ∂L/∂out, which becomes ∂L/∂z
        below : where ∂L/∂x goes, (numbers that come in, samples); ``None`` if nobody needs it
        through : calls that turn ``delta`` from ∂L/∂h into ∂L/∂z
        """
        calls: Calls = []
        if self.dropout is not None:
            calls += self.dropout.backward(delta)
        if self._alive is not None:
            calls.append((np.multiply, (delta, self._alive, delta)))
        calls += through
        if self.normalization is not None:
            calls += self.normalization.backward(delta)
            delta = self.normalization.delta
        return calls + self._transform.backward(delta, below)


def _alive(place: Place, h: Array) -> Array:
    """(neurons, 1) 0 for each muted neuron, or for all places of a muted filter, 1 for the others."""
    mask = np.ones((place.layer.size, len(h) // place.layer.size), h.dtype)
    mask[list(place.layer.muted)] = 0.0
    return mask.reshape(-1, 1)
