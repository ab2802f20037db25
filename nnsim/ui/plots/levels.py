"""Lines of equal answer over the plane, with their numbers, as a map has them for heights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from nnsim.ui.plots.iso_lines import iso_lines
from nnsim.ui.plots.lines import draw
from nnsim.ui.plots.ticks import Axis, tick_label
from nnsim.ui.theme import FADE, Size, Theme, numbers

Numbers = NDArray[np.floating[Any]]

_POINTS: Final = 32
"""Points of the answers along each side that the lines are found from."""
_STEPS: Final = 8
"""Into how many steps the range of the targets is divided, about."""
_LEAST: Final = 1e-300
"""Of smaller scales, and of those beyond its reciprocal, the steps would no longer be numbers."""
_MOST: Final = 15
"""More lines would only be a blot: of answers that run away, those around 0 are drawn."""


def level_step(scale: float) -> float:
    """The round number from one line to the next, where the largest target is ``scale``: the same for a whole run.

    Where all targets are 0, or their scale is no number, as if the largest were 1.
    """
    reach = scale if _LEAST < scale < 1 / _LEAST else 1.0
    first, second, *_ = (value for value, _ in Axis(-reach, reach).ticks(_STEPS))
    return second - first


def levels_between(low: float, high: float, step: float) -> list[float]:
    """Whole multiples of ``step`` between two numbers, at most ``_MOST`` of them, those nearest to 0 first."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return []
    first = math.ceil(max(-_MOST, min(low / step, _MOST + 1)))
    last = math.floor(min(_MOST, max(high / step, -_MOST - 1)))
    return sorted((count * step for count in range(first, last + 1)), key=abs)[:_MOST]


@dataclass(frozen=True, eq=False)
class Level:
    """One height: its number, and (lines, 4) the straight pieces along which the answer has it, in pixels."""

    height: float
    lines: Numbers


def levels_over(area: QRectF, answers: Numbers, scale: float, middle: float = 0.0) -> list[Level]:
    """Those at round numbers, that next to the middle first.

    Parameters
    ----------
    area : the square of the plane, in pixels
    answers : (grid, grid), row 0 at the bottom
    scale : how far the farthest target is from the middle
    middle : of the targets, 0 unless they are far away from it
    """
    finite = answers[np.isfinite(answers)]
    if not len(finite):
        return []
    place = np.linspace(0, len(answers) - 1, min(_POINTS, len(answers))).round().astype(int)
    coarse, shares = answers[np.ix_(place, place)], place / (len(answers) - 1)
    found = []
    step = level_step(scale)
    begin = round(middle / step) * step
    for above in levels_between(float(finite.min()) - begin, float(finite.max()) - begin, step):
        height = begin + above
        lines = np.interp(iso_lines(coarse, height), np.arange(len(place)), shares)
        lines[:, ::2] = area.left() + lines[:, ::2] * area.width()
        lines[:, 1::2] = area.bottom() - lines[:, 1::2] * area.height()
        if len(lines):
            found.append(Level(height, lines))
    return found


def paint_levels(painter: QPainter, theme: Theme, levels: Sequence[Level]) -> None:
    """The lines, that of 0 stronger."""
    for level in levels:
        painter.setPen(QPen(theme.colour("text"), 0.75 * (Size.THIN if level.height else Size.CURVE)))
        draw(painter, level.lines)


def paint_level_numbers(painter: QPainter, theme: Theme, area: QRectF, levels: Sequence[Level]) -> None:
    """Those for which there is room."""
    painter.setFont(numbers(Size.TINY))
    ground = theme.colour("surface")
    ground.setAlphaF(FADE)
    for label, box in number_places(area, levels):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, Size.CELL_RADIUS, Size.CELL_RADIUS)
        painter.setPen(theme.colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, label)


def number_places(area: QRectF, levels: Sequence[Level]) -> list[tuple[str, QRectF]]:
    """Each number where its line comes next to the middle of the plane and no other number stands, if anywhere."""
    metrics, found = QFontMetricsF(numbers(Size.TINY)), list[tuple[str, QRectF]]()
    for level in levels:
        label = tick_label(float(f"{level.height:.6g}"))
        box = QRectF(0, 0, metrics.horizontalAdvance(label) + Size.HALF, metrics.height())
        middle = (level.lines[:, :2] + level.lines[:, 2:]) / 2
        x, y = middle.T
        has_room = (np.abs(x - area.center().x()) <= (area.width() - box.width()) / 2) & (
            np.abs(y - area.center().y()) <= (area.height() - box.height()) / 2
        )
        for _, other in found:
            has_room &= (np.abs(x - other.center().x()) >= (box.width() + other.width()) / 2) | (
                np.abs(y - other.center().y()) >= box.height()
            )
        if has_room.any():
            far = np.hypot(x - area.center().x(), y - area.center().y())
            box.moveCenter(QPointF(*middle[np.where(has_room, far, np.inf).argmin()].tolist()))
            found.append((label, box))
    return found
