"""The parts of a plane that belong to each class, where straight lines part them."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.floating[Any]]
Corner: TypeAlias = tuple[float, float]

_ON_LINE = 1e-9


def class_scores(scores: Numbers) -> Numbers:
    """(classes, 3) from (outputs, 3): a single output that is above 0 stands for the second class, the first has 0."""
    return np.vstack([np.zeros((1, 3)), scores]) if len(scores) == 1 else scores


def regions(scores: Numbers, corners: Numbers) -> list[Numbers]:
    """For each class the part of a convex polygon where its score is the largest.

    Parameters
    ----------
    scores : (classes, 3) a, b, c of a·x + b·y + c
    corners : (n, 2) of the polygon, in order

    Returns
    -------
    (m, 2) corners of each part, (0, 2) if it has none
    """
    found = []
    for number, own in enumerate(scores):
        part = corners
        for other in np.delete(scores, number, axis=0):
            part = _cut(part, own - other)
        found.append(part)
    return found


def nearest_parts(points: Numbers, corners: Numbers) -> list[Numbers]:
    """For each of (k, 2) points the part of a convex polygon that is nearer to it than to all others.

    The others cut one after another, from the nearest on, until one is more than twice as far as all that is left. In
    numbers of Python: arrays of a few corners would take ten times as long.
    """
    ways = points[None, :] - points[:, None]
    squares = np.einsum("ijk,ijk->ij", ways, ways)
    orders = np.argsort(squares, axis=1, kind="stable")
    around = [(float(x), float(y)) for x, y in corners]
    found, where = [], points.tolist()
    for (x, y), order, far in zip(where, orders.tolist(), squares.tolist(), strict=True):
        # Seen from the point, all that is left lies within its reach.
        part = [(left - x, up - y) for left, up in around]
        reach = max(across * across + up * up for across, up in part)
        for other in order:
            if far[other] > 4 * reach:
                break
            if far[other] > 0:
                part = _nearer_half(part, where[other][0] - x, where[other][1] - y, far[other] / 2)
                reach = max((across * across + up * up for across, up in part), default=0.0)
        found.append(np.array(part).reshape(-1, 2) + np.array([x, y]))
    return found


def _nearer_half(part: list[Corner], across: float, up: float, limit: float) -> list[Corner]:
    """What of a convex polygon around (0, 0) is nearer to that than to (across, up); ``limit`` is half its square."""
    values = [limit - across * x - up * y for x, y in part]
    if min(values, default=0.0) >= 0:
        return part
    kept = []
    ends = zip(part, values, part[1:] + part[:1], values[1:] + values[:1], strict=True)
    for (x, y), value, (next_x, next_y), its_value in ends:
        if value >= 0:
            kept.append((x, y))
        if (value < 0 < its_value) or (its_value < 0 < value):
            share = value / (value - its_value)
            kept.append((x + (next_x - x) * share, y + (next_y - y) * share))
    return kept


def borders(scores: Numbers, corners: Numbers) -> list[tuple[int, int, Numbers]]:
    """The straight lines between the parts: for each two classes that meet their numbers and (2, 2) both ends."""
    parts = regions(scores, corners)
    scale = float(np.abs(scores).max(initial=0.0)) * max(1.0, float(np.abs(corners).max(initial=0.0)))
    found = []
    for one, part in enumerate(parts):
        for other in range(one + 1, len(scores)):
            ahead = np.abs(_value(scores[one] - scores[other], part))
            ends = part[ahead <= _ON_LINE * scale]
            if len(ends) >= 2:
                spread = np.linalg.norm(ends[:, None] - ends[None], axis=2)
                first, last = np.unravel_index(int(spread.argmax()), spread.shape)
                if spread[first, last] > 0:
                    found.append((one, other, ends[[first, last]]))
    return found


def _value(score: Numbers, points: Numbers) -> Numbers:
    return np.asarray(points @ score[:2] + score[2])


def _cut(corners: Numbers, score: Numbers) -> Numbers:
    """The part of a convex polygon where the score is not below 0 (Sutherland and Hodgman)."""
    values = _value(score, corners)
    kept: list[Numbers] = []
    for place, (point, value) in enumerate(zip(corners, values, strict=True)):
        following, its_value = corners[(place + 1) % len(corners)], values[(place + 1) % len(corners)]
        if value >= 0:
            kept.append(point)
        if (value < 0 < its_value) or (its_value < 0 < value):
            kept.append(point + (following - point) * (value / (value - its_value)))
    return np.array(kept).reshape(-1, 2)
