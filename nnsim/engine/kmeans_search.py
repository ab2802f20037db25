"""k-means from several starts, round by round, so that who waits for it can do something else in between."""

from __future__ import annotations

from typing import Final

import numpy as np

from nnsim.engine.clusters import KMeans, Numbers, kmeans, nearest_by_products
from nnsim.engine.parameters import Array

USUAL_STARTS: Final = 10
_ROUNDS: Final = 300


class KMeansSearch:
    """The best of several runs of Lloyd's algorithm, each from units that are spread out over the samples.

    Parameters
    ----------
    inputs : (samples, inputs), at least as many samples as units
    seed : of the places where units begin
    starts : at least one

    Attributes
    ----------
    weights : (units, inputs) what the best start has led to so far; ``None`` before the first one has ended
    error : its mean squared distance; infinite before
    left : starts that have not ended yet
    """

    def __init__(self, inputs: Array, n_units: int, seed: int, starts: int = USUAL_STARTS) -> None:
        self._inputs, self._n_units = inputs, n_units
        self._rng = np.random.default_rng(seed)
        self.weights: Array | None = None
        self.error, self.left = np.inf, starts
        self._begin()

    def _begin(self) -> None:
        self._now = spread_out(self._inputs, self._n_units, self._rng)
        self._winners: Numbers | None = None
        self._rounds = 0

    def advance(self) -> bool:
        """Make one round; whether there is another to make."""
        if not self.left:
            return False
        winners, squares = nearest_by_products(self._inputs, self._now)
        self._rounds += 1
        if self._rounds > _ROUNDS or (self._winners is not None and np.array_equal(winners, self._winners)):
            self._end(float(squares.mean()))
        else:
            self._winners = winners
            self._now = means_by_products(self._inputs, winners, self._now)
        return self.left > 0

    def finish(self) -> KMeans:
        """The best of all starts, to the last digit."""
        while self.advance():
            pass
        return kmeans(self._inputs, self._now if self.weights is None else self.weights)

    def _end(self, error: float) -> None:
        self.left -= 1
        if error < self.error:
            self.weights, self.error = self._now, error
        if self.left:
            self._begin()


def means_by_products(inputs: Array, winners: Numbers, weights: Array) -> Array:
    """(units, inputs) mean of what each has won, as a product; of nothing, the weights as they were."""
    shares = (winners == np.arange(len(weights))[:, None]).astype(np.float64)
    counts = shares.sum(axis=1, keepdims=True)
    return np.asarray(np.where(counts > 0, (shares @ inputs) / np.maximum(counts, 1.0), weights))


def spread_out(inputs: Array, n_units: int, rng: np.random.Generator) -> Array:
    """(units, inputs) samples far from each other: each is drawn by its squared distance to the nearest one before.

    This is k-means++ (Arthur and Vassilvitskii 2007). Where all samples are taken, one stands for two units.
    """
    chosen = [int(rng.integers(len(inputs)))]
    squares = np.square(inputs - inputs[chosen[0]]).sum(axis=1)
    for _ in range(n_units - 1):
        whole = float(squares.sum())
        place = rng.choice(len(inputs), p=squares / whole) if whole > 0.0 else rng.integers(len(inputs))
        chosen.append(int(place))
        squares = np.minimum(squares, np.square(inputs - inputs[chosen[-1]]).sum(axis=1))
    return np.array(inputs[chosen])
