"""A slider for a number that may be negative: it is filled from zero, in the colour of the sign."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnsim.ui import theme as look
from nnsim.ui.appearance import Appearance
from nnsim.ui.theme import Size
from nnsim.ui.widgets.slider import Slider

_HALF = 400


class SignedSlider(Slider):
    """Positions from −``reach`` over 0 in the middle to +``reach``."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(2 * _HALF, parent)
        self._appearance = appearance
        self._reach = 1.0
        appearance.changed.connect(self.update)

    def set_reach(self, reach: float) -> None:
        """Let the ends be −``reach`` and +``reach``."""
        self._reach = reach

    def value_at(self, position: int) -> float:
        """The number at a position, rounded as finely as a hand can mean it."""
        return round((position - _HALF) / _HALF * self._reach, 3)

    def show_value(self, value: float) -> None:
        """Put the handle at ``value``, at an end if it lies beyond."""
        share = min(max(value / self._reach, -1.0), 1.0) if value == value else 0.0
        self.setValue(round(share * _HALF) + _HALF)

    def sizeHint(self) -> QSize:
        """Room for the 0 below."""
        return QSize(4 * Size.HIT, Size.HIT + Size.GAP)

    def minimumSizeHint(self) -> QSize:
        """The same height, half as wide."""
        return QSize(2 * Size.HIT, Size.HIT + Size.GAP)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Groove, filling from zero, handle, and a 0 below the middle."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        start, width, y = Size.HANDLE / 2, self.width() - Size.HANDLE, Size.HIT / 2
        at = start + self.sliderPosition() / self.maximum() * width
        middle = start + width / 2
        role = "negative" if at < middle else "positive"
        painter.setPen(_round_pen(theme.colour("line")))
        painter.drawLine(QPointF(start, y), QPointF(start + width, y))
        painter.setPen(_round_pen(theme.colour(role)))
        painter.drawLine(QPointF(middle, y), QPointF(at, y))
        painter.setPen(QPen(theme.colour(role), Size.RING))
        painter.setBrush(theme.colour("accent_soft" if self.hasFocus() else "surface"))
        painter.drawEllipse(QPointF(at, y), Size.HANDLE / 2 - 1, Size.HANDLE / 2 - 1)
        painter.setPen(theme.colour("second"))
        painter.setFont(look.words(Size.TINY, QFont.Weight.Normal))
        painter.drawText(QRectF(middle - 20, self.height() - 14, 40, 14), Qt.AlignmentFlag.AlignCenter, "0")
        painter.end()


def _round_pen(colour: QColor) -> QPen:
    pen = QPen(colour, Size.GROOVE)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen
