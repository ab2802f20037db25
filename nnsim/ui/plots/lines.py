"""Curves as short straight lines, which Qt draws many times faster than one long thick curve.

A curve of 1,000 points, 2 px wide and smooth, takes 0.4 ms this way. As one path it takes ten times as long, because Qt
then works out its outline, and a dashed one longer still: so the dashes are cut here.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nnsim.ui.theme import Size, Theme

Numbers = NDArray[np.floating[Any]]

_TREMBLE_PX = 2.0


def draw_ghost(painter: QPainter, theme: Theme, lines: Numbers) -> None:
    """Draw (lines, 4), end to end, as what was before: dashes on a pale line, which are seen on every colour."""
    painter.setPen(curve_pen(theme.colour("surface"), 1.5 * Size.CURVE))
    draw(painter, lines)
    painter.setPen(curve_pen(theme.colour("text"), 0.75 * Size.CURVE))
    draw(painter, dashes(lines, Size.PAD, Size.HALF))


def segments(x: Numbers, y: Numbers) -> Numbers:
    """(lines, 4) x₁, y₁, x₂, y₂ of the lines between neighbouring points; a point that is not finite leaves a gap."""
    lines = np.column_stack([x[:-1], y[:-1], x[1:], y[1:]])
    return np.asarray(lines[np.isfinite(lines).all(axis=1)])


def dashes(lines: Numbers, dash: float, gap: float) -> Numbers:
    """The same lines cut into dashes of equal length along the curve.

    Small ups and downs do not count as length: a trembling curve would else break into crumbs.

    Parameters
    ----------
    lines : (lines, 4) in pixels, end to end
    dash, gap : lengths in pixels
    """
    if not len(lines):
        return lines
    rise = np.maximum(np.abs(lines[:, 3] - lines[:, 1]) - _TREMBLE_PX, 0.0)
    length = np.hypot(lines[:, 2] - lines[:, 0], rise)
    ends = np.cumsum(length)
    period = dash + gap
    if ends[-1] / period > 20_000:  # a scribble far outside of the picture: no eye could tell the dashes
        return lines
    starts = np.arange(0.0, ends[-1], period)
    cuts = np.concatenate([starts, starts + dash])
    places = np.sort(np.concatenate([[0.0], ends, cuts[cuts < ends[-1]]]))
    begin, end = places[:-1], places[1:]
    middle = (begin + end) / 2
    shown = (middle % period < dash) & (end > begin)
    row = np.minimum(np.searchsorted(ends, middle[shown], side="right"), len(lines) - 1)
    whole = np.maximum(length[row], 1e-12)
    from_share = (begin[shown] - (ends[row] - length[row])) / whole
    to_share = (end[shown] - (ends[row] - length[row])) / whole
    first, second = lines[row, :2], lines[row, 2:]
    way = second - first
    return np.concatenate([first + way * from_share[:, None], first + way * to_share[:, None]], axis=1)


def curve_pen(colour: QColor, width: float) -> QPen:
    """An opaque pen whose ends overlap a little, so that joints show no notch."""
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.SquareCap)
    return pen


def draw(painter: QPainter, lines: Numbers) -> None:
    """Draw (lines, 4) in one call, without making a Python object for each.

    ``shiboken6.wrapInstance`` lets Qt read the array where it lies: its rows are laid out as ``QLineF``.
    """
    if not len(lines):
        return
    block = np.ascontiguousarray(lines, dtype=np.float64)
    first: Any = shiboken6.wrapInstance(block.ctypes.data, QLineF)
    painter.drawLines(first, len(block))
