"""How learning went in each layer over all of the course: a row for each layer, a column for each known moment."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from nnsim.session.retrospect import Rows
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.names import Names
from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.axes import readout
from nnsim.ui.plots.depth_scale import DepthScale
from nnsim.ui.plots.gradient_plot import HIGHEST, LOWEST
from nnsim.ui.plots.health_words import ASPECTS, Aspect, explained, option
from nnsim.ui.plots.past_sheet import PastSheet
from nnsim.ui.plots.ticks import Axis, GrowingRange, tick_label
from nnsim.ui.plots.unit_health import HEALTHY, percent, short
from nnsim.ui.theme import Beats, Size, numbers, words
from nnsim.ui.widgets.drop_button import DropButton

Numbers = NDArray[np.floating[Any]]
_KEY: Final = "health"
_FIRST_EPOCHS: Final = 10.0
_STEPS: Final = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class HealthMap(PastSheet):
    """Colours on a scale that never changes; behind each layer the number of the moment that is looked at.

    The pointer or the arrow keys look at a moment, a click or Enter goes there: the window shows that moment.
    """

    BEAT = Beats.GRADIENT

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(session, appearance, parent)
        self._aspect: Aspect = "gradient_norm"
        self._rows = Rows(np.empty(0, np.int64), np.empty(0), ())
        self._table: Numbers = np.empty((0, len(ASPECTS), 0))
        self._layers: list[int] = []
        self._names: list[tuple[str, str]] = []
        self._epochs = GrowingRange(log=False, least=(0.0, _FIRST_EPOCHS))
        self._run_id: int | None = None
        self._places = np.empty((0, 0), np.intp)
        self._looked: tuple[int, int] | None = None
        self.setObjectName("health_map")
        self.setAccessibleName(self.tr("Learning of each layer over the epochs"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(*PlotSize.CURVES_MIN)
        self.chooser = DropButton(self.tr("What the colours tell"), parent=self)
        self.chooser.setObjectName("health_map_aspect")
        self.chooser.set_options([option(aspect) for aspect in ASPECTS])
        self.chooser.chosen.connect(self._on_chosen)
        self.show_aspect(self._aspect)

    @property
    def aspect(self) -> Aspect:
        """Which quantity the colours tell."""
        return self._aspect

    def show_aspect(self, aspect: Aspect) -> None:
        """Tell another quantity."""
        self._aspect = aspect
        self.chooser.set_current(aspect)
        self.chooser.adjustSize()
        self.repaint_ground()

    @property
    def scale(self) -> DepthScale:
        """From quantity to colour: the same at all times."""
        if self._aspect in ("dead", "saturated"):
            return DepthScale(Axis(0.0, 1.0, percent=True))
        return DepthScale(Axis(LOWEST, HIGHEST, log=True), HEALTHY if self._aspect == "update_ratio" else None)

    def values(self) -> Numbers:
        """(moments, layers with weights) what is told, as far as it is known."""
        if not self._table.size:
            return np.empty((0, len(self._layers)))
        told = self._table[:, ASPECTS.index(self._aspect)]
        found = np.take_along_axis(told, np.maximum(self._places, 0), axis=1)
        return np.where(self._places < 0, np.nan, found)

    def _on_chosen(self, aspect: str) -> None:
        self.show_aspect(ASPECTS[[str(known) for known in ASPECTS].index(aspect)])

    def quantities(self) -> tuple[str, ...]:
        """That of all of the course."""
        return (_KEY,)

    def render_snapshot(self) -> None:
        """Take up what is known by now, and the layers of the network that is shown."""
        snapshot = self._session.snapshot
        network = snapshot.network
        if snapshot.run_id != self._run_id:
            self._run_id, self._looked = snapshot.run_id, None
            self._epochs.clear()
            self.repaint_ground()
        rows = self._session.hindsight.rows(_KEY)
        if rows is not self._rows:
            self._rows, self._table = rows, rows.table
        self._places = rows.places([layer.key for layer in network.layers if layer.has_weights])
        layers, names = [index for index, layer in enumerate(network.layers) if layer.has_weights], Names(network)
        told = [(f"W{layer + 1}", f"{names.layer(layer - 1)} → {names.layer(layer)}") for layer in layers]
        high = self._epochs.high
        self._epochs.include(np.array([self._session.track.now[1]]))
        if told != self._names or high != self._epochs.high:
            self._layers, self._names = layers, told
            self.repaint_ground()
        if self._hand is not None:
            self._looked = self._place_at(self._hand)
        elif self._looked is not None and (self._looked[0] >= len(self._rows) or self._looked[1] >= len(layers)):
            self._looked = None
        self.setAccessibleDescription(self._in_words())
        self.update()

    # geometry

    def _area(self) -> QRectF:
        metrics = QFontMetricsF(numbers(Size.SMALL))
        line = metrics.height()
        left = max((metrics.horizontalAdvance(name) for name in self._shown_names()), default=0.0) + Size.GAP
        said = QFontMetricsF(words(Size.SMALL)).horizontalAdvance(self.tr("epoch {0}").format("8,888.8"))
        right = max(metrics.horizontalAdvance("8.8e−8"), said) + Size.GAP
        top, bottom = max(Size.HIT, line) + Size.TIGHT, line + Size.HALF
        width, height = max(1.0, self.width() - left - right), max(1.0, self.height() - top - bottom)
        return QRectF(round(left), top, width, min(height, max(1, len(self._layers)) * PlotSize.MAP_LINE))

    def _shown_names(self) -> list[str]:
        """Short names, or long ones where there is much room."""
        metrics = QFontMetricsF(numbers(Size.SMALL))
        longest = max((metrics.horizontalAdvance(long) for _, long in self._names), default=0.0)
        return [long if longest < self.width() / 5 else brief for brief, long in self._names]

    def _across(self, epochs: Numbers) -> Numbers:
        area = self._area()
        return np.asarray(area.left() + epochs / self._epochs.high * area.width())

    def _place_at(self, point: QPointF) -> tuple[int, int] | None:
        """(moment, layer) under a point."""
        area = self._area()
        if not area.contains(point) or not len(self._rows) or not self._layers:
            return None
        epoch = (point.x() - area.left()) / area.width() * self._epochs.high
        moment = int(self._nearest(np.array([epoch]))[0])
        layer = int((point.y() - area.top()) / area.height() * len(self._layers))
        return moment, min(layer, len(self._layers) - 1)

    def _nearest(self, epochs: Numbers) -> NDArray[np.intp]:
        """The known moment that is nearest to each."""
        known = self._rows.epoch
        return np.searchsorted((known[1:] + known[:-1]) / 2, epochs)

    def _reach(self, area: QRectF) -> float:
        """So many epochs beside a moment are in its colour; further away nobody has looked yet."""
        return max(self._rows.spacing, self._epochs.high / area.width())

    def _shown_moment(self) -> int | None:
        """The moment whose numbers stand behind the layers: that under the hand, the one shown, or the newest."""
        if not len(self._rows):
            return None
        if self._looked is not None:
            return self._looked[0]
        shown = self._session.track.shown[0]
        return min(int(np.searchsorted(self._rows.at, shown)), len(self._rows) - 1)

    # painting

    def paint_ground(self, painter: QPainter) -> None:
        """The names of the layers, the epochs, and the key of the colours."""
        area = self._area()
        self._paint_epochs(painter, area)
        font = numbers(Size.SMALL)
        line = QFontMetricsF(font).height()
        painter.setFont(font)
        painter.setPen(self.theme.colour("second"))
        height = area.height() / max(1, len(self._layers))
        every = max(1, math.ceil(line / height))
        for place, name in list(enumerate(self._shown_names()))[::every]:
            box = QRectF(0, area.top() + (place + 0.5) * height - line / 2, area.left() - Size.GAP, line)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)
        left = self.chooser.geometry().right() + Size.GAP
        self.scale.paint_key(painter, self.theme, QRectF(left, 0, max(0.0, self.width() - left), Size.HIT))

    def _paint_epochs(self, painter: QPainter, area: QRectF) -> None:
        axis = Axis(0.0, self._epochs.high)
        font = numbers(Size.SMALL)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(self.theme.colour("second"))
        base = area.bottom() + Size.HALF + metrics.ascent()
        for value, label in axis.ticks(max(2, min(6, int(area.width() / (2 * metrics.horizontalAdvance("1,000")))))):
            width = metrics.horizontalAdvance(label)
            x = float(self._across(np.array([value]))[0])
            painter.drawText(QPointF(min(x - width / 2, area.right() - width), base), label)

    def paint_live(self, painter: QPainter) -> None:
        """The colours, the numbers behind them, and the moment that is looked at."""
        area = self._area()
        values = self.values()
        self._paint_epoch(painter, area)
        if not len(values):
            painter.setFont(words(Size.SMALL))
            painter.setPen(self.theme.colour("second"))
            text = self.tr("It fills in while the network learns: a row for each layer.")
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area, int(flags), text)
            return
        self._paint_colours(painter, area, values)
        self._paint_shown(painter, area)
        self._paint_numbers(painter, area, values)
        self._paint_looked(painter, area, values)
        self.paint_focus(painter)

    def _paint_colours(self, painter: QPainter, area: QRectF, values: Numbers) -> None:
        columns = max(1, round(area.width()))
        epochs = (np.arange(columns) + 0.5) / columns * self._epochs.high
        moment = self._nearest(epochs)
        is_known = np.abs(self._rows.epoch[moment] - epochs) <= self._reach(area)
        told = np.where(is_known[:, None], values[moment], np.nan)
        self.scale.paint_cells(painter, self.theme, area, told.T)
        height = area.height() / values.shape[1]
        painter.setPen(QPen(self.theme.colour("surface"), Size.THIN))
        for place in range(1, values.shape[1]):
            y = round(area.top() + place * height) + 0.5
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))

    def _paint_shown(self, painter: QPainter, area: QRectF) -> None:
        """A line at the moment of the past that is shown."""
        track = self._session.track
        if track.shown == track.now:
            return
        x = float(self._across(np.array([track.shown[1]]))[0])
        painter.setPen(QPen(self.theme.colour("surface"), 2 * Size.RING))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.setPen(QPen(self.theme.colour("accent"), Size.RING))
        painter.drawLine(QPointF(x, area.top() - Size.TIGHT), QPointF(x, area.bottom() + Size.TIGHT))

    def _paint_numbers(self, painter: QPainter, area: QRectF, values: Numbers) -> None:
        moment = self._shown_moment()
        font = numbers(Size.SMALL)
        line, height = QFontMetricsF(font).height(), area.height() / values.shape[1]
        if moment is None or height < line:
            return
        painter.setFont(font)
        painter.setPen(self.theme.colour("text"))
        for place, value in enumerate(values[moment]):
            y = area.top() + (place + 0.5) * height - line / 2
            box = QRectF(area.right() + Size.GAP, y, self.width() - area.right() - Size.GAP, line)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._said(float(value)))

    def _paint_epoch(self, painter: QPainter, area: QRectF) -> None:
        """The name of the axis, with the number of the moment whose numbers stand above it."""
        moment = self._shown_moment()
        painter.setFont(words(Size.SMALL))
        painter.setPen(self.theme.colour("second"))
        epoch = None if moment is None else _epoch_said(float(self._rows.epoch[moment]))
        said = self.tr("epoch") if epoch is None else self.tr("epoch {0}").format(epoch)
        base = area.bottom() + Size.HALF + QFontMetricsF(numbers(Size.SMALL)).ascent()
        painter.drawText(QPointF(area.right() + Size.GAP, base), said)

    def _paint_looked(self, painter: QPainter, area: QRectF, values: Numbers) -> None:
        if self._looked is None:
            return
        moment, place = self._looked
        x = float(self._across(self._rows.epoch[moment : moment + 1])[0])
        height = area.height() / values.shape[1]
        painter.setPen(QPen(self.theme.colour("text"), Size.THIN))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        at = QPointF(x, area.top() + (place + 0.5) * height)
        said = [
            self._names[place][1],
            self.tr("epoch {0}").format(_epoch_said(float(self._rows.epoch[moment]))),
            f"{self.chooser.text().removesuffix(' ▾')}  {self._said(float(values[moment, place]))}",
        ]
        readout(painter, self.theme, at, QRectF(self.rect()), said)

    def _said(self, value: float) -> str:
        if math.isnan(value):
            return "–"
        return percent(value) if self._aspect in ("dead", "saturated") else short(value)

    def _in_words(self) -> str:
        values, moment = self.values(), self._shown_moment()
        if moment is None:
            return self.tr("Nothing learnt yet.")
        epoch = self.tr("epoch {0}").format(_epoch_said(float(self._rows.epoch[moment])))
        told = [
            f"{long}: {self._said(float(value))}" for (_, long), value in zip(self._names, values[moment], strict=True)
        ]
        return "; ".join([epoch, *told])

    def tip_at(self, at: QPointF) -> str:
        """What the colours are, outside of them."""
        return "" if self._area().contains(at) else explained(self._aspect)

    # overrides of Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The button keeps its place."""
        super().resizeEvent(event)
        self.chooser.adjustSize()
        self.chooser.move(0, 0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look at what is under the hand."""
        self._hand = event.position()
        self._looked = self._place_at(self._hand)
        is_on = self._looked is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_on else Qt.CursorShape.ArrowCursor)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the moment under the hand."""
        place = self._place_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self._looked = place
            self._go()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is looked at any more."""
        self._looked = None
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look at neighbours; Enter goes to the moment that is looked at."""
        key, moment = Qt.Key(event.key()), self._shown_moment()
        if moment is None or (key not in _STEPS and not (key in _ENTER and self._looked)):
            super().keyPressEvent(event)
            return
        if key in _ENTER:
            self._go()
            return
        along, down = _STEPS[key]
        layer = self._looked[1] + down if self._looked else 0
        moment += along if self._looked else 0
        self._hand = None
        self._looked = min(max(moment, 0), len(self._rows) - 1), min(max(layer, 0), len(self._layers) - 1)
        self.setAccessibleDescription(self._in_words())
        self.update()

    def _go(self) -> None:
        if self._looked is not None:
            self._session.show_past(int(self._rows.at[self._looked[0]]))


def _epoch_said(epoch: float) -> str:
    return tick_label(round(epoch, 2))
