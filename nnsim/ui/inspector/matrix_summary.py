"""Beside the matrix: how its numbers lie, as a histogram on the scale of its colours, and in a few figures."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.matrix_figures import Figures, bin_edges, counts_of, figures_of
from nnsim.ui.inspector.matrix_model import MatrixModel
from nnsim.ui.inspector.quantities import NEVER_NEGATIVE
from nnsim.ui.plots.sheet import Sheet
from nnsim.ui.plots.ticks import GrowingRange
from nnsim.ui.plots.unit_health import percent
from nnsim.ui.theme import Size, numbers, words
from nnsim.ui.widgets.numbers import format_count, format_number

_BINS = 33
_LEAST_PICTURE = 24
"""In less height there is no histogram."""
_FIRST_COUNT = 10.0


class MatrixSummary(Sheet):
    """Follows the model while it is in sight."""

    def __init__(self, model: MatrixModel, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._matrix = model
        self._figures: Figures | None = None
        self._counts = np.zeros(_BINS)
        self._most = GrowingRange(log=False, least=(0.0, _FIRST_COUNT))
        self._key: tuple[object, ...] = ()
        self.setObjectName("matrix-summary")
        self.setAccessibleName(self.tr("How the numbers lie"))
        self.setToolTip(
            self.tr(
                "How many numbers lie where, on the scale of the colours; zeros and biases are counted, too.\n"
                "Deviation: the square root of the mean squared distance from the mean.\n"
                "Near 0: no larger than a hundredth of the largest."
            )
        )
        self.setFixedWidth(Size.SUMMARY)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        model.shown.connect(self._on_shown)

    @property
    def figures(self) -> Figures | None:
        """What is told; ``None`` if there are no numbers."""
        return self._figures

    def lines(self) -> list[tuple[str, str]]:
        """Name and number of each figure."""
        found = self._figures
        if found is None:
            return []
        return [
            (self.tr("numbers"), format_count(found.count)),
            (self.tr("mean"), format_number(found.mean)),
            (self.tr("deviation"), format_number(found.deviation)),
            (self.tr("least"), format_number(found.least)),
            (self.tr("greatest"), format_number(found.greatest)),
            (self.tr("near 0"), percent(found.near_zero)),
        ]

    def shown(self) -> None:
        """Catch up."""
        self._render()

    def _on_shown(self) -> None:
        if self.isVisible():
            self._render()

    def _render(self) -> None:
        values, full = self._matrix.values, self._matrix.scale.full
        self._figures = figures_of(values)
        self._counts = counts_of(self._matrix.heat, np.isfinite(values), _BINS).astype(float)
        key = self._matrix.layer, self._matrix.quantity, full
        if key != self._key:
            self._key, self._most = key, GrowingRange(log=False, least=(0.0, _FIRST_COUNT))
        self._most.include(self._counts)
        self.setAccessibleDescription(", ".join(f"{name} {number}" for name, number in self.lines()))
        self.update()

    # painting

    def paint_live(self, painter: QPainter) -> None:
        """The bars above, the figures below."""
        line = QFontMetricsF(words(Size.SMALL)).height()
        lines = self.lines()
        top = self.height() - len(lines) * line
        left, right = float(Size.GAP), float(self.width())
        for number, (name, value) in enumerate(lines):
            room = QRectF(left, top + number * line, right - left, line)
            painter.setFont(words(Size.SMALL))
            painter.setPen(self.theme.colour("second"))
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
            painter.setFont(numbers(Size.SMALL))
            painter.setPen(self.theme.colour("text"))
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, value)
        height = top - line - Size.HALF
        if lines and height - line >= _LEAST_PICTURE:
            self._paint_bars(painter, QRectF(left, line, right - left, height - line), line)

    def _paint_bars(self, painter: QPainter, area: QRectF, line: float) -> None:
        """From the end of the scale to the other, with the ends and the largest count as numbers."""
        has_negative = self._matrix.quantity not in NEVER_NEGATIVE
        shares = bin_edges(_BINS) / 256
        edges = (shares if has_negative else np.maximum(2.0 * shares - 1.0, 0.0)) * area.width()
        for place in np.flatnonzero(self._counts).tolist():
            height = max(1.0, self._counts[place] / self._most.high * area.height())
            side = int(np.sign(place - _BINS // 2))  # zeros, in the middle, have none
            role = ("faint", "positive", "negative")[side]
            left, right = edges[place], edges[place + 1]
            bar = QRectF(area.left() + left, area.bottom() - height, max(right - left - 1.0, 1.0), height)
            painter.fillRect(bar, self.theme.colour(role))
        painter.setPen(QPen(self.theme.colour("line"), Size.THIN))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        zero = area.center().x() if has_negative else area.left()
        painter.drawLine(QPointF(zero, area.top()), QPointF(zero, area.bottom()))
        painter.setFont(numbers(Size.SMALL))
        painter.setPen(self.theme.colour("second"))
        full = self._matrix.scale.full
        below = QRectF(area.left(), area.bottom(), area.width(), line)
        if has_negative:
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft, format_number(-full))
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter if has_negative else Qt.AlignmentFlag.AlignLeft, "0")
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, format_number(full))
        above = QRectF(area.left(), area.top() - line, area.width(), line)
        most = self.tr("up to {0}").format(format_number(self._most.high))
        painter.setFont(words(Size.SMALL))
        painter.drawText(above, Qt.AlignmentFlag.AlignRight, most)
