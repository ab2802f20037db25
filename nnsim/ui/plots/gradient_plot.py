"""How strongly each layer is pulled, and how far it is moved: a bar and a diamond on an axis that never changes.

So a vanishing gradient looks small, and a growing one grows.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from PySide6.QtCore import QElapsedTimer, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QIcon, QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.engine.readings import LayerHealth
from nnsim.engine.spec import NetworkSpec
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.names import Names
from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.gradient_foot import Foot, shares_of
from nnsim.ui.plots.health_marks import (
    Entry,
    bar_width,
    diamond_of_key,
    draw_bar,
    draw_dead,
    draw_diamond,
    draw_guide,
    draw_key,
    draw_saturated,
    key_lines,
)
from nnsim.ui.plots.health_verdict import Finding, verdict
from nnsim.ui.plots.live_sheet import LiveSheet
from nnsim.ui.plots.ticks import Axis
from nnsim.ui.plots.unit_health import HEALTHY, answers_said, short, units_explained, units_said
from nnsim.ui.theme import Beats, Duration, Size, Theme, numbers, words
from nnsim.ui.widgets.icons import icon

LOWEST: Final = 1e-8
HIGHEST: Final = 1e2


class GradientPlot(LiveSheet):
    """Bars of the norm of each layer's gradient, and diamonds of each layer's last update relative to its weights.

    Below them stand the numbers of the diamonds, the shares of dead neurons and of saturated answers, and in words what
    is wrong, if something is.

    Signals
    -------
    note_changed(str) : the line for the card's header: what the bars measure, and of which batch
    """

    VIEWS = ("health",)
    BEAT = Beats.GRADIENT
    _session: Session
    note_changed = Signal(str)

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(session, appearance, parent)
        self._axis = Axis(LOWEST, HIGHEST, log=True)
        self._names: tuple[str, ...] = ()
        self._labels: tuple[str, ...] = ()
        self._norms: tuple[float, ...] = ()
        self._foot = Foot()
        self._judged = QElapsedTimer()
        self._finding = Finding()
        self._learning: list[int] = []
        self._lock: tuple[Theme, QIcon] | None = None
        self._ahead: bool | None = None
        self.setObjectName("gradient_plot")
        self.setAccessibleName(self.tr("Gradient norm of each layer"))
        self.setMinimumSize(*PlotSize.CURVES_MIN)
        self.render_snapshot()

    @property
    def norms(self) -> tuple[float, ...]:
        """The numbers of the bars; empty before the first step."""
        return self._norms

    def render_snapshot(self) -> None:
        """The numbers of the bars, and the names of the layers."""
        snapshot = self._session.snapshot
        health = snapshot.health
        learning = [index for index, layer in enumerate(snapshot.network.layers) if layer.has_weights]
        self._norms = tuple(health.gradient_norm[learning].tolist()) if health is not None else ()
        self._foot = self._made_foot(health, learning)
        self._learning = learning
        ahead = health.ahead if health is not None else None
        if ahead != self._ahead:
            self._ahead = ahead
            self.repaint_ground()
            self.note_changed.emit(self.note())
        names = Names(snapshot.network)
        self._names = tuple(f"{names.layer(layer - 1)} → {names.layer(layer)}" for layer in learning)
        labels = tuple(f"W{layer + 1}" for layer in learning)
        if labels != self._labels:
            self._labels = labels
            self.repaint_ground()
        self.setAccessibleDescription(self._in_words())
        self.update()

    def _made_foot(self, health: LayerHealth | None, learning: list[int]) -> Foot:
        if health is None:
            return Foot()
        network = self._session.snapshot.network
        return Foot(
            # Before a step nothing has been moved: that is not the same as by 0.
            (math.nan,) * len(learning) if health.ahead else tuple(health.update_ratio[learning].tolist()),
            shares_of(health, learning),
            units_said(network, health),
            tuple(units_said(network, health, layer) for layer in learning),
            self._judged_anew(network, health),
            frozenset(bar for bar, index in enumerate(learning) if network.layers[index].frozen),
        )

    def _judged_anew(self, network: NetworkSpec, health: LayerHealth) -> str:
        """The sentence, with the numbers of the bars. In a run it changes its kind only when it could be read."""
        is_unread = self._judged.isValid() and self._judged.elapsed() < Duration.VERDICT
        is_held, before = is_unread and self._session.run_state == "running", self._finding.kind
        found = verdict(network, health, before if is_held else "")
        if is_held and found.kind != before:
            found = Finding()
        if found.kind != before:
            self._judged.start()
        self._finding = found
        return found.said

    def note(self) -> str:
        """``norm per layer, log · last batch``."""
        if self._ahead is None:
            return self.tr("norm per layer, log")
        if self._ahead:
            return self.tr("norm per layer, log  ·  next batch")
        return self.tr("norm per layer, log  ·  last batch")

    def _of_which_batch(self) -> str:
        if self._ahead:
            return self.tr("gradient of the batch that comes next, at the weights as they are")
        return self.tr("gradient of the last batch, before its update")

    def _details(self, layer: int) -> str:
        """Lines about the neurons of one layer."""
        snapshot = self._session.snapshot
        health = snapshot.health
        said = [] if health is None else [units_said(snapshot.network, health, layer), answers_said(health, layer)]
        return "".join(f"{line}\n" for line in said if line)

    def _in_words(self) -> str:
        if not self._norms:
            return self.tr("Nothing learnt yet.")
        said, frozen = self.tr("{0}: gradient norm {1}"), self.tr("{0}: frozen, so it has no gradient")
        bars = [
            frozen.format(name) if bar in self._foot.frozen else said.format(name, short(norm))
            for bar, (name, norm) in enumerate(zip(self._names, self._norms, strict=False))
        ]
        return "; ".join(said for said in (self._foot.verdict.rstrip("."), *bars, self._foot.units) if said)

    # geometry

    def _area(self) -> QRectF:
        line = QFontMetricsF(numbers(Size.SMALL)).height()
        left = QFontMetricsF(numbers(Size.SMALL)).horizontalAdvance("0.003") + Size.GAP
        lines = 1 if self._is_low() else 2 + self._has_ratios() + self._is_high()
        top, bottom = (len(self._key()) + 0.5) * line, lines * line + Size.HALF + self._shares_height()
        return QRectF(round(left), round(top), max(1.0, self.width() - left), max(1.0, self.height() - top - bottom))

    def _is_low(self) -> bool:
        """Whether the lines below the bars give way to them; their numbers are told at the bars, too."""
        return self.height() < PlotSize.CURVES_LOW

    def _has_ratios(self) -> bool:
        """Whether there is room for the numbers of the diamonds."""
        return self.height() >= PlotSize.CURVES_WITH_NUMBERS

    def _is_high(self) -> bool:
        """Whether there is room for one line more."""
        return self.height() >= 2 * PlotSize.CURVES_LOW

    def _shares_height(self) -> float:
        return 0.0 if self._is_low() else float(PlotSize.SHARES)

    def _slot(self, area: QRectF, layer: int) -> QRectF:
        """The column of the picture that belongs to a layer."""
        width = area.width() / max(len(self._labels), 1)
        return QRectF(area.left() + layer * width, area.top(), width, area.height())

    def _height(self, area: QRectF, norm: float) -> float:
        """Pixels of a bar: none for zero and for what is not a number, at least one for anything else."""
        if not norm > 0:
            return 0.0
        share = math.log10(min(norm, HIGHEST) / LOWEST) / math.log10(HIGHEST / LOWEST)
        return max(1.0, min(share, 1.0) * area.height())

    # painting

    def paint_ground(self, painter: QPainter) -> None:
        """Lines, numbers and the names of the layers."""
        area = self._area()
        font = numbers(Size.SMALL)
        line = QFontMetricsF(font).height()
        painter.setFont(font)
        for value, label in self._axis.ticks(max(2, int(area.height() / (1.25 * line)))):
            y = round(area.bottom() - float(self._axis.share(np.array([value]))[0]) * area.height()) + 0.5
            painter.setPen(QPen(self.theme.colour("line"), Size.THIN))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(self.theme.colour("second"))
            box = QRectF(0, y - line / 2, area.left() - Size.GAP, line)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, label)
        painter.setFont(words(Size.SMALL))
        metrics, labels = QFontMetricsF(painter.font()), self._labels
        if self._names and max(map(metrics.horizontalAdvance, self._names)) + Size.GAP <= self._slot(area, 0).width():
            labels = self._names
        widest = max(map(metrics.horizontalAdvance, labels), default=0.0)
        every = max(1, math.ceil((widest + Size.GAP) / self._slot(area, 0).width()))
        for layer in range(0, len(self._labels), every):
            slot = self._slot(area, layer)
            label = labels[layer]
            width = QFontMetricsF(painter.font()).horizontalAdvance(label)
            left = min(slot.center().x() - width / 2, self.width() - width)
            below = QRectF(left, area.bottom() + Size.GAP / 4 + self._shares_height(), width + 1, line)
            painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, label)
        self._paint_key(painter, area)

    def _key(self) -> list[list[Entry]]:
        """What bars, diamonds, the guide and the strips below the bars are, in lines; where it is low, the first."""
        norm = self.tr("gradient norm")
        if self._ahead is not None:
            norm = self.tr("gradient norm, next batch") if self._ahead else self.tr("gradient norm, last batch")
        lines = key_lines(
            self.width(),
            (
                (draw_bar, norm),
                (diamond_of_key, self.tr("update / weight")),
                (draw_guide, self.tr("healthy: 1e−3")),
                (draw_dead, self.tr("dead")),
                (draw_saturated, self.tr("saturated")),
            ),
        )
        return lines[:1] if self._is_low() else lines

    def _paint_key(self, painter: QPainter, area: QRectF) -> None:
        y = area.bottom() - self._height(area, HEALTHY)
        draw_guide(painter, self.theme, QRectF(area.left(), y, area.width(), 0))
        line = QFontMetricsF(words(Size.SMALL)).height()
        for number, entries in enumerate(self._key()):
            draw_key(painter, self.theme, QPointF(Size.HALF, number * line), entries)

    def paint_live(self, painter: QPainter) -> None:
        """The bars and their numbers."""
        area = self._area()
        self._paint_bars(painter, area)
        if self._norms:
            self._paint_diamonds(painter, area)
        font = numbers(Size.SMALL)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(self.theme.colour("text"))
        for layer, norm in enumerate(self._norms):
            slot, text = self._slot(area, layer), short(norm)
            if layer in self._foot.frozen:
                self._paint_lock(painter, slot)
                continue
            width = metrics.horizontalAdvance(text)
            if width <= slot.width():
                base = self._base(area, norm, metrics.ascent())
                left = slot.center().x() - width / 2
                behind = QRectF(left - 1, base - metrics.ascent() + 1, width + 2, metrics.ascent())
                painter.fillRect(behind, self.theme.colour("surface"))
                painter.drawText(QPointF(left, base), text)
        if not self._norms:
            painter.setFont(words(Size.SMALL))
            painter.setPen(self.theme.colour("second"))
            said = self.tr("Bars appear with the first step.")
            box = painter.boundingRect(area, Qt.AlignmentFlag.AlignCenter, said)
            painter.fillRect(box.adjusted(-Size.HALF, 0, Size.HALF, 0), self.theme.colour("surface"))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, said)
        elif not self._is_low():
            slots = [self._slot(area, layer) for layer in range(len(self._labels))]
            self._foot.paint(
                painter,
                self.theme,
                slots,
                QRectF(0, area.bottom(), self.width(), 0),
                has_ratios=self._has_ratios(),
                is_high=self._is_high(),
            )

    def _base(self, area: QRectF, norm: float, ascent: float) -> float:
        """Of the number above a bar; where the guide would strike it out, above the guide."""
        base = area.bottom() - self._height(area, norm) - Size.GAP / 2
        guide = area.bottom() - self._height(area, HEALTHY)
        return guide - Size.TIGHT if base - ascent < guide < base + Size.TIGHT else base

    def _paint_bars(self, painter: QPainter, area: QRectF) -> None:
        for layer, norm in enumerate(self._norms):
            slot, height = self._slot(area, layer), self._height(area, norm)
            width = round(bar_width(slot))
            left = round(slot.center().x() - width / 2)
            if height:
                draw_bar(painter, self.theme, QRectF(left, area.bottom() - height, width, height))
            else:
                painter.setPen(QPen(self.theme.colour("faint"), Size.THIN))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(left + 0.5, area.bottom() - 2.5, width - 1, 2))

    def _paint_lock(self, painter: QPainter, slot: QRectF) -> None:
        """A lock where the number of a bar would stand, with the word if there is room for it."""
        if self._lock is None or self._lock[0] is not self.theme:
            self._lock = self.theme, icon("lock", self.theme, "second")
        word = self.tr("frozen")
        painter.save()
        painter.setFont(words(Size.SMALL))
        painter.setPen(self.theme.colour("second"))
        metrics = QFontMetricsF(painter.font())
        side = round(min(metrics.height(), slot.width()))
        width = side + Size.TIGHT + metrics.horizontalAdvance(word)
        has_word = width <= slot.width()
        left = round(slot.center().x() - (width if has_word else side) / 2)
        top = round(slot.bottom() - side - Size.GAP / 2)
        self._lock[1].paint(painter, QRect(left, top, side, side))
        if has_word:
            base = top + (side + metrics.capHeight()) / 2
            painter.drawText(QPointF(left + side + Size.TIGHT, base), word)
        painter.restore()

    def _paint_diamonds(self, painter: QPainter, area: QRectF) -> None:
        """Beside each bar its update."""
        for layer, ratio in enumerate(self._foot.ratios):
            if ratio > 0 and layer not in self._foot.frozen:
                slot = self._slot(area, layer)
                x = min(slot.center().x() + bar_width(slot) / 2 + 2 * PlotSize.DIAMOND, slot.right() - PlotSize.DIAMOND)
                draw_diamond(painter, self.theme, QPointF(x, area.bottom() - self._height(area, ratio)))

    def tip_at(self, at: QPointF) -> str:
        """What the ratios are, the numbers of a bar, or what the axis is."""
        area, line = self._area(), QFontMetricsF(words(Size.SMALL)).height()
        below = 0.0 if self._is_low() else line
        of_ratios = line if self._has_ratios() else 0.0
        in_words = below * (2 if self._is_high() else 1)
        if at.y() > self.height() - in_words and self._foot.units:
            return f"{self._foot.verdict}\n\n{units_explained()}".strip()
        if of_ratios and at.y() > self.height() - in_words - of_ratios - Size.GAP / 2:
            return self.tr(
                "How far the last step moved the weights, relative to their size. About 1e−3 is healthy:\n"
                "far above, learning is restless; far below, it hardly moves."
            )
        for layer, name in enumerate(self._names):
            if self._slot(area, layer).left() <= at.x() < self._slot(area, layer).right():
                if layer >= len(self._norms):
                    return name
                if layer in self._foot.frozen:
                    said = self.tr("{0}\nThe layer is frozen: no step changes it, so no gradient is taken.\n{1}")
                    return said.format(name, self._details(self._learning[layer]).rstrip()).rstrip()
                said = self.tr("{0}\ngradient norm {1}\nupdate / weight {2}\n{3}")
                norm, ratio = short(self._norms[layer]), short(self._foot.ratios[layer])
                return said.format(name, norm, ratio, self._details(self._learning[layer]) + self._of_which_batch())
        return self.tr("Norm of the gradient of each layer's weights and biases. The axis is always the same.")
