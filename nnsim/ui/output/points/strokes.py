"""Where points come to lie while a hand draws: along its way, or sprayed around it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

Numbers = NDArray[np.floating[Any]]


def along(start: QPointF, end: QPointF, apart: float) -> list[QPointF]:
    """Places on the way from ``start`` to ``end``, so far apart; none if that is a shorter way."""
    way = end - start
    length = float(np.hypot(way.x(), way.y()))
    return [start + way * (apart * step / length) for step in range(1, int(length / apart) + 1)]


def along_across(start: QPointF, end: QPointF, apart: float) -> list[QPointF]:
    """The same, so far apart from left to right: a curve has one height over each place."""
    across = end.x() - start.x()
    count = int(abs(across) / apart)
    return [start + (end - start) * (apart * step / abs(across)) for step in range(1, count + 1)]


def sprayed(at: QPointF, radius: float, count: int, generator: Generator) -> list[QPointF]:
    """So many places anywhere within ``radius``, all as likely."""
    turns, reaches = generator.random(count) * 2.0 * np.pi, radius * np.sqrt(generator.random(count))
    pairs = zip((np.cos(turns) * reaches).tolist(), (np.sin(turns) * reaches).tolist(), strict=True)
    return [at + QPointF(x, y) for x, y in pairs]


def within(places: Numbers, at: QPointF, radius: float) -> list[int]:
    """The rows of (n, 2) ``places`` that are no farther than ``radius``."""
    distances = np.hypot(places[:, 0] - at.x(), places[:, 1] - at.y())
    return [int(row) for row in np.flatnonzero(distances <= radius)]
