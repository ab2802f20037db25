"""Where each run lies in the histogram: a brick in the bar of its result, or in the lane of those that diverged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from PySide6.QtCore import QPointF, QRectF

from nnsim.session.findings import Score
from nnsim.ui.experiments.bins import BINS, Bins, capacity
from nnsim.ui.theme import Size

DIVERGED = BINS
"""The column of the lane, behind all bars."""


@dataclass(frozen=True, slots=True)
class Wall:
    """The bricks, column by column; in each the runs from the bottom up, in the order of the plan.

    Parameters
    ----------
    columns : ``BINS`` bars, then the lane
    high : how many bricks fit one above the other
    """

    columns: tuple[tuple[Score, ...], ...]
    high: int

    @property
    def in_order(self) -> tuple[Score, ...]:
        """All bricks as the keyboard walks them: from left to right, and in a column from the bottom up."""
        return tuple(score for column in self.columns for score in column)

    def column_of(self, number: int) -> int | None:
        """In which column a run lies, by its number in the plan."""
        found = (place for place, column in enumerate(self.columns) for score in column if score.number == number)
        return next(found, None)

    def beside(self, number: int | None, across: int, up: int) -> Score | None:
        """The brick that an arrow key leads to; from none to the first. ``None`` if there is no brick at all."""
        order = self.in_order
        column = None if number is None else self.column_of(number)
        if column is None or number is None:
            return order[0] if order else None
        row = next(row for row, score in enumerate(self.columns[column]) if score.number == number)
        if up:
            return self.columns[column][min(max(row + up, 0), len(self.columns[column]) - 1)]
        ways = range(column + 1, DIVERGED + 1) if across > 0 else range(column - 1, -1, -1)
        there = next((way for way in ways if self.columns[way]), column)
        return self.columns[there][min(row, len(self.columns[there]) - 1)]


@dataclass(frozen=True, slots=True)
class WallPlan:
    """The pixels of a wall.

    Parameters
    ----------
    area : of the bars; they stand on its lower edge
    lane : of the runs that diverged, at the right of it
    high : how many bricks fit one above the other
    """

    area: QRectF
    lane: QRectF
    high: int

    def column(self, place: int) -> QRectF:
        """All of a bar, from top to bottom."""
        if place == DIVERGED:
            return QRectF(self.lane)
        width = self.area.width() / BINS
        return QRectF(self.area.left() + place * width, self.area.top(), width, self.area.height())

    @property
    def pitch(self) -> float:
        """From one brick to the next above it."""
        return min(self.area.height() / self.high, Size.BRICK)

    def brick(self, place: int, row: int) -> QRectF:
        """The brick in a row, counted from the bottom."""
        column, pitch = self.column(place), self.pitch
        gap = 1.0 if pitch >= Size.BRICK_GAP_FROM else 0.0
        return QRectF(
            column.left() + 1, column.bottom() - (row + 1) * pitch + gap, column.width() - 2, max(pitch - gap, 1.0)
        )

    def at(self, point: QPointF, wall: Wall) -> Score | None:
        """The run under a point; above a pile, the uppermost of it."""
        for place, scores in enumerate(wall.columns):
            if scores and self.column(place).contains(point):
                row = int((self.area.bottom() - point.y()) / self.pitch)
                return scores[min(max(row, 0), len(scores) - 1)]
        return None


def wall_of(scores: Sequence[Score], bins: Bins, before: int) -> Wall:
    """The bricks of these runs; those without a number are left out. ``before`` : how many fitted until now."""
    columns: list[list[Score]] = [[] for _ in range(BINS + 1)]
    for score in scores:
        if score.has_diverged:
            columns[DIVERGED].append(score)
        elif not isnan(score.value):
            columns[bins.place(score.value)].append(score)
    return Wall(tuple(map(tuple, columns)), capacity(max(map(len, columns)), before))
