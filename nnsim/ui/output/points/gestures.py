"""What a hand does between press and release: each gesture is one step of undo."""

from __future__ import annotations

from typing import Final

from numpy.random import Generator
from PySide6.QtCore import QPointF, QRectF

from nnsim.ui.output.points.picture_points import PicturePoints
from nnsim.ui.output.points.strokes import along, along_across, sprayed, within

APART: Final = 14.0
CURVE_APART: Final = 7.0
"""Pixels between points along a way, and along a curve from left to right."""
SPRAYED_AT_A_TIME: Final = 3


class Gesture:
    """It is told where the hand is, and does its work on every beat, so that no movement costs more than a frame.

    Attributes
    ----------
    repeats : whether it goes on while the hand rests
    is_over : whether it does no more, because something could not be done
    way : where the hand has been since the last beat
    """

    repeats = False

    def __init__(self, points: PicturePoints, at: QPointF) -> None:
        self.points, self.at = points, at
        self.way: list[QPointF] = []
        self.is_over = False
        self._done_at: QPointF | None = None

    @property
    def band(self) -> QRectF | None:
        """What the hand has framed, if it frames."""
        return None

    def go_to(self, at: QPointF) -> None:
        """The hand is elsewhere. A quick one has been at many places before the next beat."""
        self.at = at
        self.way.append(at)

    def beat(self) -> None:
        """Do what is due, unless the hand is where it was."""
        if self.is_over or (self._done_at == self.at and not self.repeats):
            return
        before, self._done_at = self._done_at, self.at
        self.is_over = not self.work(before)
        self.way.clear()

    def work(self, before: QPointF | None) -> bool:
        """Do what is due; ``before``: where the hand was the last time. False if it could not be done."""
        raise NotImplementedError


class Setting(Gesture):
    """A click sets a point, a drag a row of them, or a curve."""

    def work(self, before: QPointF | None) -> bool:
        """The first point at once, the others when the hand has come far enough."""
        if before is None:
            return self.points.add([self.at])
        between = along_across if self.points.is_curve else along
        apart = CURVE_APART if self.points.is_curve else APART
        found: list[QPointF] = []
        last = before
        for at in self.way:
            found += between(last, at, apart)
            last = found[-1] if found else before
        self._done_at = last
        return self.points.add(found)


class Spraying(Gesture):
    """Points around the hand, as long as it is down."""

    repeats = True

    def __init__(self, points: PicturePoints, at: QPointF, radius: float, generator: Generator) -> None:
        super().__init__(points, at)
        self._radius, self._generator = radius, generator

    def work(self, before: QPointF | None) -> bool:
        """A few more."""
        del before
        return self.points.add(sprayed(self.at, self._radius, SPRAYED_AT_A_TIME, self._generator))


class Wiping(Gesture):
    """Points under the hand go."""

    def __init__(self, points: PicturePoints, at: QPointF, radius: float) -> None:
        super().__init__(points, at)
        self._radius = radius

    def work(self, before: QPointF | None) -> bool:
        """Also those on the way from where it was."""
        way = [self.at] if before is None else [before]
        for at in self.way:
            way += [*along(way[-1], at, self._radius), at]
        places = self.points.places()
        return self.points.delete(sorted({row for at in way for row in within(places, at, self._radius)}))


class Moving(Gesture):
    """Points go with the hand."""

    def __init__(self, points: PicturePoints, at: QPointF, rows: list[int]) -> None:
        super().__init__(points, at)
        self._rows, self._from = rows, at
        self._began = [QPointF(*place) for place in points.places()[rows].tolist()]
        self._done_at = at

    def work(self, before: QPointF | None) -> bool:
        """All of them by as much as the hand."""
        del before
        by = self.at - self._from
        return self.points.move(self._rows, [place + by for place in self._began])


class Framing(Gesture):
    """A band around points, which are chosen when it is let go."""

    def __init__(self, points: PicturePoints, at: QPointF) -> None:
        super().__init__(points, at)
        self._corner = at

    @property
    def band(self) -> QRectF | None:
        """From where it was begun to the hand."""
        return QRectF(self._corner, self.at).normalized()

    @property
    def rows(self) -> list[int]:
        """The points within."""
        band = QRectF(self._corner, self.at).normalized()
        return [row for row, (x, y) in enumerate(self.points.places().tolist()) if band.contains(x, y)]

    def work(self, before: QPointF | None) -> bool:
        """Nothing is done to the points."""
        del before
        return True
