"""Qt as the decoder of pictures. Needs no application and no display, and may be used from any thread."""

from __future__ import annotations

from zlib import crc32

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLoggingCategory, QSize
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from nnsim.data.picture_decoding import Colours, PictureFaultError, PictureKind

_REDUCTIONS = (8, 4, 2)
"""By which JPEG is decoded in a fraction of the time: the whole picture is never made."""
_PNG_START = 8
"""Bytes before the first part of a PNG."""
_PNG_FRAME = 12
"""Bytes of a part besides what is in it: how long that is, a name, and at the end a check sum."""
_PNG_NAME = slice(12, 16)
_PNG_HEAD = 33
"""Where its first part is called a head, and where that ends."""
_TURNED = QImageIOHandler.Transformation.TransformationRotate90


class QtDecoder:
    """Decodes in memory what is named by kind: nothing is guessed from names, and no other kind is ever tried."""

    def __init__(self) -> None:
        QLoggingCategory.setFilterRules("qt.gui.imageio*=false")  # what is wrong with a file is told at its place

    def size(self, data: bytes, kind: PictureKind) -> tuple[int, int] | None:
        """(width, height) as the beginning of the file tells, turned as the camera has noted."""
        if kind == "png" and (data[_PNG_NAME] != b"IHDR" or len(data) < _PNG_HEAD):
            return None  # libpng would say so on the terminal
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
            with Qt's words, of a PNG with words of its own
        """
        fault = _png_fault(data) if kind == "png" else ""
        if fault:
            raise PictureFaultError(fault)
        buffer = _opened(data)
        reader = _reader(buffer, kind)
        if kind == "jpeg":
            reader.setScaledSize(_reduced(reader.size(), max(least)))
        image = reader.read()
        if image.isNull():
            raise PictureFaultError(reader.errorString().rstrip(".").lower())
        return _colours(image)


def _png_fault(data: bytes) -> str:
    """Why libpng would give it up, if that can be seen in its parts: it would write to the terminal what is wrong."""
    at, has_pixels = _PNG_START, False
    while at + _PNG_FRAME <= len(data):
        if has_pixels and at + _PNG_FRAME == len(data):
            return ""  # the end, which may be damaged: all pixels are there
        end = at + _PNG_FRAME + int.from_bytes(data[at : at + 4], "big")
        if end > len(data):
            break
        name, is_needed = data[at + 4 : at + 8], data[at + 4 : at + 5].isupper()
        if is_needed and crc32(memoryview(data)[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            return "a part of it is damaged"
        if name == b"IEND":
            return ""
        at, has_pixels = end, has_pixels or name == b"IDAT"
    return "" if has_pixels and at < len(data) < at + _PNG_FRAME else "it is cut short"


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
