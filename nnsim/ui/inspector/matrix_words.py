"""What is said about a weight matrix as a whole: its line in the card's header, and why it shows no numbers."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from nnsim.ui.names import Names, dimensions, kind_of
from nnsim.ui.theme import Size, Theme, words

translate = QCoreApplication.translate


def matrix_note(names: Names, layer: int, path: str) -> str:
    """``Input → Hidden 1 · 2 × 8``, from × to as in the path: short, for three chips stand beside it.

    Parameters
    ----------
    path : from which layer to which
    """
    network = names.network
    spec, shape = network.layers[layer], network.shapes[layer]
    if not spec.has_weights:
        sizes = f"{dimensions(shape)} → {dimensions(network.shapes[layer + 1])}"
        return f"{path}  ·  {kind_of(spec)}  ·  {sizes}"
    if spec.kind == "conv2d":
        said = translate("matrix_words", "{0}  ·  {1} pixels × {2} filters")
        return said.format(path, spec.rows(shape), spec.size)
    return f"{path}  ·  {spec.rows(shape)} × {spec.size}"


def paint_no_numbers(painter: QPainter, theme: Theme, area: QRectF) -> None:
    """Say why everything is pale: without words it looks like numbers that are all 0."""
    said = translate("matrix_words", "No step with these weights yet: B makes one.")
    painter.setFont(words(Size.BODY))
    metrics = QFontMetricsF(painter.font())
    plate = QRectF(0, 0, metrics.horizontalAdvance(said) + 2 * Size.PAD, metrics.height() + 2 * Size.HALF)
    plate.moveCenter(area.center())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("surface"))
    painter.drawRoundedRect(plate, Size.FIELD_RADIUS, Size.FIELD_RADIUS)
    painter.setPen(theme.colour("text"))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, said)
