"""The learning rate on its scale, with what it does: from crawling over one step to diverging."""

from __future__ import annotations

from math import floor, isfinite, log10
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.engine.one_weight import CRAWLS_BELOW, OneWeight, Pace
from nnsim.ui.appearance import Appearance
from nnsim.ui.descent.words import pace_words, told
from nnsim.ui.plots.sheet import Sheet
from nnsim.ui.theme import Size, numbers, words

LEAST_RATE, MOST_RATE = 1e-6, 1e3
_BAD: Final = "bad_soft"
"""The colour of the zone that is hatched, too."""
_PARTS: Final = 2.5
"""The scale reaches to this many times the rate that arrives in one step."""
_MAGNET: Final = 4.0
"""Within so many pixels a drag takes a limit for what is meant."""
_FINE: Final = 250
"""How finely a drag divides the scale, about."""


class RateBar(Sheet):
    """A band whose zones are named; a handle to drag. Arrow keys move it, Home and End go to the two limits.

    Signals
    -------
    moved(float) : the user wants that learning rate
    """

    moved = Signal(float)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._now = OneWeight()
        self._before: float | None = None
        self.setObjectName("one_weight_rate_bar")
        self.setAccessibleName(self.tr("Learning rate"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(self.sizeHint().height())
        tip = self.tr("Drag the learning rate. Arrow keys move it; Home goes to 1/c: one step, End to 2/c: the limit.")
        self.setToolTip(tip)

    def show_step(self, now: OneWeight) -> None:
        """Show the learning rate and the limits of this."""
        is_other = (now.curvature, now.rate) != (self._now.curvature, self._now.rate)
        is_other_scale = now.curvature != self._now.curvature
        self._now = now
        self.setAccessibleDescription(pace_words(now))
        if is_other_scale:
            self.repaint_ground()
        elif is_other:
            self.update()

    @property
    def band(self) -> QRectF:
        """Where the zones are."""
        inset = Size.MARGIN
        return QRectF(inset, Size.GAP, max(self.width() - 2 * inset, 1.0), Size.HIT)

    @property
    def end(self) -> float:
        """The learning rate at the right end."""
        rate = self._now.one_step_rate
        return _PARTS * rate if isfinite(rate) and rate > 0 else 1.0

    def place(self, rate: float) -> float:
        """How far from the left a learning rate lies; beyond the scale, at its end."""
        band = self.band
        return band.left() + band.width() * min(rate / self.end, 1.0)

    def rate_at(self, x: float) -> float:
        """The learning rate at a place: a round number, or a limit that is close by."""
        for limit in (self._now.one_step_rate, self._now.largest_rate):
            if isfinite(limit) and abs(self.place(limit) - x) <= _MAGNET:
                return limit
        share = min(max((x - self.band.left()) / self.band.width(), 0.0), 1.0)
        return self._rounded(share * self.end)

    def _rounded(self, rate: float) -> float:
        step = self._fineness
        return min(max(float(f"{round(rate / step) * step:.12g}"), step, LEAST_RATE), MOST_RATE)

    @property
    def _fineness(self) -> float:
        return float(10.0 ** floor(log10(self.end / _FINE)))

    # --- painting ------------------------------------------------------------------------------------------------

    def paint_ground(self, painter: QPainter) -> None:
        """The zones, and the limits with their numbers."""
        band, theme = self.band, self.theme
        for box, role, _ in self._zones():
            painter.fillRect(box, theme.colour(role))
            painter.setPen(QPen(theme.colour("line"), Size.THIN))
            painter.drawRect(box)
            if role == _BAD:
                painter.fillRect(box, QBrush(theme.colour("faint"), Qt.BrushStyle.BDiagPattern))
        if self._now.pace is Pace.FLAT:
            return
        one, two = self.place(self._now.one_step_rate), self.place(self._now.largest_rate)
        left, top, height = band.left(), band.top(), band.height()
        crawls = self.place(CRAWLS_BELOW * self._now.one_step_rate)
        painter.fillRect(
            QRectF(left, top, crawls - left, height), QBrush(theme.colour("faint"), Qt.BrushStyle.Dense6Pattern)
        )
        self._paint_mark(painter, left, "0", "", Qt.AlignmentFlag.AlignLeft)
        said = self.tr("crawls")
        painter.setFont(words(Size.SMALL))
        painter.setPen(theme.colour("second"))
        zero = QFontMetricsF(numbers(Size.SMALL)).horizontalAdvance("0")
        row = QRectF(left + zero + Size.GAP, band.bottom() + Size.HALF, one - left, height)
        painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, said)
        self._paint_mark(painter, one, f"1/c = {told(self._now.one_step_rate)}", self.tr("one step"))
        self._paint_mark(painter, two, f"2/c = {told(self._now.largest_rate)}", self.tr("to and fro for ever"))

    def _zones(self) -> list[tuple[QRectF, str, str]]:
        """Box, colour and name of each."""
        band = self.band
        if self._now.pace is Pace.FLAT:
            return [(band, "field", self.tr("no slope"))]
        one, two = self.place(self._now.one_step_rate), self.place(self._now.largest_rate)
        left, top, height = band.left(), band.top(), band.height()
        return [
            (QRectF(left, top, one - left, height), "accent_soft", self.tr("nearer from one side")),
            (QRectF(one, top, two - one, height), "field", self.tr("oscillates, and nearer")),
            (QRectF(two, top, band.right() - two, height), _BAD, self.tr("diverges")),
        ]

    @property
    def handle(self) -> QRectF:
        """What is dragged."""
        band = self.band
        return QRectF(self.place(self._now.rate) - Size.GAP / 2, band.top() - 4, Size.GAP, band.height() + 8)

    def names(self) -> list[tuple[QRectF, str, str]]:
        """Box, colour of the zone, and name; in the middle of its zone or, if the handle is there, beside that."""
        metrics, handle, found = QFontMetricsF(words(Size.SMALL)), self.handle, []
        for box, role, name in self._zones():
            width = metrics.horizontalAdvance(name) + 2 * Size.HALF
            sides = [box]
            if QRectF(box.center().x() - width / 2, box.top(), width, box.height()).intersects(handle):
                sides = [
                    QRectF(box.left(), box.top(), handle.left() - box.left(), box.height()),
                    QRectF(handle.right(), box.top(), box.right() - handle.right(), box.height()),
                ]
            room = max(sides, key=lambda side: side.width())
            if width <= room.width():
                found.append((QRectF(room.center().x() - width / 2, box.top(), width, box.height()), role, name))
        return found

    def _paint_mark(
        self,
        painter: QPainter,
        x: float,
        number: str,
        name: str,
        flag: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
    ) -> None:
        """A tick at the lower edge of the band, its number, and below it what it means."""
        band, theme = self.band, self.theme
        painter.setPen(QPen(theme.colour("text"), Size.THIN))
        painter.drawLine(QPointF(x, band.top()), QPointF(x, band.bottom() + Size.HALF))
        height = QFontMetricsF(numbers(Size.SMALL)).height()
        width = 20.0 * Size.GRID
        left = x - (width / 2 if flag == Qt.AlignmentFlag.AlignHCenter else 0.0)
        top = band.bottom() + Size.HALF
        for row, (text, font) in enumerate(((number, numbers(Size.SMALL)), (name, words(Size.SMALL)))):
            painter.setFont(font)
            painter.setPen(theme.colour("second"))
            painter.drawText(QRectF(left, top + row * height, width, height + 2), flag, text)

    def paint_live(self, painter: QPainter) -> None:
        """The names of the zones, the handle, and the ring of the keyboard."""
        band, theme, handle = self.band, self.theme, self.handle
        painter.setFont(words(Size.SMALL))
        painter.setPen(theme.colour("text"))
        for box, role, name in self.names():
            if role == _BAD:
                painter.fillRect(box.adjusted(0, 3, 0, -3), theme.colour(role))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
        painter.setPen(QPen(theme.colour("surface"), Size.RING))
        painter.setBrush(theme.colour("accent"))
        painter.drawRoundedRect(handle, 3, 3)
        if self._now.rate > self.end:
            painter.setPen(theme.colour("text"))
            painter.drawText(QPointF(handle.center().x() + Size.GAP, band.center().y() + Size.HALF), "▸")
        self.paint_focus(painter)

    # --- overrides of Qt -----------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """The band and two lines below it."""
        line = QFontMetricsF(numbers(Size.SMALL)).height()
        return QSize(40 * Size.GRID, round(Size.GAP + Size.HIT + Size.HALF + 2 * line + Size.HALF))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the handle, wherever in the band the hand is."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._before = self._now.rate
            self.moved.emit(self.rate_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if self._before is not None:
            self.moved.emit(self.rate_at(event.position().x()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._before = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move, Home and End go to the limits, Esc takes a drag back."""
        limits = {Qt.Key.Key_Home: self._now.one_step_rate, Qt.Key.Key_End: self._now.largest_rate}
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1}
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self._before is not None:
            before, self._before = self._before, None
            self.moved.emit(before)
        elif key in ways:
            self.moved.emit(self._rounded(self._now.rate + ways[key] * self._fineness))
        elif key in limits and LEAST_RATE <= limits[key] <= MOST_RATE:
            self.moved.emit(limits[key])
        else:
            super().keyPressEvent(event)
