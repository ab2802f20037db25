"""The pixels of a picture as a grid to click on: what is crossed out, the network does not see."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnsim.data.dataset import Numbers
from nnsim.ui.appearance import Appearance
from nnsim.ui.growing_scale import place
from nnsim.ui.theme import Size

_STEPS: Final = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_PRESSING: Final = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PixelGrid(QWidget):
    """A click switches a pixel, a drag all that it passes; arrows walk, Space switches.

    A drag takes effect when the button is let go, as one change.

    Parameters
    ----------
    width : in pixels of the screen; its height follows from the picture

    Signals
    -------
    asked(frozenset, bool) : the user wants these pixels, by their numbers row by row, seen or left out
    """

    asked = Signal(object, bool)

    def __init__(self, appearance: Appearance, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._appearance = appearance
        self._width = width
        self._values: Numbers = np.zeros((1, 1))
        self._on: NDArray[np.bool_] = np.ones((1, 1), bool)
        self._at = 0
        self._drawn: set[int] = set()
        self._draws_on: bool | None = None
        appearance.changed.connect(self.update)

    def show_picture(self, values: Numbers, on: NDArray[np.bool_]) -> None:
        """Show a picture and which of its pixels the network sees.

        Parameters
        ----------
        values : (height, width), −1 … 1, or in colour (3, height, width), 0 … 1
        on : (height, width)
        """
        if on.shape != self._on.shape:
            self._at = 0
        self._values, self._on = values, on
        height, width = on.shape
        self.setFixedSize(self._width, round(self._width * height / width))
        self._render_words()
        self.update()

    def place_of(self, pixel: int) -> QPoint:
        """The middle of a pixel in this widget."""
        return self._cell(pixel).center().toPoint()

    def _render_words(self) -> None:
        height, width = self._on.shape
        row, column = divmod(self._at, width)
        said = (
            self.tr("row {0}, column {1}: seen")
            if self._on.flat[self._at]
            else self.tr("row {0}, column {1}: left out")
        )
        self.setAccessibleName(self.tr("Pixels, {0} × {1}").format(height, width))
        self.setAccessibleDescription(said.format(row + 1, column + 1))

    def _cell(self, pixel: int) -> QRectF:
        height, width = self._on.shape
        row, column = divmod(pixel, width)
        side = self.width() / width
        return QRectF(column * side, row * self.height() / height, side, self.height() / height)

    def _pixel_at(self, at: QPoint) -> int | None:
        if not self.rect().contains(at):
            return None
        height, width = self._on.shape
        row, column = at.y() * height // self.height(), at.x() * width // self.width()
        return int(row * width + column)

    def _draw_over(self, pixel: int | None) -> None:
        if pixel is not None:
            self._at = pixel
            self._drawn.add(pixel)
            self._render_words()
            self.update()

    # -------------------------------------------------------- Qt's own names

    def sizeHint(self) -> QSize:
        """Its fixed size."""
        return self.size()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to switch: whatever the drag passes becomes what the first pixel becomes."""
        pixel = self._pixel_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and pixel is not None:
            self._draws_on = not self._on.flat[pixel]
            self._draw_over(pixel)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Switch this one too."""
        if self._draws_on is not None:
            self._draw_over(self._pixel_at(event.position().toPoint()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for all that was passed."""
        del event
        on, pixels = self._draws_on, frozenset(self._drawn)
        self._draws_on = None
        self._drawn.clear()
        self.update()
        if on is not None:
            self.asked.emit(pixels, on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk and switch."""
        key = Qt.Key(event.key())
        height, width = self._on.shape
        if key in _STEPS:
            row, column = (at + by for at, by in zip(divmod(self._at, width), _STEPS[key], strict=True))
            self._at = min(max(row, 0), height - 1) * width + min(max(column, 0), width - 1)
            self._render_words()
            self.update()
        elif key in _PRESSING:
            self.asked.emit(frozenset({self._at}), not self._on.flat[self._at])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw each pixel, crossed out if it is left out, and a ring around the one that the keyboard is at."""
        del event
        theme = self._appearance.theme
        painter = QPainter(self)
        colours = self._colours()
        gap = 1.0 if self.width() / self._on.shape[1] > Size.GAP else 0.0
        painter.setOpacity(1.0 if self.isEnabled() else 0.6)
        for pixel, (red, green, blue) in enumerate(colours.reshape(-1, 3).tolist()):
            cell = self._cell(pixel).adjusted(0, 0, -gap, -gap)
            if self._draws_on if pixel in self._drawn and self._draws_on is not None else self._on.flat[pixel]:
                painter.fillRect(cell, QColor(red, green, blue))
            else:
                self._paint_left_out(painter, cell)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), Size.RING))
            painter.drawRect(self._cell(self._at).adjusted(1, 1, -1 - gap, -1 - gap))
        painter.end()

    def _colours(self) -> NDArray[np.uint8]:
        """(height, width, 3) of the pixels."""
        if self._values.ndim == 3:
            return np.asarray(np.rint(255 * np.clip(np.moveaxis(self._values, 0, 2), 0, 1)), np.uint8)
        return np.asarray(self._appearance.theme.heat()[place(self._values, 1.0)])

    def _paint_left_out(self, painter: QPainter, cell: QRectF) -> None:
        theme = self._appearance.theme
        painter.fillRect(cell, theme.colour("surface"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("faint"), Size.THIN))
        inner = cell.adjusted(*(2 * (cell.width() / 4,)), *(2 * (-cell.width() / 4,)))
        painter.drawLine(QLineF(inner.topLeft(), inner.bottomRight()))
        painter.drawLine(QLineF(inner.topRight(), inner.bottomLeft()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawRect(cell.adjusted(0, 0, -1, -1))
