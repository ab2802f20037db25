"""The numbers in the cells of a large matrix, over their colours: of weights, and of the biases below."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QPainter

from nnsim.ui.inspector.matrix_delegate import MatrixDelegate
from nnsim.ui.inspector.matrix_model import MatrixModel
from nnsim.ui.inspector.matrix_places import Cell, MatrixPlaces
from nnsim.ui.inspector.matrix_plates import AT_ONCE, IN_MOTION, Grid, NumberPlates
from nnsim.ui.inspector.matrix_window import MatrixWindow
from nnsim.ui.theme import Size


class MatrixNumbers:
    """Numbers in cells that are in sight from edge to edge: half a number may lack its minus sign.

    Attributes
    ----------
    late : where in the widget numbers are still to come after the last painting; empty if nowhere
    """

    def __init__(self, matrix: MatrixModel, places: MatrixPlaces, window: MatrixWindow, cells: MatrixDelegate) -> None:
        self._matrix = matrix
        self._places = places
        self._window = window
        self._cells = cells
        self._weights, self._biases = NumberPlates(cells), NumberPlates(cells)
        self._painted_at: tuple[float, ...] = ()
        self.late = QRect()

    def clear(self) -> None:
        """Other rows, columns or quantities are to be shown."""
        self._weights.clear()
        self._biases.clear()

    def paint(self, painter: QPainter, ground: QColor, ratio: float, version: int, selected: Cell | None) -> None:
        """Paint those that are there, and a few more; the selected one with its frame, and of now in any case.

        Parameters
        ----------
        ground : what the cells lie on
        ratio : pixels of the screen in one of the widget
        version : a higher one stands for other numbers
        """
        weights, biases = self._weight_grid(), self._bias_grid()
        self._paint_gaps(painter, weights, ground)
        at = weights.origin.x(), weights.origin.y(), *weights.pitch
        most = AT_ONCE if at == self._painted_at else IN_MOTION
        self._painted_at = at
        late = QRectF()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        for plates, grid in ((self._weights, weights), (self._biases, biases)):
            if grid is not None:
                painter.save()
                whole = QRectF(grid.at(grid.rows.start, grid.columns.start), grid.at(grid.rows.stop, grid.columns.stop))
                painter.setClipRect(whole.adjusted(0.5, 0.5, 0.5, 0.5).toRect())
                late = late.united(plates.paint(painter, grid, version, ground, ratio, most))
                painter.restore()
        self.late = late.adjusted(-1, -1, 1, 1).toAlignedRect() if late.isValid() else QRect()
        if selected is None or selected[1] not in weights.columns:
            return
        if selected[0] in weights.rows or selected[0] == self._places.n_from:
            self._cells.prepare(painter)
            self._cells.paint_cell(painter, self._places.place(selected), *selected, is_selected=True)

    def _weight_grid(self) -> Grid:
        window, corner = self._window, QPointF(*self._window.corner(0, 0))
        return Grid(
            self._places.area.topLeft() + corner,
            window.pitch,
            range(self._places.n_from),
            range(self._matrix.shape[1]),
            window.whole_rows(),
            window.whole_columns(),
        )

    def _bias_grid(self) -> Grid | None:
        """Of one row, which lies where the strip is and has the number that follows the weights."""
        strip, window, row = self._places.strip, self._window, self._places.n_from
        if strip is None:
            return None
        origin = QPointF(strip.left() + window.corner(0, 0)[0], strip.top() - row * strip.height())
        rows, columns = range(row, row + 1), range(self._matrix.shape[1])
        return Grid(origin, (window.pitch[0], strip.height()), rows, columns, rows, window.whole_columns())

    def _paint_gaps(self, painter: QPainter, weights: Grid, ground: QColor) -> None:
        """Between cells that have no number, or none yet."""
        (width, height), area = self._window.size, self._places.area
        across, down = Size.CELL_GAP, Size.TIGHT
        for column in range(weights.columns.start, weights.columns.stop + 1):
            x = round(weights.at(0, column).x())
            painter.fillRect(QRectF(x - across / 2, area.top(), across, height), ground)
        for row in range(weights.rows.start, weights.rows.stop + 1):
            y = round(weights.at(row, 0).y())
            painter.fillRect(QRectF(area.left(), y - down / 2, width, down), ground)
