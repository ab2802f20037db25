"""How wrong the quotient is for each ε: curvature at the right, rounding at the left, and the best ε between them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.session.weight_proof import WeightProof
from nnsim.ui.appearance import Appearance
from nnsim.ui.one_weight_sizes import OneWeightSize
from nnsim.ui.plots.axes import Axes, area_within
from nnsim.ui.plots.lines import curve_pen, dashes, draw, segments
from nnsim.ui.plots.sheet import Sheet
from nnsim.ui.plots.ticks import Axis
from nnsim.ui.theme import Size, words

_LEAST, _MOST = 1e-17, 1e3
_EDGE = 3.0


class ErrorPlot(Sheet):
    """Both axes go by powers of ten. An error of exactly 0 lies on the lowest line."""

    def __init__(self, proof: WeightProof, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._proof = proof
        self.setObjectName("weight_error_plot")
        self.setAccessibleName(self.tr("Error of the quotient over ε"))
        self.setToolTip(
            self.tr(
                "Distance of the quotient to the gradient for each ε. At the right the loss bends between the two "
                "points: the error falls with ε². At the left the difference of two nearly equal losses has only few "
                "digits left: the error grows with 1/ε; the dashed line is what rounding alone may do. A ReLU that "
                "switches within ε makes a step in the curve."
            )
        )
        self.setMinimumSize(*OneWeightSize.SIDE_LEAST)
        proof.changed.connect(self.repaint_ground)

    def points(self) -> tuple[np.ndarray, np.ndarray]:
        """(known,) ε ascending and the errors."""
        known = sorted(self._proof.nudges.values(), key=lambda nudge: nudge.epsilon)
        return np.array([one.epsilon for one in known]), np.array([one.error for one in known])

    @property
    def axes(self) -> Axes | None:
        """ε across, the error up; ``None`` while nothing is known."""
        _, errors = self.points()
        seen = errors[np.isfinite(errors) & (errors > 0.0)]
        if not len(seen):
            return None
        low, high = max(float(seen.min()) / _EDGE, _LEAST), min(float(seen.max()) * _EDGE, _MOST)
        x = Axis(1e-12, 1e-1, log=True, name=self.tr("ε"))
        y = Axis(low, max(high, 10.0 * low), log=True, name=self.tr("error of the quotient"))
        return Axes(area_within(self.width(), self.height(), x, y), x, y)

    def paint_ground(self, painter: QPainter) -> None:
        """Axes, what rounding may do, and the errors."""
        axes, check = self.axes, self._proof.check
        if axes is None or check is None:
            return
        axes.paint(painter, self.theme)
        epsilons, errors = self.points()
        painter.setClipRect(axes.area.adjusted(-Size.GAP, -Size.GAP, Size.GAP, Size.GAP))
        ends = np.array([axes.x.low, axes.x.high])
        rounding = np.array([check.rounding(float(end)) for end in ends])
        painter.setPen(curve_pen(self.theme.colour("faint"), Size.THIN))
        draw(painter, dashes(segments(axes.across(ends), axes.down(rounding)), Size.GAP, Size.HALF))
        across, down = axes.across(epsilons), np.minimum(axes.down(errors), axes.area.bottom())
        painter.setPen(curve_pen(self.theme.colour("accent"), Size.CURVE))
        draw(painter, segments(across, down))
        for x, y, epsilon in zip(across.tolist(), down.tolist(), epsilons.tolist(), strict=True):
            is_chosen = epsilon == self._proof.epsilon
            painter.setPen(QPen(self.theme.colour("surface"), Size.THIN))
            painter.setBrush(self.theme.colour("text" if is_chosen else "accent"))
            radius = OneWeightSize.POINT * (1.5 if is_chosen else 0.75)
            painter.drawEllipse(QPointF(x, y), radius, radius)
        self._paint_causes(painter, axes.area)

    def _paint_causes(self, painter: QPainter, area: QRectF) -> None:
        """Below both arms of the curve, what makes the error there."""
        painter.setFont(words(Size.SMALL))
        painter.setPen(self.theme.colour("second"))
        bottom = Qt.AlignmentFlag.AlignBottom
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | bottom, self.tr("rounding"))
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | bottom, self.tr("bend"))
