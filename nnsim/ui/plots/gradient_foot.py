"""What stands below the bars of the gradients: the numbers of the diamonds, the neurons, and what is wrong."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from nnsim.engine.readings import LayerHealth
from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.health_marks import bar_width, draw_diamond, draw_shares
from nnsim.ui.plots.unit_health import short
from nnsim.ui.theme import Size, Theme, numbers, words

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Foot:
    """One snapshot's worth of it. All but two have one entry for each layer with weights.

    Parameters
    ----------
    ratios : update / weight; NaN before a step
    shares : (dead, saturated); NaN where the activation has none
    units : dead and saturated ones of all layers in words
    units_of : the same of each layer
    verdict : what is wrong, in a sentence; empty if nothing is
    frozen : the numbers of those that do not learn
    """

    ratios: tuple[float, ...] = ()
    shares: tuple[tuple[float, float], ...] = ()
    units: str = ""
    units_of: tuple[str, ...] = ()
    verdict: str = ""
    frozen: frozenset[int] = frozenset()

    def paint(
        self,
        painter: QPainter,
        theme: Theme,
        slots: Sequence[QRectF],
        below: QRectF,
        *,
        has_ratios: bool,
        is_high: bool,
    ) -> None:
        """Lines from the top of ``below`` on, the first left free for the names of the layers.

        Neurons and verdict share a line unless ``is_high``. So nothing moves when there is something to say.
        """
        self._paint_shares(painter, theme, slots, below.top())
        metrics = QFontMetricsF(words(Size.SMALL))
        base = below.top() + PlotSize.SHARES + Size.TIGHT + metrics.ascent() + metrics.height()
        if has_ratios:
            self._paint_ratios(painter, theme, slots, base)
            base += metrics.height()
        if is_high or not self.verdict:
            self._paint_units(painter, theme, slots, QPointF(below.left(), base), below.width())
            base += metrics.height()
        if self.verdict:
            painter.setFont(words(Size.SMALL, QFont.Weight.Medium))
            painter.setPen(theme.colour("warning"))
            _draw(painter, QPointF(below.left(), base), self.verdict, below.width())

    def _paint_shares(self, painter: QPainter, theme: Theme, slots: Sequence[QRectF], top: float) -> None:
        for slot, (dead, saturated) in zip(slots, self.shares, strict=False):
            if not (math.isnan(dead) and math.isnan(saturated)):
                width = round(bar_width(slot))
                left = round(slot.center().x() - width / 2) + 0.5
                box = QRectF(left, top + Size.TIGHT, width - 1, PlotSize.SHARES - Size.TIGHT)
                draw_shares(painter, theme, box, dead, saturated)

    def _paint_ratios(self, painter: QPainter, theme: Theme, slots: Sequence[QRectF], base: float) -> None:
        """Each behind its diamond below its layer, or from the least to the most where they have no room."""
        if not self.ratios or not slots:
            return
        if all(math.isnan(ratio) for ratio in self.ratios):
            painter.setFont(words(Size.SMALL))
            painter.setPen(theme.colour("second"))
            painter.drawText(
                QPointF(slots[0].left(), base), translate("Foot", "No step with these weights yet: B makes one.")
            )
            return
        painter.setFont(numbers(Size.SMALL))
        metrics = QFontMetricsF(painter.font())
        widest = max(metrics.horizontalAdvance(short(ratio)) for ratio in self.ratios)
        if widest + Size.MARGIN > slots[0].width():
            least_to_most = f"{short(min(self.ratios))} … {short(max(self.ratios))}"
            _draw_ratio(painter, theme, QPointF(slots[0].left() + Size.GAP, base), least_to_most)
            return
        for layer, (slot, ratio) in enumerate(zip(slots, self.ratios, strict=False)):
            if layer not in self.frozen:
                said = short(ratio)
                _draw_ratio(
                    painter, theme, QPointF(slot.center().x() - metrics.horizontalAdvance(said) / 2, base), said
                )

    def _paint_units(self, painter: QPainter, theme: Theme, slots: Sequence[QRectF], at: QPointF, width: float) -> None:
        """Dead and saturated ones: of each layer if there is room, else of all."""
        painter.setFont(words(Size.SMALL))
        painter.setPen(theme.colour("second"))
        metrics = QFontMetricsF(painter.font())
        widest = max(map(metrics.horizontalAdvance, self.units_of), default=math.inf)
        if not slots or widest > slots[0].width():
            _draw(painter, at, self.units, width)
            return
        for slot, said in zip(slots, self.units_of, strict=False):
            left = slot.center().x() - metrics.horizontalAdvance(said) / 2
            painter.drawText(QPointF(left, at.y()), said)


def _draw_ratio(painter: QPainter, theme: Theme, at: QPointF, said: str) -> None:
    """A number behind the diamond that it belongs to."""
    middle = at.y() - QFontMetricsF(painter.font()).capHeight() / 2
    draw_diamond(painter, theme, QPointF(at.x() - PlotSize.DIAMOND - Size.HALF, middle))
    painter.setPen(theme.colour("text"))
    painter.drawText(at, said)


def _draw(painter: QPainter, at: QPointF, said: str, width: float) -> None:
    """A line of words, as far as there is room."""
    shown = QFontMetricsF(painter.font()).elidedText(said, Qt.TextElideMode.ElideRight, round(width))
    painter.drawText(at, shown)


def shares_of(health: LayerHealth, learning: list[int]) -> tuple[tuple[float, float], ...]:
    """(dead, saturated) of each layer with weights; empty if they were not measured."""
    if len(health.dead) <= max(learning, default=-1):
        return ()
    return tuple((float(health.dead[layer]), float(health.saturated[layer])) for layer in learning)
