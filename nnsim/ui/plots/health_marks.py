"""The marks beside the bars of the gradients, and the key that names them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPen, QPolygonF

from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.theme import Size, Theme, words

Draw = Callable[[QPainter, Theme, QRectF], None]
Entry = tuple[Draw, str]
"""How it is drawn into a box, and what it is called."""


def draw_diamond(painter: QPainter, theme: Theme, at: QPointF) -> None:
    """A hollow one: how far a step moves the weights."""
    reach = PlotSize.DIAMOND
    painter.setPen(QPen(theme.colour("text"), Size.CURVE * 0.75))
    painter.setBrush(theme.colour("surface"))
    painter.drawPolygon(
        QPolygonF([at + QPointF(0, -reach), at + QPointF(reach, 0), at + QPointF(0, reach), at + QPointF(-reach, 0)])
    )


def draw_bar(painter: QPainter, theme: Theme, box: QRectF) -> None:
    """A bar of the gradient norm."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("accent"))
    radius = min(float(Size.CELL_RADIUS), box.height() / 2)
    painter.drawRoundedRect(box, radius, radius)


def draw_dead(painter: QPainter, theme: Theme, box: QRectF) -> None:
    """The share of dead neurons: solid."""
    painter.fillRect(box, theme.colour("bad"))


def draw_saturated(painter: QPainter, theme: Theme, box: QRectF) -> None:
    """The share of saturated answers: hatched."""
    painter.fillRect(box, QBrush(theme.colour("warning"), Qt.BrushStyle.Dense4Pattern))


def draw_guide(painter: QPainter, theme: Theme, box: QRectF) -> None:
    """A dashed line through the middle of a box: where the diamonds should be."""
    painter.setPen(QPen(theme.colour("text"), Size.THIN, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()))


def draw_shares(painter: QPainter, theme: Theme, box: QRectF, dead: float, saturated: float) -> None:
    """Both, one above the other, in a box that is all of the layer; NaN draws nothing."""
    painter.setPen(QPen(theme.colour("line"), Size.THIN))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    half = box.height() / 2
    for draw, share, top in ((draw_dead, dead, box.top()), (draw_saturated, saturated, box.top() + half)):
        if share > 0.0:
            draw(painter, theme, QRectF(box.left(), top, max(1.0, share * box.width()), half))


def key_lines(width: float, entries: Sequence[Entry]) -> list[list[Entry]]:
    """The entries in as many lines as they need."""
    metrics, lines, left = QFontMetricsF(words(Size.SMALL)), list[list[Entry]](), width
    for entry in entries:
        needed = Size.GAP + Size.HALF + metrics.horizontalAdvance(entry[1])
        if left + needed > width:
            lines.append([])
            left = 0.0
        lines[-1].append(entry)
        left += needed + Size.GAP
    return lines


def draw_key(painter: QPainter, theme: Theme, at: QPointF, entries: Sequence[Entry]) -> None:
    """A line of words, each behind a small picture of what it names."""
    painter.setFont(words(Size.SMALL))
    metrics = QFontMetricsF(painter.font())
    left, middle = at.x(), at.y() + metrics.ascent() - metrics.capHeight() / 2
    for draw, name in entries:
        draw(painter, theme, QRectF(left, middle - Size.HALF, Size.GAP, Size.GAP))
        painter.setPen(theme.colour("second"))
        painter.drawText(QPointF(left + Size.GAP + Size.HALF, at.y() + metrics.ascent()), name)
        left += Size.GAP + Size.HALF + metrics.horizontalAdvance(name) + Size.GAP


def diamond_of_key(painter: QPainter, theme: Theme, box: QRectF) -> None:
    """The diamond in the middle of a box."""
    draw_diamond(painter, theme, box.center())


def bar_width(slot: QRectF) -> float:
    """Of the bar in the room of a layer."""
    return min(max(PlotSize.BAR_WIDTH, slot.width() * PlotSize.BAR_SHARE), slot.width() * 0.7)
