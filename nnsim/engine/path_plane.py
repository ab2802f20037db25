"""The plane in which a run went furthest: its way through thousands of dimensions, as flat as a map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnsim.engine.parameters import Array
from nnsim.engine.snapshot import frozen
from nnsim.errors import SpecError

_CHUNK_CELLS = 1_000_000
_NOTHING = 1e-12
"""A share of the variance below this is rounding."""


@dataclass(frozen=True, eq=False)
class PathPlane:
    """The two main directions of a path.

    Parameters
    ----------
    origin : (n_parameters,) the last moment
    directions : (2, n_parameters) of length 1, at right angles; all 0 if nothing moved that way
    path : (moments, 2) coordinates of each moment in the plane; the last is (0, 0)
    shares : (2,) of Σ |moment − origin|², how much lies along each direction, 0 to 1; 0 if nothing moved at all
    """

    origin: Array
    directions: Array
    path: Array
    shares: Array


def path_plane(moments: Array) -> PathPlane:
    """The plane through the last moment that is nearest to all others: principal components of the differences to it.

    Li et al. 2018, section 7. Their code takes the mean off the differences first; here nothing is taken off, for the
    plane that is drawn goes through the last moment, not through the mean.

    The two directions follow from the (moments, moments) products of the differences, so that millions of parameters
    take no more memory than the two directions. Each points to the moment that is farthest along it.

    Parameters
    ----------
    moments : (moments, n_parameters) parameters in the order of time, all finite

    Raises
    ------
    SpecError : ``landscape.too_few_moments`` if there are fewer than two
    """
    n_moments, n_parameters = moments.shape
    if n_moments < 2:
        raise SpecError(
            "landscape.too_few_moments",
            f"A path needs two moments at least, and there {'is one' if n_moments else 'is none'}.",
            where="landscape",
            hint="Train a little further.",
        )
    origin = moments[-1].astype(np.float64)
    width = max(1, _CHUNK_CELLS // n_moments)
    parts = [slice(start, start + width) for start in range(0, n_parameters, width)]
    largest = max(float(np.abs(moments[:, part] - origin[part]).max()) for part in parts) or 1.0
    products = np.zeros((n_moments, n_moments))
    for part in parts:
        differences = (moments[:, part] - origin[part]) / largest
        products += differences @ differences.T
    lengths, vectors = _main(products)
    directions = np.zeros((2, n_parameters))
    for part in parts:
        directions[:, part] = vectors.T @ ((moments[:, part] - origin[part]) / largest)
    divisors = np.where(lengths > 0.0, lengths, 1.0)
    directions /= divisors[:, None]
    path = largest * (products @ vectors) / divisors
    total = float(np.trace(products))
    return PathPlane(frozen(origin), frozen(directions), frozen(path), frozen(lengths**2 / (total or 1.0)))


def _main(products: Array) -> tuple[Array, Array]:
    """(2,) singular values, the largest first, and (moments, 2) their left singular vectors; 0 where there is none."""
    squares, vectors = np.linalg.eigh(products)
    squares, vectors = squares[:-3:-1], vectors[:, :-3:-1].copy()
    exists = squares > _NOTHING * squares[0]
    vectors[:, ~exists] = 0.0
    along = products @ vectors
    signs = np.sign(along[np.abs(along).argmax(axis=0), [0, 1]])
    return np.sqrt(np.where(exists, squares, 0.0)), vectors * signs
