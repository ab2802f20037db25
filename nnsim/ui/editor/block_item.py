"""A folded layer: one block with a picture, and its size on a plate or, of a layer of pictures, words below it."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from nnsim.ui import theme as look
from nnsim.ui.editor.block_pictures import Frame
from nnsim.ui.editor.layout import Column
from nnsim.ui.editor.neuron_item import VEIL
from nnsim.ui.theme import Size, Theme

_SQUARE: Final = re.compile(r"\b(\d+)×\1$")
"""Height and width, if they are the same."""


def fitting(words: str, metrics: QFontMetricsF, room: float) -> str:
    """Words as they fit: ``8 × 26 × 26``, ``8×26×26``, ``8×26²``, or what is left of that."""
    close = words.replace(" × ", "×")
    squared = _SQUARE.sub(r"\1²", close)
    for form in (words, close, squared):
        if metrics.horizontalAdvance(form) <= room:
            return form
    return metrics.elidedText(squared, Qt.TextElideMode.ElideRight, room)


def within(place: QRectF, part: Frame) -> QRectF:
    """A part in shares of a place, as a rectangle."""
    left, top, width, height = part
    return QRectF(
        place.left() + left * place.width(),
        place.top() + top * place.height(),
        width * place.width(),
        height * place.height(),
    )


class BlockItem(QGraphicsItem):
    """One block for all neurons of a layer.

    ``picture`` is what it shows, see ``block_pictures.py``; ``kind`` names its frame. ``parts`` are the places of
    what can be pointed at within the picture, in shares of it, and ``muted`` those of them that are crossed out.

    Parameters
    ----------
    words : lines below the block, such as ``conv 3×3`` and ``8 × 26 × 26``; without any, its size stands on a plate
    keeps_shape : the picture keeps its proportions and does not fill the block
    room : width that the words may take
    """

    def __init__(
        self, column: Column, theme: Theme, words: tuple[str, ...] = (), *, keeps_shape: bool = False, room: float = 0.0
    ) -> None:
        super().__init__()
        self.setPos(column.x, column.middle)
        self._size = str(column.size)
        self._words = words
        self._keeps_shape = keeps_shape
        self._is_sample = keeps_shape or column.layer < 0
        self._rect = QRectF(-column.half_width, -column.half_height, 2 * column.half_width, 2 * column.half_height)
        self._room = max(room, self._rect.width())
        self._line = QFontMetricsF(look.words(Size.SMALL)).height()
        self.picture: QImage | None = None
        self.kind = "plain"
        self.parts: list[Frame] = []
        self.muted: tuple[int, ...] = ()
        self._chosen: int | None = None
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.recolour(theme)

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self._theme = theme
        self.update()

    def show_picture(self, picture: QImage | None) -> None:
        """Show another picture."""
        self.picture = picture
        self.update()

    def choose_part(self, part: int | None) -> None:
        """Show which part of the picture is selected."""
        if part != self._chosen:
            self._chosen = part
            self.update()

    def part_at(self, at: QPointF) -> int | None:
        """Which part of the picture is at a point of the scene."""
        if self.picture is None:
            return None
        place = self._place(self.picture)
        spots = (within(place, part).contains(at - self.pos()) for part in self.parts)
        return next((index for index, is_there in enumerate(spots) if is_there), None)

    def words(self) -> tuple[str, ...]:
        """What stands below the block."""
        return self._words

    def boundingRect(self) -> QRectF:
        """The block, its frame, and the words below it."""
        bounds = self._rect.adjusted(-3, -3, 3, 3)
        if self._words:
            beside = max((self._room - bounds.width()) / 2, 0.0)
            bounds.adjust(-beside, 0, beside, Size.HALF + len(self._words) * self._line)
        return bounds

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Draw the picture in its frame, and the size on a small plate or the words."""
        theme = self._theme
        role, width = {"plain": ("line", 1.0), "hovered": ("second", 1.5), "selected": ("accent", 3.0)}[self.kind]
        shape = QPainterPath()
        shape.addRoundedRect(self._rect, Size.FIELD_RADIUS, Size.FIELD_RADIUS)
        painter.fillPath(shape, theme.colour("field"))
        if self.picture is not None:
            self._paint_picture(painter, self.picture, shape)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour(role), width))
        painter.drawPath(shape)
        if self._words:
            self._paint_words(painter)
        elif self.picture is None or not self._is_sample:
            self._paint_plate(painter)  # it would hide the middle of a sample, whose size stands below it

    def _place(self, picture: QImage) -> QRectF:
        """Where the picture lies in the block."""
        place = QRectF(self._rect)
        if not self._keeps_shape:
            return place
        air = float(Size.HALF)
        room = place.adjusted(air, air, -air, -air).size()
        fitted = QSizeF(picture.size()).scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(QPointF(-fitted.width() / 2, -fitted.height() / 2), fitted)

    def _paint_picture(self, painter: QPainter, picture: QImage, shape: QPainterPath) -> None:
        place = self._place(picture)
        shrinks = picture.width() > place.width() * painter.worldTransform().m11() * painter.device().devicePixelRatio()
        painter.save()
        painter.setClipPath(shape)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._keeps_shape and shrinks)
        painter.drawImage(place, picture)
        for part in self.muted:
            if part < len(self.parts):
                self._paint_muted(painter, within(place, self.parts[part]))
        if self._chosen is not None and self._chosen < len(self.parts):
            painter.setPen(QPen(self._theme.colour("accent"), Size.RING))
            painter.drawRect(within(place, self.parts[self._chosen]).adjusted(-1, -1, 1, 1))
        painter.restore()

    def _paint_muted(self, painter: QPainter, place: QRectF) -> None:
        """Pale under a cross, as a muted neuron."""
        veil = self._theme.colour("field")
        veil.setAlphaF(VEIL)
        painter.fillRect(place, veil)
        painter.setPen(QPen(self._theme.colour("text"), Size.CURVE))
        painter.drawLine(place.topLeft(), place.bottomRight())
        painter.drawLine(place.bottomLeft(), place.topRight())

    def _paint_words(self, painter: QPainter) -> None:
        font = look.words(Size.SMALL)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        line = QRectF(-self._room / 2, self._rect.bottom() + Size.HALF, self._room, self._line)
        for place, words in enumerate(self._words):
            painter.setPen(self._theme.colour("text" if place == 0 else "second"))
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, fitting(words, metrics, self._room))
            line.translate(0, self._line)

    def _paint_plate(self, painter: QPainter) -> None:
        theme = self._theme
        font = look.numbers(Size.NOTE, QFont.Weight.Bold)
        plate = QRectF(0, 0, QFontMetricsF(font).horizontalAdvance(self._size) + 2 * Size.GAP, Size.HIT)
        plate.moveCenter(QPointF(0, 0))
        painter.setPen(QPen(theme.colour("line"), Size.THIN))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(plate, plate.height() / 2, plate.height() / 2)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, self._size)
