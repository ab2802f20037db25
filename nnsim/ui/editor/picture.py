"""The network as a picture to take away: on paper, in a document, on a page."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QMimeData, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.ui import theme as look
from nnsim.ui.editor.canvas import Canvas
from nnsim.ui.editor.layer_words import squeezes
from nnsim.ui.editor.layout import Column
from nnsim.ui.theme import NUMBERS_FAMILY, Size

SVG: Final = "image/svg+xml"
DOTS: Final = 3.0
"""Dots of a PNG for one pixel of the canvas: sharp on paper, too."""
_POINTS: Final = 96
"""Pixels per inch, which is what browsers mean by a pixel."""


class NetworkPicture:
    """All of a canvas's network as it looks now, with the words that stand above and below its columns."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    @property
    def size(self) -> QSize:
        """Width and height in pixels of the canvas."""
        arrangement = self._canvas.arrangement
        return QSize(round(arrangement.width), round(arrangement.height))

    def paint(self, painter: QPainter, room: QRectF) -> None:
        """Draw it as large as it can be within ``room``, in its middle."""
        size = self.size
        scale = min(room.width() / size.width(), room.height() / size.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(room.center())
        painter.scale(scale, scale)
        painter.translate(-size.width() / 2, -size.height() / 2)
        whole = QRectF(0, 0, size.width(), size.height())
        painter.fillRect(whole, self._canvas.theme.colour("surface"))
        self._canvas.paint_whole(painter, whole)
        self._paint_words(painter)

    def image(self) -> QImage:
        """The picture in dots."""
        image = QImage(self.size * DOTS, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        self.paint(painter, QRectF(image.rect()))
        painter.end()
        return image

    def png(self) -> bytes:
        """The picture in dots, as a file."""
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(self.image())
        return bytes(content.data())

    def svg(self) -> bytes:
        """The picture in lines, as a file that browsers and drawing programs open."""
        content = QByteArray()
        buffer = QBuffer(content)
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setResolution(_POINTS)
        generator.setSize(self.size)
        generator.setViewBox(QRectF(0, 0, self.size.width(), self.size.height()))
        generator.setTitle(self._canvas.names.sizes())
        generator.setDescription(self._canvas.accessibleDescription())
        painter = QPainter(generator)
        self.paint(painter, QRectF(0, 0, self.size.width(), self.size.height()))
        painter.end()
        return _with_fallbacks(bytes(content.data()))

    def mime(self) -> QMimeData:
        """For the clipboard: lines for programs that take them, dots for the others."""
        mime = QMimeData()
        mime.setData(SVG, QByteArray(self.svg()))
        mime.setImageData(self.image())
        return mime

    def _paint_words(self, painter: QPainter) -> None:
        for column in self._canvas.arrangement.columns:
            for text, y, font, role in self._words(column):
                metrics = QFontMetricsF(font)
                width = metrics.horizontalAdvance(text) + Size.GAP
                painter.setFont(font)
                painter.setPen(self._canvas.theme.colour(role))
                place = QRectF(column.x - width / 2, y - metrics.height() / 2, width, metrics.height())
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _words(self, column: Column) -> list[tuple[str, float, QFont, str]]:
        """What stands at a column: its name, its activation, and how many neurons there are; each with its height."""
        names, layer = self._canvas.names, column.layer
        narrow = self._canvas.arrangement.spacing() < Size.COLUMN_NARROW and 0 <= layer < len(names.network.layers) - 1
        name = names.short_layer(layer) if narrow else names.layer(layer)
        found = [(name, Size.HIT / 2, look.words(Size.BODY, QFont.Weight.DemiBold), "text")]
        if layer >= 0 and squeezes(names.network.layers[layer]):
            label = ACTIVATIONS.entry(names.network.layers[layer].activation.name).label
            words = QCoreApplication.translate("catalog", label)
            found.append((words, 1.5 * Size.HIT, look.words(Size.NOTE), "second"))
        if layer >= 0 and names.network.layers[layer].has_weights:
            foot = self._canvas.arrangement.height - Size.NETWORK_FOOT / 2
            size = str(names.network.layers[layer].size)
            found.append((size, foot, look.words(Size.BODY, QFont.Weight.DemiBold), "text"))
        return found


def _with_fallbacks(svg: bytes) -> bytes:
    """Name kinds of fonts to fall back on: nobody has to have ours."""

    def named(found: re.Match[bytes]) -> bytes:
        kind = b"monospace" if NUMBERS_FAMILY.encode() in found[1] else b"sans-serif"
        return b'font-family="%s,%s"' % (found[1], kind)

    return re.sub(rb'font-family="([^"]*)"', named, svg)
