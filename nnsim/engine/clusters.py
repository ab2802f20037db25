"""Samples and the points that stand for them: which is nearest, how far it is, and the means that k-means finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import frozen

Numbers = NDArray[np.intp]
_CHUNK_CELLS = 1_000_000


def distance_chunks(inputs: Array, weights: Array) -> Iterator[tuple[slice, Array]]:
    """Some samples, and (samples, units) their squared distances to every unit, until all have had their turn."""
    most = max(1, _CHUNK_CELLS // max(1, weights.size))
    for start in range(0, len(inputs), most):
        part = slice(start, start + most)
        ways = inputs[part, None, :] - weights
        yield part, np.add.reduce(np.multiply(ways, ways, ways), 2)


def nearest(inputs: Array, weights: Array) -> tuple[Numbers, Array]:
    """(samples,) which unit is nearest, of equally near ones the first, and (samples,) its squared distance."""
    winners, squares = np.empty(len(inputs), np.intp), np.empty(len(inputs))
    for part, distances in distance_chunks(inputs, weights):
        distances.argmin(axis=1, out=winners[part])
        distances.min(axis=1, out=squares[part])
    return winners, squares


def nearest_by_products(inputs: Array, weights: Array) -> tuple[Numbers, Array]:
    """As ``nearest``, by one product of matrices: many times faster, for pictures.

    Distances are differences of squares, and so rounded where units lie farther from the data than from each other.
    """
    middle = inputs.mean(axis=0)
    inputs, weights = inputs - middle, weights - middle
    scores = inputs @ weights.T - 0.5 * np.square(weights).sum(axis=1)
    winners = scores.argmax(axis=1)
    squares = np.square(inputs).sum(axis=1) - 2.0 * scores[np.arange(len(inputs)), winners]
    return winners, np.maximum(squares, 0.0)


def class_counts(winners: Numbers, classes: Numbers, n_units: int, n_classes: int) -> NDArray[np.int64]:
    """(units, classes) how many samples of each class each unit has won."""
    counts = np.bincount(winners * n_classes + classes, minlength=n_units * n_classes)
    return counts.reshape(n_units, n_classes).astype(np.int64)


def purity(counts: NDArray[np.int64]) -> float:
    """Share of the samples that are of the class which their unit has won most of; ``counts`` as ``class_counts``.

    1 if no unit mixes classes, which many enough units always reach: it compares clusterings of equally many.
    """
    return float(counts.max(axis=1).sum() / max(int(counts.sum()), 1))


@dataclass(frozen=True, eq=False)
class KMeans:
    """What k-means found.

    Parameters
    ----------
    weights : (units, inputs) each the mean of its samples
    winners : (samples,) the unit that each sample belongs to
    errors : (rounds + 1,) mean squared distance of the samples to their units, from the given weights on; never rises
    """

    weights: Array
    winners: Numbers
    errors: Array


def kmeans(inputs: Array, weights: Array, most_rounds: int = 300) -> KMeans:
    """Lloyd's algorithm: each sample to the nearest unit, each unit to the mean of its samples, until nothing changes.

    A unit without samples stays where it is.

    Parameters
    ----------
    inputs : (samples, inputs), at least one sample
    weights : (units, inputs) where to begin
    """
    winners, squares = nearest(inputs, weights)
    errors = [squares.mean()]
    for _ in range(most_rounds):
        weights = _means(inputs, winners, weights)
        before = winners
        winners, squares = nearest(inputs, weights)
        errors.append(squares.mean())
        if np.array_equal(winners, before):
            break
    return KMeans(frozen(weights), frozen(winners), frozen(np.array(errors)))


def _means(inputs: Array, winners: Numbers, weights: Array) -> Array:
    """(units, inputs) mean of what each has won; of nothing, the weights as they were."""
    counts = np.bincount(winners, minlength=len(weights))[:, None]
    sums = np.zeros_like(weights)
    np.add.at(sums, winners, inputs)
    means: Array = np.where(counts > 0, sums / np.maximum(counts, 1), weights)
    return means
