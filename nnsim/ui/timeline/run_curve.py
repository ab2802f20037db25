"""The loss of a run in little room."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nnsim.engine.snapshot import Curves
from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.decimate import Numbers, rows_to_draw
from nnsim.ui.plots.sheet import Sheet
from nnsim.ui.theme import Size


@dataclass(frozen=True, slots=True)
class Scale:
    """What is as wide and as high as the picture, the same for all runs of a list."""

    epochs: float
    loss: float


def scale_of(records: list[Curves]) -> Scale:
    """Large enough for all of them. A loss that has run away does not make all others flat."""
    epochs = max((float(record.epoch[-1]) for record in records if len(record)), default=1.0)
    rows = [row for record in records for row in (record.train_loss, record.test_loss)]
    starts = [float(row[0]) for row in rows if len(row) and np.isfinite(row[0])]
    return Scale(max(epochs, 1.0), 1.25 * max(starts, default=1.0) or 1.0)


class RunCurve(Sheet):
    """Training solid, test dashed, over the epochs. What is higher than the picture is cut off at its edge."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._curves = Curves()
        self._scale = Scale(1.0, 1.0)
        self.setFixedSize(*Size.RUN_CURVE)
        self.setToolTip(
            self.tr("Loss over the epochs: training solid, test dashed.\nAll runs have the same scale, from 0 on.")
        )

    def show_curves(self, curves: Curves, scale: Scale) -> None:
        """Draw these."""
        if curves is not self._curves or scale != self._scale:
            self._curves, self._scale = curves, scale
            self.update()

    def paint_ground(self, painter: QPainter) -> None:
        """The epochs' axis."""
        painter.setPen(QPen(self.theme.colour("line"), Size.THIN))
        bottom = self.height() - Size.THIN
        painter.drawLine(QPointF(0.0, bottom), QPointF(self.width(), bottom))

    def paint_live(self, painter: QPainter) -> None:
        """Both losses."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        solid, dashed = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine
        for row, style in ((self._curves.train_loss, solid), (self._curves.test_loss, dashed)):
            painter.setPen(QPen(self.theme.colour("text"), Size.THIN, style))
            painter.drawPolyline(self._line(row))

    def _line(self, row: Numbers) -> QPolygonF:
        known = np.flatnonzero(np.isfinite(row))
        kept = known[rows_to_draw(row[known], 2 * self.width())] if len(known) else known
        x = self._curves.epoch[kept] / self._scale.epochs * (self.width() - 2 * Size.THIN) + Size.THIN
        high = self.height() - 2 * Size.CURVE
        y = self.height() - Size.CURVE - np.clip(row[kept] / self._scale.loss, 0.0, 1.0) * high
        return QPolygonF([QPointF(float(left), float(top)) for left, top in zip(x, y, strict=True)])
