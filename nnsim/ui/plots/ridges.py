"""Histograms of many moments, one behind the other: the oldest at the back, each a ridge."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.theme import Size, Theme

Numbers = NDArray[np.floating[Any]]

_SOFT = 90
"""How strongly, of 255, the colour of the sign lies on a ridge, so that its edge stands out."""


class Ridges:
    """Where they lie.

    Parameters
    ----------
    area : in pixels; its top is that of the highest ridge at the very back
    n_ridges : how many
    """

    def __init__(self, area: QRectF, n_ridges: int) -> None:
        self._area = area
        self._n_ridges = n_ridges
        self.height = area.height() * (PlotSize.RIDGE if n_ridges > 1 else 1.0)

    def base(self, number: int) -> float:
        """Pixels down to the ground of a ridge, 0 at the back."""
        way = self._area.height() - self.height
        return self._area.top() + self.height + way * number / max(self._n_ridges - 1, 1)

    def at(self, y: float) -> int:
        """The ridge whose ground is nearest below a height."""
        bases = np.array([self.base(number) for number in range(self._n_ridges)])
        return min(int(np.searchsorted(bases, y)), self._n_ridges - 1)

    def paint(self, painter: QPainter, theme: Theme, shares: Numbers, number: int, *, marked: bool) -> None:
        """One ridge; ``shares`` (bins,) of its full height."""
        base, area = self.base(number), self._area
        across = area.left() + (np.arange(len(shares)) + 0.5) / len(shares) * area.width()
        heights = base - np.clip(shares, 0.0, 1.0) * self.height
        middle = QPointF(area.center().x(), base - float(shares[len(shares) // 2 - 1 :][:2].mean()) * self.height)
        left = [QPointF(area.left(), base), *_points(across, heights, slice(None, len(shares) // 2)), middle]
        right = [middle, *_points(across, heights, slice(len(shares) // 2, None)), QPointF(area.right(), base)]
        foot = QPointF(area.center().x(), base)
        for side, role in ((left, "negative"), (right, "positive")):
            painter.setPen(Qt.PenStyle.NoPen)
            shape = QPolygonF([*side, foot] if side is left else [foot, *side])
            for colour in (theme.colour("surface"), _soft(theme.colour(role))):
                painter.setBrush(colour)
                painter.drawPolygon(shape)
            painter.setPen(QPen(theme.colour("accent" if marked else role), Size.RING if marked else Size.THIN))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF(side))


def _points(across: Numbers, heights: Numbers, part: slice) -> list[QPointF]:
    return [QPointF(x, y) for x, y in zip(across[part].tolist(), heights[part].tolist(), strict=True)]


def _soft(colour: QColor) -> QColor:
    colour.setAlpha(_SOFT)
    return colour
