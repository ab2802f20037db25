"""The track of the time line: all epochs from the first to now, the moment that is shown, and what was changed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.session.past import Track
from nnsim.session.session import Session
from nnsim.ui.appearance import Appearance
from nnsim.ui.change_words import told
from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.live_sheet import LiveSheet
from nnsim.ui.plots.mark_words import Placed, at_one_place, placed
from nnsim.ui.plots.ticks import Axis, edge
from nnsim.ui.theme import Beats, Duration, Size, numbers, words
from nnsim.ui.widgets.numbers import format_count, format_epochs

_STEPS = {Qt.Key.Key_Left: -1.0, Qt.Key.Key_Down: -1.0, Qt.Key.Key_Right: 1.0, Qt.Key.Key_Up: 1.0}
_PAGES = {Qt.Key.Key_PageUp: -0.1, Qt.Key.Key_PageDown: 0.1}
"""Parts of the course."""


class TrackView(LiveSheet):
    """Dragging scrubs. Arrow keys go an epoch, with Ctrl an update, Page a tenth, Home to the start, End to now.

    Signals
    -------
    grabbed() : somebody has taken hold of it
    refused() : the moment that was asked for is not known any more
    """

    BEAT = Beats.STRIP
    _session: Session
    grabbed = Signal()
    refused = Signal()

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(session, appearance, parent)
        self.track: Track = session.track
        self._axis = Axis(0.0, 1.0)
        self._asked: float | None = None
        self._soon = QTimer(self, singleShot=True, interval=Duration.SCRUB)
        self._soon.timeout.connect(self._go)
        self.setObjectName("timeline_track")
        self.setAccessibleName(self.tr("Time line"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(20 * Size.GRID)
        session.past.changed.connect(self.render_snapshot)
        session.project_changed.connect(self.render_snapshot)
        self.render_snapshot()

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been trained yet."""
        return self.track.now[0] <= self.track.first[0]

    def render_snapshot(self) -> None:
        """Take up how far training has come, and what is shown."""
        track, was_empty = self._session.track, self.is_empty
        self.track = track
        first, now = track.first[1], track.now[1]
        axis = Axis(first, max(first + edge(max(now - first, 1e-9)), first + 2.0))
        if axis != self._axis or self.is_empty != was_empty:
            self._axis = axis
            self.repaint_ground()
        self.setAccessibleDescription(self.in_words())
        self.update()

    def in_words(self) -> str:
        """Where it stands."""
        if self.is_empty:
            return self.tr("Nothing has been trained yet.")
        shown, now = (format_epochs(place[1]) for place in (self.track.shown, self.track.now))
        if not self._session.past.is_shown:
            return self.tr("Now, at epoch {0}.").format(now)
        return self.tr("Looking at epoch {0} of {1}.").format(shown, now)

    def ask(self, epoch: float) -> None:
        """Show the moment nearest to so many epochs; one that is not before now leaves the past."""
        first, now = self.track.first[1], self.track.now[1]
        at = self.track.now[0] if epoch >= now else self._session.at_epoch(max(epoch, first))
        self.ask_for(at)

    def ask_for(self, at: int) -> None:
        """Show the moment after ``at`` updates."""
        if not self._session.show_past(max(at, self.track.first[0])):
            self.refused.emit()

    def tip_at(self, at: QPointF) -> str:
        """The changes at a place, in full."""
        lines = [
            self.tr("Epoch {0}: {1}").format(format_count(int(mark.epoch)), told(mark))
            for mark in self.track.marks
            if abs(self._x(mark.epoch) - at.x()) <= Size.HIT / 4
        ]
        epoch = self._epoch_at(at.x())
        if any(low < epoch < high for low, high in self.track.lost):
            lines.append(
                self.tr("Not kept: weights were set by hand or replaced here, and there was no room left for them.")
            )
        return "\n".join(lines[-PlotSize.TIP_LINES :]) or ("" if self.is_empty else self.in_words())

    def _x(self, epoch: float) -> float:
        span = self.width() - 2.0 * Size.MARGIN
        return Size.MARGIN + span * (epoch - self._axis.low) / (self._axis.high - self._axis.low)

    def _epoch_at(self, x: float) -> float:
        return self._axis.value((x - Size.MARGIN) / max(self.width() - 2.0 * Size.MARGIN, 1.0))

    def _scrub(self, event: QMouseEvent) -> None:
        self._asked = self._epoch_at(event.position().x())
        if not self._soon.isActive():
            self._soon.start()

    def _go(self) -> None:
        if self._asked is not None:
            asked, self._asked = self._asked, None
            self.ask(asked)

    # painting

    def paint_ground(self, painter: QPainter) -> None:
        """The groove with its numbers."""
        if self.is_empty:
            self._paint_empty(painter)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("line"))
        painter.drawRoundedRect(self._groove(self._axis.low, self._axis.high), Size.TIGHT, Size.TIGHT)
        painter.setFont(numbers(Size.TINY))
        painter.setPen(self.theme.colour("second"))
        metrics = QFontMetricsF(painter.font())
        top = Size.TRACK_LINE + Size.HANDLE / 2 + Size.RING  # below the handle
        for value, text in self._axis.ticks(max(2, int(self.width() // Size.TRACK_TICKS))):
            wide = metrics.horizontalAdvance(text)
            left = min(max(self._x(value) - wide / 2, 0.0), self.width() - wide)
            painter.drawText(QPointF(left, top + metrics.ascent()), text)

    def _paint_empty(self, painter: QPainter) -> None:
        painter.setFont(words(Size.NOTE))
        painter.setPen(self.theme.colour("second"))
        text = self.tr("While it trains, every moment is recorded here: drag back, look, and go on from there.")
        room = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, self.width() - Size.MARGIN)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, room)

    def paint_live(self, painter: QPainter) -> None:
        """How far it has come, what is shown, and the changes on the way."""
        if self.is_empty:
            return
        shown, now = self.track.shown[1], self.track.now[1]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("faint"))
        painter.drawRoundedRect(self._groove(self._axis.low, now), Size.TIGHT, Size.TIGHT)
        painter.setBrush(self.theme.colour("accent"))
        painter.drawRoundedRect(self._groove(self._axis.low, shown), Size.TIGHT, Size.TIGHT)
        self._paint_lost(painter)
        self._paint_words(painter)
        self._paint_handle(painter, self._x(shown))

    def _paint_lost(self, painter: QPainter) -> None:
        """Stretches that nobody can go to any more: the groove is broken there."""
        for low, high in self.track.lost:
            gap = self._groove(low, min(high, self.track.now[1]))
            painter.fillRect(gap.adjusted(0, -1, 0, 1), self.theme.colour("surface"))
            painter.setPen(QPen(self.theme.colour("faint"), Size.THIN, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(gap.left(), gap.center().y()), QPointF(gap.right(), gap.center().y()))

    def _groove(self, low: float, high: float) -> QRectF:
        left = self._x(low)
        return QRectF(left, Size.TRACK_LINE - Size.GROOVE / 2, self._x(high) - left, Size.GROOVE)

    def _paint_words(self, painter: QPainter) -> None:
        painter.setFont(words(Size.SMALL))
        metrics = QFontMetricsF(painter.font())
        painter.setPen(QPen(self.theme.colour("second"), Size.THIN))
        bottom = Size.TRACK_LINE - Size.GROOVE
        marks, now = self.track.marks, self._x(self.track.now[1])
        for x in (*dict.fromkeys(round(self._x(mark.epoch)) for mark in marks), now):
            painter.drawLine(QPointF(x, bottom - Size.HALF), QPointF(x, bottom))
        base = bottom - Size.HALF - Size.TIGHT - metrics.descent()
        seen = at_one_place([(self._x(mark.epoch), told(mark)) for mark in marks[-PlotSize.MARKS_SAID :]])
        for one in self._said(seen, now, metrics):
            painter.drawText(QPointF(one.left, base), one.text)

    def _said(self, seen: list[tuple[float, str]], now: float, metrics: QFontMetricsF) -> list[Placed]:
        """The words of changes and “now”, unless the newest change needs its room: where it is, the groove shows."""
        right, width_of = float(self.width()), metrics.horizontalAdvance
        found = placed([*seen, (now, self.tr("now"))], right, width_of)
        has_newest = not seen or (len(found) > 1 and found[-2].x == seen[-1][0])
        return found if has_newest else placed(seen, right, width_of)

    def _paint_handle(self, painter: QPainter, x: float) -> None:
        middle, radius = QPointF(x, Size.TRACK_LINE), Size.HANDLE / 2.0
        if self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.colour("accent_soft"))
            painter.drawEllipse(middle, radius + 2 * Size.RING, radius + 2 * Size.RING)
        painter.setPen(QPen(self.theme.colour("accent"), Size.RING))
        painter.setBrush(self.theme.colour("surface"))
        painter.drawEllipse(middle, radius - Size.RING / 2, radius - Size.RING / 2)

    # overrides of Qt

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold, or go where the click is."""
        if event.button() == Qt.MouseButton.LeftButton and not self.is_empty:
            self.grabbed.emit()
            self._asked = self._epoch_at(event.position().x())
            self._go()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub: no oftener than can be seen."""
        super().mouseMoveEvent(event)
        if event.buttons() & Qt.MouseButton.LeftButton and not self.is_empty:
            self._scrub(event)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Arrive where the hand was let go."""
        self._soon.stop()
        self._go()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk along the course."""
        key, (shown_at, shown) = Qt.Key(event.key()), self.track.shown
        first, now = self.track.first[1], self.track.now[1]
        if self.is_empty or key not in {*_STEPS, *_PAGES, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Escape}:
            super().keyPressEvent(event)
            return
        self.grabbed.emit()
        if key in _STEPS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.ask_for(shown_at + int(_STEPS[key]))
        elif key in _STEPS:
            whole = int(shown) if _STEPS[key] > 0 or shown == int(shown) else int(shown) + 1
            self.ask(whole + _STEPS[key])
        elif key in _PAGES:
            self.ask(shown + _PAGES[key] * (now - first))
        else:
            self.ask(first if key == Qt.Key.Key_Home else now)
