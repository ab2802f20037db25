"""The loss over one weight around its value: the two nudged points, the line through them, and the tangent."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QVariantAnimation
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QWidget

from nnsim.session.weight_proof import WeightProof
from nnsim.ui.appearance import Appearance
from nnsim.ui.one_weight_sizes import OneWeightSize
from nnsim.ui.plots.axes import Axes, area_within
from nnsim.ui.plots.curve_legend import Look, draw_legend
from nnsim.ui.plots.lines import curve_pen, dashes, draw, segments
from nnsim.ui.plots.sheet import Sheet
from nnsim.ui.plots.ticks import Axis
from nnsim.ui.theme import Size

_ROOM = 0.08


class NudgeCurve(Sheet):
    """``run`` lets the points go from the weight to w − ε and w + ε, or puts them there if nothing is to move."""

    def __init__(self, proof: WeightProof, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._proof = proof
        self._share = 1.0
        self._clock = QVariantAnimation(self)
        self._clock.setStartValue(0.0)
        self._clock.setEndValue(1.0)
        self._clock.setDuration(OneWeightSize.NUDGE_MS)
        self._clock.valueChanged.connect(self._on_tick)
        self.setObjectName("weight_nudge_curve")
        self.setAccessibleName(self.tr("Loss over the weight, around its value"))
        self.setToolTip(
            self.tr(
                "The loss while this weight alone is moved by Δw. Solid line through both points: the quotient; "
                "dashed: the slope that backpropagation found. The picture reaches 2.5 ε to both sides."
            )
        )
        self.setMinimumSize(*OneWeightSize.SIDE_LEAST)
        proof.changed.connect(self.repaint_ground)

    @property
    def share(self) -> float:
        """How far the points are on their way, 0 to 1."""
        return self._share

    def run(self) -> None:
        """Nudge before the eyes."""
        self._clock.stop()
        if self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0:
            self._clock.start()
        else:
            self._on_tick(1.0)

    def stop(self) -> None:
        """The points are where they belong."""
        self._clock.stop()
        self._on_tick(1.0)

    def _on_tick(self, share: float) -> None:
        self._share = float(share)
        self.update()

    @property
    def axes(self) -> Axes | None:
        """Weight across, loss up; ``None`` before there is a curve."""
        proof = self._proof
        losses = proof.losses[np.isfinite(proof.losses)]
        if proof.check is None or len(losses) < 2:
            return None
        low, high = float(losses.min()), float(losses.max())
        room = _ROOM * (high - low) or max(abs(high), 1.0) * 1e-15
        x = Axis(float(proof.moves[0]), float(proof.moves[-1]), name=self.tr("Δw"))
        y = Axis(low - room, high + room, name=self.tr("loss L"), close=True)
        return Axes(area_within(self.width(), self.height(), x, y), x, y)

    def paint_ground(self, painter: QPainter) -> None:
        """Axes, the curve, and the tangent."""
        axes, check = self.axes, self._proof.check
        if axes is None or check is None:
            return
        axes.paint(painter, self.theme)
        entries: list[tuple[str, Look]] = [(self.tr("quotient"), "solid"), (self.tr("backprop"), "dashed")]
        draw_legend(painter, self.theme, axes.area.right(), entries[0 if self.width() >= OneWeightSize.LEGEND else 1 :])
        painter.setClipRect(axes.area)
        moves = self._proof.moves
        painter.setPen(curve_pen(self.theme.colour("accent"), Size.CURVE))
        draw(painter, segments(axes.across(moves), axes.down(self._proof.losses)))
        tangent = check.loss + check.gradient * self._proof.moves
        painter.setPen(curve_pen(self.theme.colour("text"), Size.THIN))
        ends = slice(None, None, len(tangent) - 1)
        lines = segments(axes.across(moves[ends]), axes.down(tangent[ends]))
        draw(painter, dashes(lines, Size.GAP, Size.HALF))

    def paint_live(self, painter: QPainter) -> None:
        """The weight, both points on their way, and the line through them."""
        axes, check = self.axes, self._proof.check
        if axes is None or check is None:
            return
        moves = np.array([-1.0, 0.0, 1.0]) * self._proof.epsilon * self._share
        losses = np.interp(moves, self._proof.moves, self._proof.losses)
        nudge = self._proof.nudges.get(self._proof.epsilon)
        if nudge is not None and self._share == 1.0:
            losses[0], losses[2] = nudge.below, nudge.above
        across, down = axes.across(moves), axes.down(losses)
        points = [QPointF(x, y) for x, y in zip(across.tolist(), down.tolist(), strict=True)]
        painter.setClipRect(axes.area.adjusted(-Size.GAP, -Size.GAP, Size.GAP, Size.GAP))
        painter.setPen(QPen(self.theme.colour("text"), Size.CURVE))
        painter.drawLine(points[0], points[2])
        for point, role in zip(points, ("negative", "text", "positive"), strict=True):
            painter.setPen(QPen(self.theme.colour("surface"), Size.THIN))
            painter.setBrush(self.theme.colour(role))
            painter.drawEllipse(point, OneWeightSize.POINT, OneWeightSize.POINT)

    def hidden(self) -> None:
        """Nothing moves where nobody looks."""
        self.stop()
