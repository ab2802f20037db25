"""First weights of a layer, (n_from, n_to). Biases always start at 0.

``n_from`` is how many weights lead into one neuron or filter: neurons before, or channels × kernel². ``fan_to`` is how
many lead away from one number that comes in: n_to, or filters × kernel². PyTorch calls them fan in and fan out.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from math import sqrt

import numpy as np

from nnsim.engine.parameters import Array


class Initializer(ABC):
    """A rule for first weights."""

    @abstractmethod
    def weights(self, rng: np.random.Generator, n_from: int, n_to: int, fan_to: int) -> Array:
        """A fresh (n_from, n_to) matrix in float64."""


class XavierNormal(Initializer):
    """Normal with variance 2 / (n_from + fan_to), for tanh and sigmoid (Glorot and Bengio, 2010)."""

    def weights(self, rng: np.random.Generator, n_from: int, n_to: int, fan_to: int) -> Array:
        """Normal with mean 0."""
        return rng.normal(0.0, sqrt(2.0 / (n_from + fan_to)), (n_from, n_to))


class XavierUniform(Initializer):
    """Uniform between ±√(6 / (n_from + fan_to)): the same variance as ``XavierNormal`` (Glorot and Bengio, 2010)."""

    def weights(self, rng: np.random.Generator, n_from: int, n_to: int, fan_to: int) -> Array:
        """Uniform around 0."""
        limit = sqrt(6.0 / (n_from + fan_to))
        return rng.uniform(-limit, limit, (n_from, n_to))


class HeNormal(Initializer):
    """Normal with variance 2 / n_from, for ReLU (He, Zhang, Ren and Sun, 2015)."""

    def weights(self, rng: np.random.Generator, n_from: int, n_to: int, fan_to: int) -> Array:
        """Normal with mean 0."""
        return rng.normal(0.0, sqrt(2.0 / n_from), (n_from, n_to))


class HeUniform(Initializer):
    """Uniform between ±√(6 / n_from): the same variance as ``HeNormal`` (He, Zhang, Ren and Sun, 2015)."""

    def weights(self, rng: np.random.Generator, n_from: int, n_to: int, fan_to: int) -> Array:
        """Uniform around 0."""
        limit = sqrt(6.0 / n_from)
        return rng.uniform(-limit, limit, (n_from, n_to))


class LeCunNormal(Initializer):
    """Normal with variance 1 / n_from (LeCun, Bottou, Orr and Müller, 1998), for SELU (Klambauer et al., 2017)."""

    def weights(self, rng: np.random.Generator, n_from: int, n_to: int, fan_to: int) -> Array:
        """Normal with mean 0."""
        return rng.normal(0.0, sqrt(1.0 / n_from), (n_from, n_to))


class LeCunUniform(Initializer):
    """Uniform between ±√(3 / n_from): the same variance as ``LeCunNormal``."""

    def weights(self, rng: np.random.Generator, n_from: int, n_to: int, fan_to: int) -> Array:
        """Uniform around 0."""
        limit = sqrt(3.0 / n_from)
        return rng.uniform(-limit, limit, (n_from, n_to))


class Orthogonal(Initializer):
    """A random orthogonal matrix times ``gain`` (Saxe, McClelland and Ganguli, 2014): lengths pass unchanged.

    Columns are orthonormal in a tall matrix, rows in a wide one. Q of the QR decomposition of a normal matrix, with the
    signs that make R's diagonal positive: only then is every orthogonal matrix equally likely (Mezzadri, 2007). A
    convolution's filters are the columns. The last digits may differ between machines, as those of any decomposition.
    """

    def __init__(self, gain: float = 1.0) -> None:
        self.gain = gain

    def weights(self, rng: np.random.Generator, n_from: int, n_to: int, fan_to: int) -> Array:
        """``gain`` · Q."""
        normal = rng.normal(size=(n_from, n_to))
        q, r = np.linalg.qr(normal if n_from >= n_to else normal.T)
        q *= np.copysign(self.gain, np.diag(r))
        return q if n_from >= n_to else q.T


class Normal(Initializer):
    """Normal with a standard deviation of one's own choice, whatever the layer's size."""

    def __init__(self, sd: float = 0.5) -> None:
        self.sd = sd

    def weights(self, rng: np.random.Generator, n_from: int, n_to: int, fan_to: int) -> Array:
        """Normal with mean 0."""
        return rng.normal(0.0, self.sd, (n_from, n_to))


class Uniform(Initializer):
    """Uniform between ± a limit of one's own choice, whatever the layer's size."""

    def __init__(self, limit: float = 0.5) -> None:
        self.limit = limit

    def weights(self, rng: np.random.Generator, n_from: int, n_to: int, fan_to: int) -> Array:
        """Uniform around 0."""
        return rng.uniform(-self.limit, self.limit, (n_from, n_to))


class Constant(Initializer):
    """The same number everywhere: neurons of a layer then stay copies of each other for ever."""

    def __init__(self, value: float = 0.5) -> None:
        self.value = value

    def weights(self, rng: np.random.Generator, n_from: int, n_to: int, fan_to: int) -> Array:
        """No randomness."""
        return np.full((n_from, n_to), self.value)


class Zero(Constant):
    """All zero: with tanh or ReLU nothing is ever learnt behind the first layer."""

    def __init__(self) -> None:
        super().__init__(0.0)
