"""How the numbers of a layer lie: as bars of the moment that is shown, or over time as ridges."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from nnsim.engine.readings import BINS, HISTOGRAM_PARTS
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.names import Names
from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.axes import readout
from nnsim.ui.plots.binned import Binned, bin_at, edges
from nnsim.ui.plots.past_sheet import PastSheet
from nnsim.ui.plots.ridges import Ridges
from nnsim.ui.plots.spread_numbers import Earlier, SpreadScale, earlier, shares_of
from nnsim.ui.plots.spread_words import counted, option
from nnsim.ui.plots.ticks import Axis, tick_label
from nnsim.ui.plots.unit_health import percent
from nnsim.ui.theme import Beats, Size, numbers, words
from nnsim.ui.widgets.button import Chip
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.numbers import format_count

Numbers = NDArray[np.floating[Any]]

_KEY: Final = "histograms"
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS: Final = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_SHORT: Final = 16.0
"""The largest power of two at the end of the axis that stands there as a number."""


class SpreadPlot(PastSheet):
    """Blue above 0, orange below; the numbers of the layer that is selected, else of the last hidden one."""

    VIEWS = ("histograms",)
    BEAT = Beats.GRADIENT

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(session, appearance, parent)
        self._part = HISTOGRAM_PARTS[0]
        self._over_time = False
        self._layer = 0
        self._now: Binned | None = None
        self._before: list[Earlier] = []
        self._before_key: tuple[object, ...] = ()
        self._ground_key: tuple[object, ...] = ()
        self._said = ""
        self._looked: tuple[int, int] | None = None
        self._scales: dict[tuple[str, int], SpreadScale] = {}
        self._run_id: int | None = None
        self.setObjectName("spread_plot")
        self.setAccessibleName(self.tr("How the numbers of a layer lie"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(*PlotSize.CURVES_MIN)
        self.chooser = DropButton(self.tr("Which numbers"), parent=self)
        self.chooser.setObjectName("spread_part")
        self.chooser.set_options([option(part) for part in HISTOGRAM_PARTS])
        self.chooser.chosen.connect(self.show_part)
        tip = self.tr("Earlier moments behind each other, the oldest at the back; a click goes there")
        self.time_chip = Chip(self.tr("earlier too"), tip=tip, parent=self)
        self.time_chip.setObjectName("spread_over_time")
        self.time_chip.clicked.connect(lambda: self.show_over_time(not self._over_time))
        session.selection_changed.connect(self._on_selection_changed)
        self.show_part(self._part)

    @property
    def part(self) -> str:
        """Which numbers are shown: one of ``HISTOGRAM_PARTS``."""
        return self._part

    @property
    def over_time(self) -> bool:
        """Whether ridges are shown."""
        return self._over_time

    @property
    def layer_shown(self) -> int:
        """Whose numbers are shown."""
        return self._layer

    def show_part(self, part: str) -> None:
        """Show other numbers."""
        self._part = part
        self.chooser.set_current(part)
        self.chooser.adjustSize()
        self._render()

    def show_over_time(self, on: bool) -> None:
        """Show earlier moments, too."""
        self._over_time = on
        self.time_chip.setChecked(on)
        if self.isVisible():
            self._watch()
        self._render()

    def quantities(self) -> tuple[str, ...]:
        """That of all of the course, if earlier moments are shown."""
        return (_KEY,) if self._over_time else ()

    def _on_selection_changed(self) -> None:
        if self.isVisible():
            self._render()

    def render_snapshot(self) -> None:
        """Take up the numbers of the newest snapshot."""
        self._render()

    def _render(self) -> None:
        snapshot = self._session.snapshot
        if snapshot.run_id != self._run_id:
            self._run_id = snapshot.run_id
            self._scales.clear()
        self._layer = self._chosen_layer()
        place = HISTOGRAM_PARTS.index(self._part)
        found = snapshot.histograms
        self._now = None
        if found is not None and self._layer < len(found.counts):
            self._now = Binned.of(found.exponents[self._layer, place], found.counts[self._layer, place])
        self._render_earlier(place)
        self.scale.cover(self._now, [binned for _, _, binned in self._before])
        self._said = self.said()
        self.setAccessibleDescription(self._said)
        scale = self.scale
        ground = (self._part, self._layer, self._over_time, scale.exponent, scale.counts.high, scale.share)
        if (*ground, self._shown_ridge(), self._before_key) != self._ground_key:
            self._ground_key = (*ground, self._shown_ridge(), self._before_key)
            self.repaint_ground()
        self.update()

    def _chosen_layer(self) -> int:
        chosen, layers = self._session.selection, self._session.snapshot.network.layers
        if chosen.kind == "none":
            return max(len(layers) - 2, 0)
        return min(max(chosen.layer, 0), len(layers) - 1)

    def _render_earlier(self, place: int) -> None:
        """Updates, epochs and numbers of the moments that are known, ascending."""
        if not self._over_time:
            self._before, self._before_key = [], ()
            return
        rows = self._session.hindsight.rows(_KEY)
        layer = self._layer_key()
        key = (place, layer, self.height(), self._run_id, rows.at.tobytes())
        if key != self._before_key:
            most = max(2, int(self.height() / PlotSize.RIDGE_PITCH))
            self._before, self._before_key = earlier(rows, layer, place, most), key

    def _layer_key(self) -> int:
        """Who the layer is, wherever edits put it."""
        return self._session.snapshot.network.layers[self._layer].key

    @property
    def scale(self) -> SpreadScale:
        """What the numbers shown are drawn on."""
        return self._scales.setdefault((self._part, self._layer_key()), SpreadScale())

    def said(self) -> str:
        """``72 weights of Hidden 2 · 12 % exactly 0``."""
        now = self._now or (self._before[-1][2] if self._before else None)
        name = Names(self._session.snapshot.network).layer(self._layer)
        if now is None:
            return ""
        if not now.total:
            return self.tr("{0} has none.").format(name)
        found = self._session.snapshot.histograms
        is_ahead = found is not None and found.ahead
        whole = counted(self._part, ahead=is_ahead).format(format_count(now.total), name)
        zeros = self.tr("{0} exactly 0").format(percent(now.zeros / now.total)) if now.zeros else ""
        odd = self.tr("{0} not finite").format(format_count(now.odd)) if now.odd else ""
        return "  ·  ".join(part for part in (whole, zeros, odd) if part)

    # geometry

    def _area(self) -> QRectF:
        metrics = QFontMetricsF(numbers(Size.SMALL))
        line = metrics.height()
        widest = metrics.horizontalAdvance("10,000") + Size.GAP
        left, right = (Size.HALF, widest) if self._over_time else (widest, Size.HALF)
        top = Size.HIT + 1.5 * line
        width, height = max(1.0, self.width() - left - right), max(1.0, self.height() - top - line - Size.HALF)
        return QRectF(round(left), round(top), round(width), round(height))

    def _ridges(self) -> Ridges:
        return Ridges(self._area(), max(len(self._before), 1))

    # painting

    def paint_ground(self, painter: QPainter) -> None:
        """The axes, and the ridges, which are many and seldom others."""
        area = self._area()
        self._paint_across(painter, area)
        if not self._over_time:
            self._paint_counts(painter, area)
        elif self._before:
            self._paint_ridges(painter, area)

    def _paint_across(self, painter: QPainter, area: QRectF) -> None:
        full = 2.0**self.scale.exponent
        font = numbers(Size.SMALL)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        base = area.bottom() + Size.HALF + metrics.ascent()
        for value, label in self._across_ticks(full):
            share = value / full
            x = round(area.center().x() + share * area.width() / 2) + 0.5
            painter.setPen(QPen(self.theme.colour("line" if share else "faint"), Size.THIN))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            width = metrics.horizontalAdvance(label)
            left = min(max(x - width / 2, 0.0), self.width() - width)
            painter.setPen(self.theme.colour("second"))
            painter.drawText(QPointF(left, base), label)

    @staticmethod
    def _across_ticks(full: float) -> list[tuple[float, str]]:
        """The ends and the middles if these are short numbers, else round ones: nobody reads 512 as half of 1,024."""
        if 1.0 <= full <= _SHORT:
            return [(share * full, tick_label(share * full)) for share in (-1.0, -0.5, 0.0, 0.5, 1.0)]
        return Axis(-full, full).ticks(4)

    def _paint_counts(self, painter: QPainter, area: QRectF) -> None:
        axis = self._counts()
        metrics = QFontMetricsF(painter.font())
        line = metrics.height()
        for value, label in axis.ticks(max(2, min(5, int(area.height() / (1.5 * line))))):
            y = round(area.bottom() - float(axis.share(np.array([value]))[0]) * area.height()) + 0.5
            painter.setPen(QPen(self.theme.colour("line"), Size.THIN))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(self.theme.colour("second"))
            box = QRectF(0, y - line / 2, area.left() - Size.GAP, line)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, label)

    def _counts(self) -> Axis:
        return Axis(0.0, self.scale.counts.high)

    def paint_live(self, painter: QPainter) -> None:
        """The bars, how many numbers these are, and what is under the hand."""
        area = self._area()
        painter.setFont(words(Size.SMALL))
        painter.setPen(self.theme.colour("second"))
        metrics = QFontMetricsF(painter.font())
        said = metrics.elidedText(self._said, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(QPointF(Size.HALF, Size.HIT + metrics.ascent()), said)
        if self._now is not None and not self._over_time:
            self._paint_bars(painter, area, self._now)
        elif not self._before:
            painter.setFont(words(Size.SMALL))
            painter.setPen(self.theme.colour("second"))
            text = self.tr("It fills in while the network learns.")
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
            return
        self._paint_read(painter, area)
        self.paint_focus(painter)

    def _paint_bars(self, painter: QPainter, area: QRectF, now: Binned) -> None:
        counts = now.on(self.scale.exponent)
        heights = self._counts().share(counts) * area.height()
        lefts = np.round(area.left() + np.arange(BINS + 1) / BINS * area.width())
        for place in np.flatnonzero(counts).tolist():
            role = "negative" if place < BINS // 2 else "positive"
            height = max(1.0, float(heights[place]))
            width = max(1.0, float(lefts[place + 1] - lefts[place]) - 1.0)
            box = QRectF(float(lefts[place]), area.bottom() - height, width, height)
            painter.fillRect(box, self.theme.colour(role))

    def _paint_ridges(self, painter: QPainter, area: QRectF) -> None:
        ridges, scale, looked = self._ridges(), self.scale, self._shown_ridge()
        font = numbers(Size.SMALL)
        metrics = QFontMetricsF(font)
        last = -np.inf
        for number, (_, epoch, binned) in enumerate(self._before):
            shares = shares_of(binned, scale.exponent) / max(scale.share, 1e-12)
            ridges.paint(painter, self.theme, shares, number, marked=number == looked)
            base = ridges.base(number)
            if base - last >= metrics.height() and (
                number == len(self._before) - 1 or ridges.base(len(self._before) - 1) - base >= metrics.height()
            ):
                last = base
                painter.setFont(font)
                painter.setPen(self.theme.colour("second"))
                painter.drawText(QPointF(area.right() + Size.GAP, base), tick_label(float(f"{epoch:.3g}")))
        painter.setFont(words(Size.SMALL))
        painter.setPen(self.theme.colour("second"))
        name = self.tr("epoch")
        left = self.width() - QFontMetricsF(painter.font()).horizontalAdvance(name)
        painter.drawText(QPointF(left, area.bottom() + Size.HALF + metrics.ascent()), name)

    def _place(self) -> tuple[int, int] | None:
        """The ridge and the bin that are looked at: under the hand, or by the keyboard."""
        area, last = self._area(), max(len(self._before) - 1, 0)
        if self._hand is not None and area.contains(self._hand):
            ridge = self._ridges().at(self._hand.y()) if self._before else 0
            return ridge, bin_at((self._hand.x() - area.left()) / area.width())
        return None if self._looked is None else (min(self._looked[0], last), self._looked[1])

    def _paint_read(self, painter: QPainter, area: QRectF) -> None:
        place, now = self._place(), self._now
        if place is None or (now is None and not self._before):
            return
        ridge, bin_ = place
        x = area.left() + (bin_ + 0.5) / BINS * area.width()
        at = self._hand or QPointF(x, self._ridges().base(ridge) if self._before else area.center().y())
        painter.setPen(QPen(self.theme.colour("text"), Size.THIN))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        readout(painter, self.theme, at, QRectF(self.rect()), self._read(ridge, bin_))

    def _read(self, ridge: int, bin_: int) -> list[str]:
        """What lies in a bin."""
        said = []
        binned = self._now
        if self._before:
            _, epoch, binned = self._before[ridge]
            said.append(self.tr("epoch {0}").format(tick_label(round(epoch, 2))))
        if binned is None:
            return said
        exponent = self.scale.exponent
        said.append(" … ".join(tick_label(float(f"{edge:.4g}")) for edge in edges(exponent)[bin_ : bin_ + 2]))
        count = format_count(round(float(binned.on(exponent)[bin_])))
        return [*said, self.tr("{0} of {1}").format(count, format_count(binned.total))]

    def _shown_ridge(self) -> int | None:
        """The ridge of the moment of the past that is shown."""
        at = self._session.past.at
        if at is None or not self._before:
            return None
        places = np.array([known for known, _, _ in self._before])
        return min(int(np.searchsorted(places, at)), len(places) - 1)

    def tip_at(self, at: QPointF) -> str:
        """What these numbers are, outside of the picture."""
        return "" if self._area().contains(at) else f"{self.said()}\n{option(self._part).tip}".strip()

    # overrides of Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons keep their places; there may be room for other ridges."""
        super().resizeEvent(event)
        if self.isVisible():
            self._render()
        self.chooser.adjustSize()
        self.chooser.move(0, 0)
        self.time_chip.adjustSize()
        self.time_chip.resize(self.time_chip.width(), Size.HIT)
        self.time_chip.move(self.width() - self.time_chip.width(), 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the moment of the ridge under the hand."""
        if event.button() == Qt.MouseButton.LeftButton and self._area().contains(event.position()):
            self._hand = event.position()
            self._go()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look at neighbouring bins and ridges; Enter goes to the moment of the ridge."""
        key = Qt.Key(event.key())
        if key in _ENTER:
            self._go()
        elif key in _STEPS:
            ridge, bin_ = self._place() or (len(self._before) - 1, BINS // 2)
            ridge, bin_ = ridge + _STEPS[key][1], bin_ + _STEPS[key][0]
            self._hand = None
            self._looked = min(max(ridge, 0), max(len(self._before) - 1, 0)), min(max(bin_, 0), BINS - 1)
            self.setAccessibleDescription(f"{self._said}; {'; '.join(self._read(*self._looked))}")
            self.update()
        else:
            super().keyPressEvent(event)

    def _go(self) -> None:
        place = self._place()
        if place is not None and self._before:
            self._session.show_past(self._before[place[0]][0])
