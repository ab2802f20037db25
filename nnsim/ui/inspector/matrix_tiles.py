"""The weights of a layer as small pictures: what each neuron looks for in the pixels, each filter in its channels."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from nnsim.engine.parameters import Array
from nnsim.engine.weight_place import WeightPlace
from nnsim.model.cells import Cells
from nnsim.session.selection import Selection
from nnsim.ui.appearance import Appearance
from nnsim.ui.growing_scale import place
from nnsim.ui.inspector.block_choice import BlockChoice
from nnsim.ui.inspector.matrix_model import MatrixModel
from nnsim.ui.inspector.matrix_words import paint_no_numbers
from nnsim.ui.names import Names
from nnsim.ui.plots.axes import readout
from nnsim.ui.plots.pointed_sheet import PointedSheet
from nnsim.ui.plots.surface import packed
from nnsim.ui.theme import Size, words
from nnsim.ui.widgets.numbers import format_number

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_NOTCH = 120
_DIGITS = 4


@dataclass(frozen=True, eq=False, slots=True)
class Tiles:
    """Pictures of the columns of a weight matrix.

    Parameters
    ----------
    pictures : (n_to, height, width) the weights; of a filter its channels lie side by side; NaN where there is none
    rows : (height, width) which row of the matrix each stands for; −1 for none
    """

    pictures: Array
    rows: NDArray[np.intp]


def has_tiles(names: Names, layer: int) -> bool:
    """Whether the rows of a layer's weights are pixels."""
    spec = names.network.layers[layer]
    is_grey = names.pixels is not None and names.pixels.channels == 1
    return spec.kind == "conv2d" or (layer == 0 and spec.kind == "dense" and is_grey)


def tiles_of(names: Names, layer: int, weights: Array) -> Tiles:
    """The columns of (n_from, n_to) weights of a layer that ``has_tiles``, as pictures."""
    rows = _rows_of(names, layer)
    padded = np.concatenate([weights, np.full((1, weights.shape[1]), np.nan, weights.dtype)])
    return Tiles(np.moveaxis(padded[rows], -1, 0), rows)


def _rows_of(names: Names, layer: int) -> NDArray[np.intp]:
    spec = names.network.layers[layer]
    if spec.kind == "conv2d":
        kernel, channels = spec.kernel, names.network.shapes[layer][0]
        cube = np.arange(channels * kernel * kernel).reshape(channels, kernel, kernel)
        parted = np.full((kernel, channels * (kernel + 1) - 1), -1)
        for channel in range(channels):
            left = channel * (kernel + 1)
            parted[:, left : left + kernel] = cube[channel]
        return parted
    pixels = names.pixels
    if pixels is None:
        raise ValueError("the inputs are no pixels")
    rows = np.full(pixels.height * pixels.width, -1)
    rows[list(pixels.places)] = np.arange(len(pixels.places))
    return rows.reshape(pixels.height, pixels.width)


