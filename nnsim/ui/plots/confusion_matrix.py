"""Which classes are taken for which."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from nnsim.session.showing import Showing
from nnsim.ui.appearance import Appearance
from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.live_sheet import LiveSheet
from nnsim.ui.theme import Beats, Size, Theme, numbers, words

Part = Literal["train", "test"]
Counts = NDArray[np.integer[Any]]

_SHADES = 128
_DARK_BELOW = 0.179
"""Luminance at which white and black words are equally easy to read."""


class ConfusionMatrix(LiveSheet):
    """Counts in cells, rows the true classes and columns the predicted ones; the darker, the more of its row."""

    VIEWS = ("confusion",)
    BEAT = Beats.COUNTS

    def __init__(self, session: Showing, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(session, appearance, parent)
        self._part: Part = "test"
        self._shown_data: object = None
        self.setObjectName("confusion_matrix")
        self.setAccessibleName(self.tr("Confusion matrix"))
        self.setMinimumSize(20 * Size.GRID, 12 * Size.GRID)
        self.render_snapshot()

    @property
    def counts(self) -> Counts | None:
        """(classes, classes) the counts to show; ``None`` before they are known for the data in hand."""
        confusion = self._session.snapshot.confusion
        counts = None if confusion is None else getattr(confusion, self._part)
        fits = counts is not None and counts.shape == (len(self._classes()),) * 2
        return counts.astype(int) if fits and counts is not None else None

    @property
    def part(self) -> Part:
        """Which samples are counted."""
        return self._part

    def show_part(self, part: Part) -> None:
        """Count the samples of training or of test."""
        self._part = part
        self.render_snapshot()

    def render_snapshot(self) -> None:
        """The counts, and other names if the data are others."""
        if self._session.prepared is not self._shown_data:
            self._shown_data = self._session.prepared
            self.repaint_ground()
        self.setAccessibleDescription(self._in_words())
        self.update()

    def _classes(self) -> tuple[str, ...]:
        classes: tuple[str, ...] = self._session.prepared.dataset.classes
        return classes

    def _in_words(self) -> str:
        counts = self.counts
        if counts is None:
            return self.tr("Not counted yet.")
        right, total = int(np.trace(counts)), int(counts.sum())
        return self.tr("{0} of {1} right.").format(right, total)

    # geometry

    def _upright(self, cell: float) -> bool:
        """Whether the names above the columns have no room side by side."""
        metrics = QFontMetricsF(words(Size.SMALL))
        return any(metrics.horizontalAdvance(name) > cell - 2 for name in self._classes())

    def _layout(self) -> tuple[QRectF, float]:
        """The square of the cells and the side of one."""
        metrics = QFontMetricsF(words(Size.SMALL))
        line = metrics.height()
        n_classes = max(len(self._classes()), 1)
        longest = max((metrics.horizontalAdvance(name) for name in self._classes()), default=0.0)
        longest = min(longest, 9.0 * Size.GRID)
        left = line + longest + Size.GAP
        beside = 2 * line + Size.GAP  # “predicted”, and below it, with air, the names
        cell = self._cell(left, beside, n_classes)
        top = line + Size.GAP + longest if self._upright(cell) else beside
        cell = self._cell(left, top, n_classes)
        side = cell * n_classes
        return QRectF(round(left + (self.width() - left - side) / 2), round(top), side, side), cell

    def _cell(self, left: float, top: float, n_classes: int) -> float:
        across, down = (self.width() - left) / n_classes, (self.height() - top) / n_classes
        return float(max(2, int(min(PlotSize.CONFUSION_CELL, across, down))))

    # painting

    def paint_ground(self, painter: QPainter) -> None:
        """The names."""
        area, cell = self._layout()
        font = words(Size.SMALL)
        metrics = QFontMetricsF(font)
        line = metrics.height()
        painter.setFont(font)
        painter.setPen(self.theme.colour("second"))
        painter.drawText(QRectF(area.left(), 0, area.width(), line), Qt.AlignmentFlag.AlignCenter, self.tr("predicted"))
        longest = area.left()
        for number, name in enumerate(self._classes()):
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, 9.0 * Size.GRID)
            width = metrics.horizontalAdvance(shown)
            longest = min(longest, area.left() - Size.GAP - width)
            middle = area.top() + (number + 0.5) * cell
            painter.setPen(self.theme.colour("text"))
            painter.drawText(QPointF(area.left() - Size.GAP / 2 - width, middle + metrics.capHeight() / 2), shown)
            painter.save()
            if self._upright(cell):
                across = area.left() + (number + 0.5) * cell + metrics.capHeight() / 2
                painter.translate(across, area.top() - Size.GAP / 2)
                painter.rotate(-90)
                painter.drawText(QPointF(0, 0), shown)
            else:
                across = area.left() + (number + 0.5) * cell - width / 2
                painter.drawText(QPointF(across, area.top() - Size.GAP / 2 - metrics.descent()), shown)
            painter.restore()
        painter.setPen(self.theme.colour("second"))
        painter.save()
        painter.translate(longest - line, area.center().y())
        painter.rotate(-90)
        beside = QRectF(-area.height() / 2, 0, area.height(), line)
        painter.drawText(beside, Qt.AlignmentFlag.AlignCenter, self.tr("true"))
        painter.restore()

    def paint_live(self, painter: QPainter) -> None:
        """The cells."""
        area, cell = self._layout()
        n_classes = len(self._classes())
        known = self.counts
        counts = known if known is not None else np.zeros((n_classes, n_classes), int)
        share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        texts = counts.astype(str).tolist()
        places = np.rint(share * (_SHADES - 1)).astype(int).tolist()
        shades, is_written = _shades(self.theme), known is not None and cell >= PlotSize.CONFUSION_NUMBER
        size = Size.TITLE if cell >= 2 * Size.CONTROL else Size.SMALL
        painter.setFont(numbers(size))
        no_pen, middle = Qt.PenStyle.NoPen, Qt.AlignmentFlag.AlignCenter
        for row in range(n_classes):
            for column in range(n_classes):
                colour, ink = shades[places[row][column]]
                box = QRectF(area.left() + column * cell, area.top() + row * cell, cell - 1, cell - 1)
                painter.setPen(no_pen)
                painter.setBrush(colour)
                painter.drawRoundedRect(box, Size.CELL_RADIUS, Size.CELL_RADIUS)
                if is_written:
                    painter.setPen(ink)
                    painter.drawText(box, middle, texts[row][column])

    def tip_at(self, at: QPointF) -> str:
        """What a cell counts."""
        area, cell = self._layout()
        counts = self.counts
        if counts is None or not area.contains(at):
            return self.tr("Rows: what the samples are. Columns: what the network takes them for.")
        column, row = int((at.x() - area.left()) / cell), int((at.y() - area.top()) / cell)
        names = self._classes()
        row, column = min(row, len(names) - 1), min(column, len(names) - 1)
        said = self.tr("{0} × {1} taken for {2}")
        return said.format(int(counts[row, column]), names[row], names[column])


@cache
def _shades(theme: Theme) -> list[tuple[QColor, QColor]]:
    """Grounds from no sample to all of a row, each with the ink that can be read on it."""
    colours = [QColor(*colour.tolist()) for colour in theme.heat()[-_SHADES:]]
    return [(colour, QColor("white" if _luminance(colour) < _DARK_BELOW else "black")) for colour in colours]


def _luminance(colour: QColor) -> float:
    """How bright a colour looks, 0 to 1, as contrast is reckoned (WCAG 2)."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
