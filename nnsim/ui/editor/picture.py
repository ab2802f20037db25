"""The network as a picture to take away: on paper, in a document, on a page."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from nnsim.session.session import Session
from nnsim.ui import theme as look
from nnsim.ui.editor.canvas import Canvas
from nnsim.ui.editor.head_words import fitting, footing, heading, subheading
from nnsim.ui.editor.layout import Column
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.theme import NUMBERS_FAMILY, Size

SVG: Final = "image/svg+xml"
DOTS: Final = 3.0
"""Dots of a PNG for one pixel of the canvas: sharp on paper, too."""
MOST_DOTS: Final = 16_000
"""Across or down, at most: programs that take pictures take no larger ones, and it is made while a person waits."""
_POINTS: Final = 96
"""Pixels per inch, which is what browsers mean by a pixel."""
_AIR: Final = 2 * (Size.GAP - 1)
"""Pixels beside words, as buttons have them: words get short in the picture where they do on the canvas."""


class NetworkPicture:
    """All of a canvas's network as it looks now, with the words that stand above and below its columns."""

    def __init__(self, session: Session, canvas: Canvas) -> None:
        self._session = session
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
        """The picture in dots, ``DOTS`` for a pixel of the canvas unless these are too many."""
        longest = max(self.size.width(), self.size.height())
        size = (self.size * min(DOTS, MOST_DOTS / longest)).expandedTo(QSize(1, 1))
        image = QImage(size, QImage.Format.Format_RGB32)
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
        room = max(self._canvas.arrangement.spacing(), Size.HIT) - _AIR
        for column in self._canvas.arrangement.columns:
            for texts, y, font, role in self._words(column):
                metrics = QFontMetricsF(font)
                text = fitting(texts, room, metrics)
                width = metrics.horizontalAdvance(text) + Size.GAP
                painter.setFont(font)
                painter.setPen(self._canvas.theme.colour(role))
                place = QRectF(column.x - width / 2, y - metrics.height() / 2, width, metrics.height())
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _words(self, column: Column) -> list[tuple[tuple[str, ...], float, QFont, str]]:
        """What stands at a column: its name, what is below it, and the number at its foot; each with its height."""
        names, layer = self._canvas.names, column.layer
        strong = look.words(Size.BODY, QFont.Weight.DemiBold)
        found = [(heading(names, layer), Size.HIT / 2, strong, "text")]
        below, foot = subheading(self._session, names, layer), footing(names, layer)
        if below:
            found.append((below, 1.5 * Size.HIT, look.words(Size.NOTE), "second"))
        if foot:
            found.append(((foot,), self._canvas.arrangement.height - NetworkSize.NETWORK_FOOT / 2, strong, "text"))
        return found


def _with_fallbacks(svg: bytes) -> bytes:
    """Name kinds of fonts to fall back on: nobody has to have ours."""

    def named(found: re.Match[bytes]) -> bytes:
        kind = b"monospace" if NUMBERS_FAMILY.encode() in found[1] else b"sans-serif"
        return b'font-family="%s,%s"' % (found[1], kind)

    return re.sub(rb'font-family="([^"]*)"', named, svg)
