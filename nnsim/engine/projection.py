"""Principal components: the plane in which points of many coordinates lie farthest apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnsim.engine.parameters import Array

AXES = 2


@dataclass(frozen=True, eq=False)
class Projection:
    """From the space of many coordinates down to a plane.

    Parameters
    ----------
    middle : (coordinates,) the mean of the points that the plane was found for
    directions : (coordinates, 2) orthonormal columns
    shares : (2,) which part of the points' whole variance lies along each; NaN if they do not vary, or not finitely
    """

    middle: Array
    directions: Array
    shares: Array

    def of(self, points: Array) -> Array:
        """(n, 2) from (n, coordinates)."""
        return np.asarray((points - self.middle) @ self.directions)


def principal_plane(points: Array, before: Array | None = None) -> Projection:
    """The plane of the two directions in which ``points`` vary most.

    Each direction could as well point the other way, and where two of them vary nearly alike any turn of the plane is
    as good: from one frame to the next the picture would flip and spin. So the plane is turned, within itself, until
    its axes lie as near as possible to those of the frame before (the orthogonal Procrustes problem; Schönemann 1966).
    It stays the plane of the principal components; the shares are those of the axes as they then are.

    Parameters
    ----------
    points : (n, coordinates), at least one point and two coordinates; computed in double precision
    before : (coordinates, 2) the directions of the frame before; without them the first axis is the first component,
        and the largest number of each direction is positive

    Returns
    -------
    Directions as before (or the first two coordinates) if the points are not finite.
    """
    points = points.astype(np.float64)
    fitting = before if before is not None and before.shape == (points.shape[1], AXES) else None
    if not np.isfinite(points).all():
        kept = np.eye(points.shape[1], AXES) if fitting is None else fitting
        return Projection(np.zeros(points.shape[1]), kept, np.full(AXES, np.nan))
    largest = float(np.abs(points).max()) or 1.0
    unit = points / largest  # so that squares of huge numbers stay finite
    middle = unit.mean(axis=0)
    centred = unit - middle
    directions = _leading(centred)
    directions = _signed(directions) if fitting is None else directions @ _turn(directions, fitting)
    along, whole = np.square(centred @ directions).sum(axis=0), float(np.square(centred).sum())
    shares = along / whole if whole else np.full(AXES, np.nan)
    return Projection(middle * largest, directions, shares)


def _leading(centred: Array) -> Array:
    """(coordinates, 2) the eigenvectors of the two largest eigenvalues of the covariance, by the smaller product."""
    n_points, n_coordinates = centred.shape
    if n_coordinates <= n_points:
        return np.asarray(np.linalg.eigh(centred.T @ centred)[1][:, : -AXES - 1 : -1])
    vectors = np.linalg.eigh(centred @ centred.T)[1][:, : -AXES - 1 : -1]
    # Two points span no plane: what is missing is filled up by coordinates.
    spanned = np.column_stack([centred.T @ vectors, np.eye(n_coordinates, 2 * AXES)])
    lengths = np.linalg.norm(spanned, axis=0)
    kept = spanned[:, lengths > lengths.max() * 1e-9]
    return np.asarray(np.linalg.qr(kept)[0][:, :AXES])


def _signed(directions: Array) -> Array:
    """Each with its largest number positive."""
    largest = directions[np.abs(directions).argmax(axis=0), np.arange(directions.shape[1])]
    return directions * np.where(largest < 0, -1.0, 1.0)


def _turn(directions: Array, before: Array) -> Array:
    """(2, 2) the rotation, with reflection if need be, that brings ``directions`` nearest to those before."""
    left, _, right = np.linalg.svd(directions.T @ before)
    return np.asarray(left @ right)