class MatrixTiles(PointedSheet):
    """A tile for each neuron or filter, on the scale of the matrix. A click or ← → selects one, ↑ ↓ go by a line.

    What is framed is what is edited: all weights of the selected one, with its bias.

    Signals
    -------
    picked(Selection) : the user wants this neuron or filter
    key_meant(QKeyEvent) : a key that may mean something for all chosen weights; accepted if it does
    menu_asked(QPoint) : the user wants the menu of the chosen weights there on the screen
    """

    picked = Signal(object)
    key_meant = Signal(object)
    menu_asked = Signal(object)

    def __init__(
        self, model: MatrixModel, choice: BlockChoice, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(appearance, parent)
        self._matrix = model
        self._choice = choice
        self._tiles: Tiles | None = None
        self._names: Names | None = None
        self._selected = -1
        self._first_line = 0
        self.setObjectName("weight-tiles")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(Size.CELL, Size.CELL_HEIGHT)
        choice.changed.connect(self.update)

    def choose_framed(self) -> None:
        """Choose the weights of the selected neuron or filter, or none if none is selected."""
        if 0 <= self._selected < self._matrix.shape[1]:
            rows, columns = range(self._matrix.shape[0]), range(self._selected, self._selected + 1)
            self._choice.choose(Cells(self._matrix.layer, rows, columns))
        else:
            self._choice.forget()

    def show_tiles(self, names: Names, layer: int, selection: Selection) -> None:
        """Show the numbers that the model shows, and which neuron is selected."""
        self._names = names
        self._tiles = tiles_of(names, layer, self._matrix.rows_as_they_are())
        here = selection.layer == layer and selection.kind in ("neuron", "link", "bias")
        selected = selection.column if here else -1
        if selected != self._selected:
            self._selected = selected
            if selected >= 0:
                self.setAccessibleDescription(names.part(Selection("neuron", layer, column=selected)))
                self._reveal(selected)
        self._scroll(0)

    def _is_framed(self, column: int) -> bool:
        chosen = self._choice.cells
        return column == self._selected or (chosen is not None and column in chosen.columns)

    # geometry

    def _size(self) -> tuple[float, float]:
        """Of a tile's picture: whole pixels as large as they may be, the smallest so that many tiles are seen."""
        height, width = (1, 1) if self._tiles is None else self._tiles.rows.shape
        count = 1 if self._tiles is None else len(self._tiles.pictures)
        least = max(math.ceil(Size.TILE / height), 1)
        for dot in range(Size.GAP * 2, least, -1):
            per_line = max(int(self.width() // (dot * width + Size.GAP)), 1)
            if math.ceil(count / per_line) * (dot * height + Size.CELL_HEIGHT) <= self.height():
                return dot * width, dot * height
        return least * width, least * height

    def _per_line(self) -> int:
        return max(int((self.width() + Size.GAP) // (max(self._size()[0], Size.HIT) + Size.GAP)), 1)

    def place(self, column: int) -> QRectF:
        """Where the picture of a neuron or filter lies."""
        width, height = self._size()
        line, at = divmod(column, self._per_line())
        across, down = max(width, Size.HIT) + Size.GAP, height + Size.CELL_HEIGHT
        return QRectF(at * across + Size.TIGHT, (line - self._first_line) * down + Size.TIGHT, width, height)

    def column_at(self, at: QPointF) -> int | None:
        """Whose tile is there."""
        for column in self._in_sight():
            if self.place(column).adjusted(-2, -2, 2, Size.CELL_HEIGHT - Size.HALF).contains(at):
                return column
        return None

    def _in_sight(self) -> range:
        count = 0 if self._tiles is None else len(self._tiles.pictures)
        first = self._first_line * self._per_line()
        lines = math.ceil(self.height() / (self._size()[1] + Size.CELL_HEIGHT))
        return range(first, min(first + lines * self._per_line(), count))

    def _whole_lines(self) -> int:
        return max(int(self.height() // (self._size()[1] + Size.CELL_HEIGHT - Size.HALF)), 1)

    def _scroll(self, lines: int) -> None:
        count = 0 if self._tiles is None else len(self._tiles.pictures)
        last = max(math.ceil(count / self._per_line()) - self._whole_lines(), 0)
        self._first_line = min(max(self._first_line + lines, 0), last)  # of fewer tiles, too, none scrolls out of sight
        self.update()

    def _reveal(self, column: int) -> None:
        line, whole = column // self._per_line(), self._whole_lines()
        self._first_line = min(max(self._first_line, line - whole + 1), line)

    # painting

    def paint_live(self, painter: QPainter) -> None:
        """The pictures with their names below."""
        if self._tiles is None or self._names is None:
            return
        colours = packed(self.theme.heat().astype(float))
        heat = place(self._tiles.pictures, self._matrix.scale.full)
        empty, unknown = (self.theme.colour(role).rgb() for role in ("surface", self._matrix.no_number))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        for column in self._in_sight():
            pixels = np.where(self._tiles.rows >= 0, colours[heat[column]], np.uint32(empty)).astype(np.uint32)
            pixels[(self._tiles.rows >= 0) & np.isnan(self._tiles.pictures[column])] = unknown
            height, width = pixels.shape
            image = QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_RGB32)
            self._paint_tile(painter, column, image)
        if self._matrix.is_missing:
            paint_no_numbers(painter, self.theme, QRectF(self.rect()))
        if self._hand is not None:
            told = self.told_at(self._hand)
            if told:
                readout(painter, self.theme, self._hand, QRectF(self.rect()), [told])
        self.paint_focus(painter)

    def _paint_tile(self, painter: QPainter, column: int, image: QImage) -> None:
        rect, is_chosen = self.place(column), self._is_framed(column)
        painter.drawImage(rect, image)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(
            QPen(self.theme.colour("accent" if is_chosen else "line"), Size.RING if is_chosen else Size.THIN)
        )
        painter.drawRect(rect.adjusted(-1, -1, 1, 1))
        painter.setFont(words(Size.SMALL))
        painter.setPen(self.theme.colour("accent" if is_chosen else "second"))
        width = max(rect.width(), Size.HIT) + Size.GAP
        below = QRectF(rect.center().x() - width / 2, rect.bottom() + 1, width, Size.CELL_HEIGHT - Size.HALF)
        name = self._matrix.name(column, Qt.Orientation.Horizontal)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, name)

    def told_at(self, at: QPointF) -> str:
        """Which weight is there, and its number; empty beside the pictures."""
        column = self.column_at(at)
        if column is None or self._tiles is None or self._names is None:
            return ""
        rect, (height, width) = self.place(column), self._tiles.rows.shape
        across, down = (at.x() - rect.left()) / rect.width() * width, (at.y() - rect.top()) / rect.height() * height
        if not (0 <= across < width and 0 <= down < height):
            return self._names.part(Selection("neuron", self._matrix.layer, column=column))
        row = int(self._tiles.rows[int(down), int(across)])
        if row < 0:
            return ""
        weight = WeightPlace(self._matrix.layer, row, column)
        told = f"{self._names.weight_sign(weight)}  {self._names.weight(weight)}"
        return f"{told}: {format_number(float(self._tiles.pictures[column, int(down), int(across)]), _DIGITS)}"

    # -------------------------------------------------------- Qt's own names

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In another size there are fewer lines, or more."""
        super().resizeEvent(event)
        self._scroll(0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the neuron or filter there; for its menu, too, unless it is framed already."""
        column, button = self.column_at(event.position()), event.button()
        if column is None:
            return
        if button == Qt.MouseButton.LeftButton or (
            button == Qt.MouseButton.RightButton and not self._is_framed(column)
        ):
            self.picked.emit(Selection("neuron", self._matrix.layer, column=column))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of what is framed; by key below the selected tile."""
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self._selected in self._in_sight():
            place = self.mapToGlobal(self.place(self._selected).bottomLeft().toPoint())
        self.menu_asked.emit(place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll by lines."""
        self._scroll(-1 if event.angleDelta().y() > 0 else 1)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows; some keys act on what is framed."""
        event.ignore()
        self.key_meant.emit(event)
        if event.isAccepted():
            return
        event.accept()
        steps = {**_STEPS, Qt.Key.Key_Up: -self._per_line(), Qt.Key.Key_Down: self._per_line()}
        by = steps.get(Qt.Key(event.key()))
        if by is None or self._tiles is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        column = 0 if self._selected < 0 else self._selected + by
        if 0 <= column < len(self._tiles.pictures):
            self.picked.emit(Selection("neuron", self._matrix.layer, column=column))
