"""The pad: paper as large as the pictures of the data, on which a hand or the keyboard draws."""

from __future__ import annotations

from math import hypot
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnsim.data.dataset import Numbers
from nnsim.data.strokes import Stroke
from nnsim.ui.appearance import Appearance
from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.pixel_picture import box_within, paint_pixels
from nnsim.ui.plots.pointed_sheet import PointedSheet
from nnsim.ui.theme import Size, words

_STEPS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ERASING: Final = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_STRIDE: Final = 0.5
"""The cursor of the keyboard goes so many pixels."""
_NEAR: Final = 0.2
"""A point nearer to the one before, in pixels, adds nothing."""


class DrawingPad(PointedSheet):
    """Draws with the left button, erases with the right one or when it is set so; arrows and Space do it, too.

    What it shows is told to it, and what was drawn it only asks for.

    Signals
    -------
    drawn(tuple) : the user wants these strokes
    nudged(int, int) : the user wants all of it so many pixels to the right and down
    """

    drawn = Signal(object)
    nudged = Signal(int, int)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("drawing_pad")
        self.setAccessibleName(self.tr("Pad to draw on"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMouseTracking(True)
        self.setMinimumSize(PlotSize.PAD_LEAST, PlotSize.PAD_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._shape = (1, 1)
        self._strokes: tuple[Stroke, ...] = ()
        self._sample: Numbers | None = None
        self._width, self._erases = 1.0, False
        self._is_down, self._is_by_key = False, False
        self._has_keys = True  # the keyboard draws, not the mouse: else Space still runs and pauses
        self._cursor = (0.5, 0.5)

    # ------------------------------------------------------------------ facts

    def show_paper(self, shape: tuple[int, int]) -> None:
        """Be (height, width) pixels large."""
        if shape != self._shape:
            self._shape = shape
            self._cursor = shape[1] / 2, shape[0] / 2
            self.repaint_ground()

    def show_drawing(self, strokes: tuple[Stroke, ...], ground: Numbers | None) -> None:
        """Show what is drawn, and the sample (height, width) on which it is."""
        if ground is not self._sample:
            self._sample = ground
            self.repaint_ground()
        self._strokes = strokes
        self.update()

    def show_pen(self, width: float, *, erases: bool) -> None:
        """Draw so thick from now on, in pixels of the picture, or erase."""
        self._width, self._erases = width, erases
        self.update()

    def paper(self) -> QRectF:
        """Where it is in the widget."""
        return box_within(QRectF(self.rect()).adjusted(1, 1, -1, -1), self._shape)

    def place_of(self, x: float, y: float) -> QPointF:
        """Where a place of the picture is in the widget."""
        paper = self.paper()
        return paper.topLeft() + QPointF(x, y) * self._scale()

    def _scale(self) -> float:
        return self.paper().width() / self._shape[1]

    def _on_paper(self, at: QPointF) -> tuple[float, float]:
        found = (at - self.paper().topLeft()) / self._scale()
        return self._within(found.x(), found.y())

    def _within(self, x: float, y: float) -> tuple[float, float]:
        return min(max(x, 0.0), float(self._shape[1])), min(max(y, 0.0), float(self._shape[0]))

    # --------------------------------------------------------------- gestures

    def _begin(self, at: tuple[float, float], *, erases: bool) -> None:
        width = 2 * self._width if erases else self._width
        self._is_down = True
        self.drawn.emit((*self._strokes, Stroke((at,), width, erases)))

    def _go_on(self, at: tuple[float, float]) -> None:
        *before, last = self._strokes or (None,)
        if last is None:
            return
        (x, y), (x1, y1) = last.points[-1], at
        if hypot(x1 - x, y1 - y) >= _NEAR:
            self.drawn.emit((*before, Stroke((*last.points, at), last.width, last.erases)))

    def _lift(self) -> None:
        self._is_down, self._is_by_key = False, False
        self.update()

    # --------------------------------------------------------------- painting

    def paint_ground(self, painter: QPainter) -> None:
        """The paper with its pixels, or the sample on it."""
        paper = self.paper()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        shown = np.zeros(self._shape) if self._sample is None else self._sample
        paint_pixels(painter, self.theme, paper, shown)
        if self._scale() >= PlotSize.PAD_GRID:
            painter.setPen(QPen(self.theme.colour("line"), Size.THIN))
            for k in range(1, self._shape[1]):
                x = self.place_of(k, 0).x()
                painter.drawLine(QLineF(x, paper.top(), x, paper.bottom()))
            for k in range(1, self._shape[0]):
                y = self.place_of(0, k).y()
                painter.drawLine(QLineF(paper.left(), y, paper.right(), y))
        painter.setPen(QPen(self.theme.colour("second"), Size.THIN))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(paper.adjusted(-1, -1, 0, 0))

    def paint_live(self, painter: QPainter) -> None:
        """The strokes, the pen where it is, and what to do on empty paper."""
        painter.save()
        painter.setClipRect(self.paper())
        for stroke in self._strokes:
            # What is erased lets the paper through, not the sample: that is what the network sees, too.
            colour = self.theme.colour("middle" if stroke.erases else "positive")
            pen = QPen(colour, stroke.width * self._scale())
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            line = [self.place_of(*point) for point in stroke.points]
            painter.drawPolyline(QPolygonF(line)) if len(line) > 1 else painter.drawPoint(line[0])
        painter.restore()
        if not self._strokes and self._sample is None:
            painter.setFont(words(Size.SMALL))
            painter.setPen(self.theme.colour("second"))
            painter.drawText(
                self.paper(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.tr("Draw here")
            )
        at = self.place_of(*self._cursor) if self.hasFocus() and self._hand is None else self._hand
        if at is not None and self.paper().contains(at):
            radius = max(self._width * (2 if self._erases else 1) * self._scale() / 2, 2.0)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme.colour("text"), Size.RING if self._is_by_key else Size.THIN))
            painter.drawEllipse(at, radius, radius)
        self.paint_focus(painter, self.paper().adjusted(-1, -1, 1, 1))

    # -------------------------------------------------------- Qt's own names

    def sizeHint(self) -> QSize:
        """A square that a hand can write in."""
        return QSize(PlotSize.PAD, PlotSize.PAD)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the pen down."""
        is_right = event.button() == Qt.MouseButton.RightButton
        if is_right or event.button() == Qt.MouseButton.LeftButton:
            self._is_by_key = self._has_keys = False
            self._begin(self._on_paper(event.position()), erases=is_right or self._erases)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw on."""
        super().mouseMoveEvent(event)
        self._cursor = self._on_paper(event.position())
        if self._is_down and not self._is_by_key:
            self._go_on(self._cursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lift the pen."""
        if not self._is_by_key:
            self._lift()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, with the pen down they draw, with Shift they push all of it; Space, Backspace, Delete."""
        key, has_shift = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in _STEPS and has_shift:
            self.nudged.emit(*_STEPS[key])
        elif key in _STEPS:
            x, y = _STEPS[key]
            self._hand, self._has_keys = None, True
            self._cursor = self._within(self._cursor[0] + x * _STRIDE, self._cursor[1] + y * _STRIDE)
            if self._is_by_key:
                self._go_on(self._cursor)
            self.update()
        elif key == Qt.Key.Key_Space and self._has_keys and not event.isAutoRepeat():
            self._hand = None
            if self._is_by_key:
                self._lift()
            else:
                self._is_by_key = True
                self._begin(self._cursor, erases=self._erases)
        elif key in _ERASING:
            self._lift()
            self.drawn.emit(self._strokes[:-1] if key == Qt.Key.Key_Backspace else ())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who comes by a key draws with keys."""
        super().focusInEvent(event)
        self._has_keys = event.reason() != Qt.FocusReason.MouseFocusReason

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Who goes elsewhere lifts the pen."""
        super().focusOutEvent(event)
        self._lift()

    def event(self, event: QEvent) -> bool:
        """Keep its keys from becoming shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
            key = Qt.Key(event.key())
            is_pen = key == Qt.Key.Key_Space and self._has_keys
            if not plain.value and (key in _STEPS or key in _ERASING or is_pen):
                event.accept()
                return True
        return super().event(event)
