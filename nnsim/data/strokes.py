"""What a hand has drawn on a pad, as strokes, and the pixels that come of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from nnsim.data.dataset import Numbers

_STEP: Final = 0.25
"""Points of a stroke are at most so many pixels apart where it is asked what an eraser has left of it."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line drawn in one go, with round ends.

    Parameters
    ----------
    points : (x, y) in pixels of the picture, (0, 0) its upper left corner; one point is a dot
    width : of the line, in pixels
    erases : it takes away what lies below it
    """

    points: tuple[tuple[float, float], ...]
    width: float
    erases: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """What is done to a drawing as a whole: turned and resized about the middle of the picture, then pushed.

    Parameters
    ----------
    right, down : in pixels
    turned_deg : clockwise
    size : 1 leaves it as it is
    """

    right: float = 0.0
    down: float = 0.0
    turned_deg: float = 0.0
    size: float = 1.0

    def apply(self, points: Numbers, shape: tuple[int, int]) -> Numbers:
        """(n, 2) where points get to in a picture of (height, width) pixels."""
        middle = np.array([shape[1], shape[0]]) / 2
        return np.asarray((points - middle) @ self._turn().T * self.size + middle + (self.right, self.down))

    def undo(self, points: Numbers, shape: tuple[int, int]) -> Numbers:
        """(n, 2) where points come from."""
        middle = np.array([shape[1], shape[0]]) / 2
        return np.asarray((points - middle - (self.right, self.down)) / self.size @ self._turn() + middle)

    def _turn(self) -> Numbers:
        angle = np.radians(self.turned_deg)
        return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def ink_of(strokes: tuple[Stroke, ...], shape: tuple[int, int], ground: Numbers | None = None) -> Numbers:
    """(height, width) how much of each pixel is ink, 0 to 1: edges are soft over one pixel.

    Parameters
    ----------
    ground : (height, width) what was there before; nothing by default
    """
    ink = np.zeros(shape) if ground is None else ground.copy()
    rows, columns = np.mgrid[: shape[0], : shape[1]] + 0.5
    centres = np.stack([columns.ravel(), rows.ravel()], axis=1)
    for stroke in strokes:
        cover = np.clip(stroke.width / 2 + 0.5 - distances(centres, stroke.points), 0.0, 1.0).reshape(shape)
        # A line thinner than a pixel fills no pixel.
        cover *= min(stroke.width, 1.0)
        ink = ink * (1.0 - cover) if stroke.erases else np.maximum(ink, cover)
    return np.asarray(ink)


def distances(places: Numbers, line: tuple[tuple[float, float], ...]) -> Numbers:
    """(n,) how far (n, 2) places are from a line through points; from the point, if it is one."""
    points = np.array(line)
    starts, ways = points[:-1], np.diff(points, axis=0)
    if not len(ways):
        starts, ways = points, np.zeros((1, 2))
    lengths = np.maximum((ways**2).sum(axis=1), 1e-12)
    x = places[:, :1] - starts[:, 0]
    y = places[:, 1:] - starts[:, 1]
    along = np.clip((x * ways[:, 0] + y * ways[:, 1]) / lengths, 0.0, 1.0)
    x -= along * ways[:, 0]
    y -= along * ways[:, 1]
    return np.asarray(np.sqrt((x * x + y * y).min(axis=1)))


def box_of(strokes: tuple[Stroke, ...]) -> tuple[float, float, float, float] | None:
    """Left, top, right and bottom of the middle lines of what is drawn and not erased; ``None`` if nothing is left."""
    left: list[Numbers] = []
    for stroke in strokes:
        if stroke.erases:
            left = [points[distances(points, stroke.points) > stroke.width / 2] for points in left]
        else:
            left.append(_close(np.array(stroke.points)))
    found = np.concatenate([*left, np.empty((0, 2))])
    if not len(found):
        return None
    (x0, y0), (x1, y1) = found.min(axis=0).tolist(), found.max(axis=0).tolist()
    return x0, y0, x1, y1


def _close(points: Numbers) -> Numbers:
    """The same line with points close to each other."""
    parts = [points[:1]]
    for start, end in pairwise(points):
        count = max(int(np.ceil(float(np.hypot(*(end - start))) / _STEP)), 1)
        parts.append(start + (end - start) * np.linspace(0.0, 1.0, count + 1)[1:, None])
    return np.concatenate(parts)


def put_into(strokes: tuple[Stroke, ...], size: tuple[float, float], middle: tuple[float, float]) -> tuple[Stroke, ...]:
    """The strokes as large as (width, height) allow, about a middle. The pen keeps its width.

    What has no size of its own, as a dot or nothing, is only moved; a line that is straight fills one of both.
    """
    box = box_of(strokes)
    if box is None:
        return strokes
    width, height, pen = box[2] - box[0], box[3] - box[1], max(one.width for one in strokes if not one.erases)
    room = max(size[0] - pen, 0.0), max(size[1] - pen, 0.0)
    scales = [have / need for have, need in zip(room, (width, height), strict=True) if need > pen / 2]
    scale = min(scales, default=1.0)
    from_middle = np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])
    return tuple(
        Stroke(
            tuple((float(x), float(y)) for x, y in (np.array(one.points) - from_middle) * scale + middle),
            one.width * scale if one.erases else one.width,
            one.erases,
        )
        for one in strokes
    )


def moved(strokes: tuple[Stroke, ...], move: Moved, shape: tuple[int, int]) -> tuple[Stroke, ...]:
    """The strokes turned, resized with their pens, and pushed."""
    return tuple(
        Stroke(
            tuple((float(x), float(y)) for x, y in move.apply(np.array(one.points), shape)),
            one.width * move.size,
            one.erases,
        )
        for one in strokes
    )


def moved_picture(ink: Numbers, move: Moved) -> Numbers:
    """(height, width) the same of a picture, between whose pixels numbers run evenly; outside there is no ink."""
    if move == Moved():
        return ink
    height, width = ink.shape
    rows, columns = np.mgrid[:height, :width] + 0.5
    found = move.undo(np.stack([columns.ravel(), rows.ravel()], axis=1), (height, width)) - 0.5
    around = np.pad(ink, 1)
    x, y = np.clip(found[:, 0] + 1, 0, width + 1), np.clip(found[:, 1] + 1, 0, height + 1)
    column, row = np.minimum(x.astype(int), width), np.minimum(y.astype(int), height)
    right, down = x - column, y - row
    upper = around[row, column] * (1 - right) + around[row, column + 1] * right
    lower = around[row + 1, column] * (1 - right) + around[row + 1, column + 1] * right
    return np.asarray((upper * (1 - down) + lower * down).reshape(height, width))
