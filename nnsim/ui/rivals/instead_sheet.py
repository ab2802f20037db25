"""For each feature made by hand how well it follows from the first hidden layer, and from the inputs alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.runs.learnt_instead import Instead
from nnsim.ui.appearance import Appearance
from nnsim.ui.plots.pixel_picture import box_within, paint_pixels
from nnsim.ui.plots.sheet import Sheet
from nnsim.ui.theme import Size, numbers, words
from nnsim.ui.widgets.numbers import format_fixed

_NAME: Final = 104
_NUMBER: Final = 44
_BAR: Final = 10
_ROW: Final = 40
_KEY: Final = 40
_ACROSS: Final = 4
"""Pictures of neurons in a row."""

Numbers = NDArray[np.floating[Any]]


class InsteadSheet(Sheet):
    """Two bars of r² from 0 to 1 for each feature: hidden neurons filled, inputs alone hollow."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self._rows: tuple[Instead, ...] = ()
        self._labels: Mapping[str, str] = {}
        self._faces: Numbers | None = None
        self.setObjectName("rivals_instead")
        self.setAccessibleName(self.tr("How well each feature follows from the first hidden layer"))
        self.setMinimumSize(30 * Size.GRID, _KEY + _ROW)

    def show_rows(self, rows: Sequence[Instead], labels: Mapping[str, str], faces: Numbers | None = None) -> None:
        """Show other numbers: ``labels`` by the names of the features, ``faces`` (up, across, neurons) of the layer."""
        self._rows, self._labels, self._faces = tuple(rows), labels, faces
        said = self.tr("{0}: from the hidden neurons {1}, from the inputs {2}")
        told = [said.format(labels[one.feature], _told(one.by_hidden), _told(one.by_inputs)) for one in rows]
        self.setAccessibleDescription("; ".join(told))
        self.update()

    def paint_live(self, painter: QPainter) -> None:
        """The key, and two bars for each feature."""
        if not self._rows:
            return
        for place, said in enumerate((self.tr("from the hidden neurons"), self.tr("from the inputs alone"))):
            box = QRectF(1, place * _KEY / 2 + 4, _BAR, _BAR)
            self._paint_bar(painter, box, is_hidden=not place)
            painter.setFont(words(Size.SMALL))
            painter.setPen(self.theme.colour("second"))
            room = QRectF(box.right() + Size.HALF, place * _KEY / 2, self.width(), _KEY / 2)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, said)
        for place, one in enumerate(self._rows):
            self._paint_row(painter, one, _KEY + Size.HALF + place * _ROW)
        if self._faces is not None:
            self._paint_faces(painter, self._faces, _KEY + Size.GAP + len(self._rows) * _ROW)

    def _paint_faces(self, painter: QPainter, faces: Numbers, top: float) -> None:
        """What the neurons answer over the plane, or their weights as pictures; as many as there is room for."""
        side = (self.width() - (_ACROSS - 1) * Size.HALF) / _ACROSS
        painter.setFont(words(Size.SMALL))
        painter.setPen(self.theme.colour("second"))
        head = QRectF(0, top, self.width(), _KEY / 2)
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, self.tr("Hidden layer 1, neuron by neuron"))
        down = int((self.height() - head.bottom()) // (side + Size.HALF))
        for neuron in range(min(faces.shape[2], _ACROSS * max(down, 0))):
            row, column = divmod(neuron, _ACROSS)
            place = column * (side + Size.HALF), head.bottom() + row * (side + Size.HALF)
            largest = float(np.abs(faces[..., neuron]).max()) or 1.0
            box = box_within(QRectF(*place, side, side), (faces.shape[0], faces.shape[1]))
            paint_pixels(painter, self.theme, box, faces[::-1, :, neuron] / largest)

    def _paint_row(self, painter: QPainter, one: Instead, top: float) -> None:
        painter.setFont(words(Size.BODY))
        painter.setPen(self.theme.colour("text"))
        room = QRectF(0, top, _NAME - Size.HALF, _ROW - Size.HALF)
        name = QFontMetricsF(painter.font()).elidedText(
            self._labels[one.feature], Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)
        wide = self.width() - _NAME - _NUMBER
        for place, value in enumerate((one.by_hidden, one.by_inputs)):
            line = top + place * (_ROW - Size.HALF) / 2
            bar = QRectF(_NAME, line + 3, max(wide * min(max(value, 0.0), 1.0), 2.0), _BAR)
            self._paint_bar(painter, bar, is_hidden=not place)
            painter.setFont(numbers(Size.SMALL))
            painter.setPen(self.theme.colour("text"))
            behind = QRectF(bar.right() + Size.HALF, line, _NUMBER, _BAR + 6)
            painter.drawText(behind, Qt.AlignmentFlag.AlignVCenter, _told(value))

    def _paint_bar(self, painter: QPainter, bar: QRectF, *, is_hidden: bool) -> None:
        if is_hidden:
            painter.fillRect(bar, self.theme.colour("accent"))
            return
        painter.setPen(QPen(self.theme.colour("second"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))


def _told(value: float) -> str:
    """r² with two decimals; what is worse than the mean is not at all."""
    return format_fixed(max(value, 0.0), 2)
