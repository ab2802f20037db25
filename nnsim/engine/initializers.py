"""First weights of a layer, (n_from, n_to). Biases always start at 0."""

from __future__ import annotations

from abc import ABC, abstractmethod
from math import sqrt

import numpy as np

from nnsim.engine.parameters import Array


class Initializer(ABC):
    """A rule for first weights."""

    @abstractmethod
    def weights(self, rng: np.random.Generator, n_from: int, n_to: int) -> Array:
        """A fresh (n_from, n_to) matrix in float64."""


class XavierNormal(Initializer):
    """Normal with variance 2 / (n_from + n_to), for tanh and sigmoid (Glorot and Bengio, 2010)."""

    def weights(self, rng: np.random.Generator, n_from: int, n_to: int) -> Array:
        """Normal with mean 0."""
        return rng.normal(0.0, sqrt(2.0 / (n_from + n_to)), (n_from, n_to))


class XavierUniform(Initializer):
    """Uniform between ±√(6 / (n_from + n_to)): the same variance as ``XavierNormal`` (Glorot and Bengio, 2010)."""

    def weights(self, rng: np.random.Generator, n_from: int, n_to: int) -> Array:
        """Uniform around 0."""
        limit = sqrt(6.0 / (n_from + n_to))
        return rng.uniform(-limit, limit, (n_from, n_to))


class HeNormal(Initializer):
    """Normal with variance 2 / n_from, for ReLU (He, Zhang, Ren and Sun, 2015)."""

    def weights(self, rng: np.random.Generator, n_from: int, n_to: int) -> Array:
        """Normal with mean 0."""
        return rng.normal(0.0, sqrt(2.0 / n_from), (n_from, n_to))


class HeUniform(Initializer):
    """Uniform between ±√(6 / n_from): the same variance as ``HeNormal`` (He, Zhang, Ren and Sun, 2015)."""

    def weights(self, rng: np.random.Generator, n_from: int, n_to: int) -> Array:
        """Uniform around 0."""
        limit = sqrt(6.0 / n_from)
        return rng.uniform(-limit, limit, (n_from, n_to))


class Normal(Initializer):
    """Normal with a standard deviation of one's own choice, whatever the layer's size."""

    def __init__(self, sd: float = 0.5) -> None:
        self.sd = sd

    def weights(self, rng: np.random.Generator, n_from: int, n_to: int) -> Array:
        """Normal with mean 0."""
        return rng.normal(0.0, self.sd, (n_from, n_to))


class Constant(Initializer):
    """The same number everywhere: neurons of a layer then stay copies of each other for ever."""

    def __init__(self, value: float = 0.5) -> None:
        self.value = value

    def weights(self, rng: np.random.Generator, n_from: int, n_to: int) -> Array:
        """No randomness."""
        return np.full((n_from, n_to), self.value)


class Zero(Constant):
    """All zero: with tanh or ReLU nothing is ever learnt behind the first layer."""

    def __init__(self) -> None:
        super().__init__(0.0)
