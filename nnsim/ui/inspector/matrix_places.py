"""Where the cells of a large matrix lie in a widget: weights, the strip of the biases, and the names beside them."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

from nnsim.model.cells import Cells
from nnsim.ui import theme as look
from nnsim.ui.inspector.matrix_model import MatrixModel
from nnsim.ui.inspector.matrix_window import MatrixWindow
from nnsim.ui.theme import Size

Cell = tuple[int, int]


class MatrixPlaces:
    """Row names at the left, column names above, then what ``window`` shows of the weights, then the biases.

    Lengths are in pixels of the widget.
    """

    def __init__(self, matrix: MatrixModel, window: MatrixWindow) -> None:
        self._matrix = matrix
        self._window = window
        self._size = QSize(1, 1)
        self._margin: float | None = None
        self._area: QRectF | None = None
        self._has_numbers = True

    def forget(self) -> None:
        """The names are others."""
        self._margin = self._area = None

    def fit(self, size: QSize) -> None:
        """Lie in a widget of this size."""
        has_numbers = self._would_show_numbers(size)
        if (size, has_numbers) != (self._size, self._has_numbers):
            self._size, self._has_numbers, self._area = size, has_numbers, None
        area = self.area
        self._window.fit(self.n_from, self._matrix.shape[1], area.width(), area.height())

    @property
    def n_from(self) -> int:
        """Rows of weights; that of the biases comes behind them."""
        return self._matrix.shape[0] - (self._matrix.bias_row is not None)

    @property
    def area(self) -> QRectF:
        """Where the weights lie."""
        if self._area is None:
            self._area = self._area_in(self._size, self._strip_height)
        return self._area

    def _area_in(self, size: QSize, strip: float) -> QRectF:
        left, top = self._names_width(), float(Size.CELL_HEIGHT - Size.HALF)
        below = strip + Size.BIAS_GAP if self._matrix.bias_row is not None else 0.0
        width, height = size.width() - left - Size.HALF, size.height() - top - below
        return QRectF(left, top, max(width, 1.0), max(height, 1.0))

    @property
    def _strip_height(self) -> float:
        """Of the biases: of one that only has colours less will do."""
        return float(Size.CELL_HEIGHT if self._has_numbers else Size.MARGIN)

    def _would_show_numbers(self, size: QSize) -> bool:
        """Whether cells have numbers: enlarged as they are, else if the biases may be as high as numbers are."""
        if self._window.zoom > 0.0:
            return self._window.shows_numbers
        area = self._area_in(size, float(Size.CELL_HEIGHT))
        across, down = area.width() / max(self._matrix.shape[1], 1), area.height() / max(self.n_from, 1)
        return across >= Size.CELL_NARROW and down >= Size.CELL_HEIGHT - Size.HALF

    def _names_width(self) -> float:
        """As wide as the longest name, but no wider than it may be: the last row has the longest as a rule."""
        if self._margin is None:
            metrics = QFontMetricsF(look.words(Size.SMALL, QFont.Weight.Bold))
            rows = {0, self.n_from - 1, self._matrix.shape[0] - 1}
            widest = max(metrics.horizontalAdvance(self._matrix.name(row, Qt.Orientation.Vertical)) for row in rows)
            self._margin = float(math.ceil(min(widest, Size.CELL_NAME)) + Size.GAP + Size.HALF)
        return self._margin

    @property
    def strip(self) -> QRectF | None:
        """Where the biases lie, if there are any: directly below what there is of the weights."""
        if self._matrix.bias_row is None:
            return None
        area, (width, height) = self.area, self._window.size
        return QRectF(area.left(), area.top() + height + Size.BIAS_GAP, width, self._strip_height)

    @property
    def seen(self) -> QRectF:
        """Where weights and biases are in sight."""
        weights, strip = QRectF(self.area.topLeft(), QSizeF(*self._window.size)), self.strip
        return weights if strip is None else weights.united(strip)

    def named_at(self, at: QPointF) -> Cells | None:
        """All weights of the row or of the column whose name is there."""
        area, seen, (n_rows, n_columns) = self.area, self.seen, self._matrix.shape
        if at.x() < area.left() and area.top() <= at.y():
            cell = self.cell_at(QPointF(area.left() + 0.5, at.y()))
            return None if cell is None else Cells(self._matrix.layer, range(cell[0], cell[0] + 1), range(n_columns))
        if at.y() < area.top() and area.left() <= at.x() < seen.right():
            cell = self.cell_at(QPointF(at.x(), area.top() + 0.5))
            return None if cell is None else Cells(self._matrix.layer, range(n_rows), range(cell[1], cell[1] + 1))
        return None

    def cell_at(self, at: QPointF) -> Cell | None:
        """Row and column of the weight or bias there."""
        area, strip = self.area, self.strip
        if strip is not None and strip.contains(at):
            found = self._window.cell_at(at.x() - strip.left(), 0.0)
            return None if found is None else (self.n_from, found[1])
        return self._window.cell_at(at.x() - area.left(), at.y() - area.top())

    def inside(self, at: QPointF) -> QPointF:
        """The place in sight that is nearest."""
        seen = self.seen.adjusted(0.5, 0.5, -0.5, -0.5)
        x = min(max(at.x(), seen.left()), seen.right())
        return QPointF(x, min(max(at.y(), seen.top()), seen.bottom()))

    def nearest(self, at: QPointF) -> Cell | None:
        """The cell in sight there or nearest, for a block that is drawn on beyond the edge."""
        there = self.inside(at)
        return self.cell_at(there) or self.cell_at(there - QPointF(0, Size.BIAS_GAP))  # between weights and biases

    def place(self, cell: Cell) -> QRectF:
        """Where a cell lies; perhaps out of sight."""
        area, strip, (width, height) = self.area, self.strip, self._window.pitch
        left, top = self._window.corner(*cell)
        if strip is not None and cell[0] == self.n_from:
            return QRectF(area.left() + left, strip.top(), width, strip.height())
        return QRectF(area.left() + left, area.top() + top, width, height)

    def reveal(self, cell: Cell) -> None:
        """Move the window no farther than it takes to see a cell; a bias is in sight if its column is."""
        row = min(cell[0], self.n_from - 1) if cell[0] < self.n_from else int(self._window.top)
        self._window.reveal(row, cell[1])
