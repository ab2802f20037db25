"""A folded layer: one block with its size and a picture of its weights."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from nnsim.ui import theme as look
from nnsim.ui.editor.layout import Column
from nnsim.ui.theme import Size, Theme


class BlockItem(QGraphicsItem):
    """One block for all neurons of a layer. ``picture`` is its weight matrix, or the sample for the inputs."""

    def __init__(self, column: Column, theme: Theme) -> None:
        super().__init__()
        self.setPos(column.x, column.middle)
        self._size = str(column.size)
        self._rect = QRectF(-column.half_width, -column.half_height, 2 * column.half_width, 2 * column.half_height)
        self.picture: QImage | None = None
        self.kind = "plain"
        self.recolour(theme)

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self._theme = theme

    def boundingRect(self) -> QRectF:
        """The block and its frame."""
        return self._rect.adjusted(-3, -3, 3, 3)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Draw the picture in its frame, and the size on a small plate."""
        theme = self._theme
        role, width = {"plain": ("line", 1.0), "hovered": ("second", 1.5), "selected": ("accent", 3.0)}[self.kind]
        shape = QPainterPath()
        shape.addRoundedRect(self._rect, Size.FIELD_RADIUS, Size.FIELD_RADIUS)
        painter.fillPath(shape, theme.colour("field"))
        if self.picture is not None:
            painter.save()
            painter.setClipPath(shape)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            painter.drawImage(self._rect, self.picture)
            painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour(role), width))
        painter.drawPath(shape)
        font = look.numbers(Size.NOTE, QFont.Weight.Bold)
        plate = QRectF(0, 0, QFontMetricsF(font).horizontalAdvance(self._size) + 2 * Size.GAP, Size.HIT)
        plate.moveCenter(QPointF(0, 0))
        painter.setPen(QPen(theme.colour("line"), Size.THIN))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(plate, plate.height() / 2, plate.height() / 2)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, self._size)
