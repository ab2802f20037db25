"""Batch normalisation (Ioffe and Szegedy, 2015): z ← γ · (z − mean) / √(variance + ε) + b, for each neuron or filter.

In a training step mean and variance are those of the batch, over samples (and, of a filter, over places); looking at
samples otherwise, those that training remembers. The gain γ is learnt; the layer's bias is added after normalising, for
before it would be taken away with the mean. All as PyTorch's ``BatchNorm``: ε = 1e-5, the batch's variance divides by
n, the remembered one by n − 1, and what is remembered moves a tenth of the way in each step. A batch of one number has
no spread: z becomes b (PyTorch refuses), and the remembered variance stays. A frozen layer goes on remembering, as in
PyTorch.
"""

from __future__ import annotations

from math import isfinite

import numpy as np

from nnsim.engine.calls import Calls, constant
from nnsim.engine.layers.transform import Place
from nnsim.engine.parameters import Array

EPSILON = 1e-5
MOMENTUM = 0.1


class Normalization:
    """The normalisation of one layer, prepared for one pass.

    Parameters
    ----------
    sums, z : (neurons, samples) what is normalised, and where it goes
    by_batch : with the batch's own mean and variance, as in a training step

    Attributes
    ----------
    forward : calls that fill ``z``
    remember : calls that move the running mean and variance; for the end of a training step
    mean, variance : (neurons or filters, 1) of the batch
    delta : (neurons, samples) ∂L/∂sums, filled by ``backward``
    """

    def __init__(self, place: Place, sums: Array, z: Array, *, by_batch: bool) -> None:
        n = place.layer.size
        self._sums, self._z = sums.reshape(n, -1), z.reshape(n, -1)
        self._count = self._z.shape[1]
        self._gain, self._mean, self._variance = place.block.normalization(place.parameters)[:, :, np.newaxis]
        self._gain_gradient = place.block.normalization(place.gradient)[0]
        biases, gradient = place.block.biases(place.parameters), place.block.biases(place.gradient)
        self._bias = None if biases is None else biases[:, np.newaxis]
        self._bias_gradient = np.empty(n, z.dtype) if gradient is None else gradient
        self._scale = np.empty((n, 1), z.dtype)
        self.mean, self.variance = np.empty((n, 1), z.dtype), np.empty((n, 1), z.dtype)
        self._by_batch = by_batch
        self._normal = np.empty_like(self._z) if by_batch else self._z
        self.delta = np.empty_like(z) if by_batch else z
        self.forward = [*(self._measure() if by_batch else self._recall()), *self._stretch()]
        self.remember = self._remember() if by_batch else []

    def is_finite(self) -> bool:
        """Whether mean and variance of the batch are: numbers whose squares are too large normalise to 0 unnoticed."""
        return isfinite(float(np.add.reduce(self.mean[:, 0]))) and isfinite(float(np.add.reduce(self.variance[:, 0])))

    def _measure(self) -> Calls:
        """Normal = (sums − mean of the batch) · scale."""
        sums, normal, mean, variance = self._sums, self._normal, self.mean, self.variance
        share = constant(1.0 / self._count, sums)
        return [
            (np.add.reduce, (sums, 1, None, mean, True)),
            (np.multiply, (mean, share, mean)),
            (np.subtract, (sums, mean, normal)),
            (np.multiply, (normal, normal, self._z)),
            (np.add.reduce, (self._z, 1, None, variance, True)),
            (np.multiply, (variance, share, variance)),
            *self._scale_of(variance),
            (np.multiply, (normal, self._scale, normal)),
        ]

    def _recall(self) -> Calls:
        """The same with what is remembered."""
        return [
            *self._scale_of(self._variance),
            (np.subtract, (self._sums, self._mean, self._normal)),
            (np.multiply, (self._normal, self._scale, self._normal)),
        ]

    def _scale_of(self, variance: Array) -> Calls:
        scale = self._scale
        return [
            (np.add, (variance, constant(EPSILON, scale), scale)),
            (np.sqrt, (scale, scale)),
            (np.reciprocal, (scale, scale)),
        ]

    def _stretch(self) -> Calls:
        calls: Calls = [(np.multiply, (self._normal, self._gain, self._z))]
        return calls if self._bias is None else [*calls, (np.add, (self._z, self._bias, self._z))]

    def _remember(self) -> Calls:
        step, kept = constant(MOMENTUM, self._z), constant(1.0 - MOMENTUM, self._z)
        moves = [(self._mean, self.mean, 1.0)]
        if self._count > 1:
            moves.append((self._variance, self.variance, self._count / (self._count - 1)))
        calls: Calls = []
        for running, measured, factor in moves:
            part = np.empty_like(measured)
            calls += [
                (np.multiply, (measured, constant(MOMENTUM * factor, step), part)),
                (np.multiply, (running, kept, running)),
                (np.add, (running, part, running)),
            ]
        return calls

    def backward(self, delta: Array) -> Calls:
        """Calls that write the gradients of gain and bias, and ∂L/∂sums, from ``delta`` = ∂L/∂z, which stays.

        ∂L/∂sums = γ · scale · (δ − mean(δ) − normal · mean(δ · normal)): the batch's mean and variance move with them.
        """
        if not self._by_batch:
            raise ValueError("a gradient is that of a training step, which normalises by its batch")
        delta, below, normal = delta.reshape(self._z.shape), self.delta.reshape(self._z.shape), self._normal
        part = np.empty_like(self._scale)
        share = constant(1.0 / self._count, delta)
        bias, gain = self._bias_gradient, self._gain_gradient
        return [
            (np.add.reduce, (delta, 1, None, bias)),
            (np.multiply, (delta, normal, below)),
            (np.add.reduce, (below, 1, None, gain)),
            (np.multiply, (gain[:, np.newaxis], share, part)),
            (np.multiply, (normal, part, below)),
            (np.subtract, (delta, below, below)),
            (np.multiply, (bias[:, np.newaxis], share, part)),
            (np.subtract, (below, part, below)),
            (np.multiply, (self._gain, self._scale, part)),
            (np.multiply, (below, part, below)),
        ]
