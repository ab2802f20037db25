"""The picture that the network sees, pixel by pixel."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.data.dataset import Numbers
from nnsim.ui.appearance import Appearance
from nnsim.ui.plot_sizes import PlotSize
from nnsim.ui.plots.pixel_picture import box_within, paint_pixels
from nnsim.ui.plots.sheet import Sheet
from nnsim.ui.theme import Size


class SeenPicture(Sheet):
    """(height, width) numbers from −1 to 1, in the colours of all numbers."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("pad_seen")
        self.setAccessibleName(self.tr("What the network sees"))
        self.setToolTip(self.tr("What the network sees: these pixels, as numbers"))
        self.setFixedSize(PlotSize.PAD_SEEN, PlotSize.PAD_SEEN)
        self._pixels: Numbers = np.zeros((1, 1))

    def show_pixels(self, pixels: Numbers) -> None:
        """Show another picture."""
        self._pixels = pixels
        self.update()

    def paint_live(self, painter: QPainter) -> None:
        """The pixels, and a line around them."""
        box = box_within(QRectF(self.rect()).adjusted(1, 1, -1, -1), (self._pixels.shape[0], self._pixels.shape[1]))
        paint_pixels(painter, self.theme, box, self._pixels)
        painter.setPen(QPen(self.theme.colour("second"), Size.THIN))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(-1, -1, 0, 0))

    def sizeHint(self) -> QSize:
        """Its fixed size."""
        return self.size()
