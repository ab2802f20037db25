"""Qt as the decoder of pictures. Needs no application and no display, and may be used from any thread."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLoggingCategory, QSize
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from nnsim.data.picture_decoding import Colours, PictureFaultError, PictureKind

_REDUCTIONS = (8, 4, 2)
"""By which JPEG is decoded in a fraction of the time: the whole picture is never made."""
_TURNED = QImageIOHandler.Transformation.TransformationRotate90


class QtDecoder:
    """Decodes in memory what is named by kind: nothing is guessed from names, and no other kind is ever tried."""

    def __init__(self) -> None:
        QLoggingCategory.setFilterRules("qt.gui.imageio*=false")  # what is wrong with a file is told at its place

    def size(self, data: bytes, kind: PictureKind) -> tuple[int, int] | None:
        """(width, height) as the beginning of the file tells, turned as the camera has noted."""
        buffer = _opened(data)
        reader = _reader(buffer, kind)
        size = reader.size()
        if not size.isValid() or size.isEmpty():
            return None
        is_turned = bool(reader.transformation().value & _TURNED.value)
        return (size.height(), size.width()) if is_turned else (size.width(), size.height())

    def pixels(self, data: bytes, kind: PictureKind, least: tuple[int, int]) -> Colours:
        """The picture, turned as the camera has noted, on white where it is clear.

        Raises
        ------
        PictureFaultError
            with Qt's words
        """
        buffer = _opened(data)
        reader = _reader(buffer, kind)
        if kind == "jpeg":
            reader.setScaledSize(_reduced(reader.size(), max(least)))
        image = reader.read()
        if image.isNull():
            raise PictureFaultError(reader.errorString().rstrip(".").lower())
        return _colours(image)


def _opened(data: bytes) -> QBuffer:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return buffer


def _reader(buffer: QBuffer, kind: PictureKind) -> QImageReader:
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    return reader


def _reduced(size: QSize, least: int) -> QSize:
    """The size divided by the largest factor with which both sides keep ``least`` pixels."""
    for factor in _REDUCTIONS:
        if min(size.width(), size.height()) >= factor * least:
            return QSize(-(-size.width() // factor), -(-size.height() // factor))
    return size


def _colours(image: QImage) -> Colours:
    has_clear = image.hasAlphaChannel()
    image = image.convertToFormat(QImage.Format.Format_RGBA8888 if has_clear else QImage.Format.Format_RGB888)
    channels = 4 if has_clear else 3
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = lines[:, : channels * image.width()].reshape(image.height(), image.width(), channels)
    if not has_clear:
        return pixels.copy()
    share = pixels[..., 3:].astype(np.float32) / 255
    return np.asarray(np.rint(pixels[..., :3] * share + 255 * (1 - share)), np.uint8)
