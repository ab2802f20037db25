"""Draw an SVG file as an icon of Windows: python make_icon.py nnsim.svg nnsim.ico."""

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 24, 32, 48, 64, 128, 256)


def drawn(renderer: QSvgRenderer, size: int) -> bytes:
    """The picture as PNG, so many pixels wide and high."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(content.data())


def main(source: str, target: str) -> None:
    """An icon is a table of sizes and places, then the pictures (Windows Vista and later take PNG)."""
    QGuiApplication([])
    renderer = QSvgRenderer(source)
    pictures = [drawn(renderer, size) for size in SIZES]
    table = struct.pack("<HHH", 0, 1, len(SIZES))
    place = len(table) + 16 * len(SIZES)
    for size, picture in zip(SIZES, pictures, strict=True):
        table += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), place)
        place += len(picture)
    Path(target).write_bytes(table + b"".join(pictures))


if __name__ == "__main__":
    main(*sys.argv[1:])
