"""Which cells of the weight matrix are chosen: a block of neighbouring rows and columns."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, QObject, Qt, Signal

from nnsim.model.cells import Cells, Rows
from nnsim.ui.inspector.matrix_model import MatrixModel

_Flag = QItemSelectionModel.SelectionFlag


class BlockChoice(QObject):
    """The block that the views of a matrix share, beside the one cell that is current. It outlives edits of its layer.

    A table marks it by its selection model; on the picture of a large matrix it is drawn, and kept here.

    Signals
    -------
    changed() : ``cells`` are others
    """

    changed = Signal()

    def __init__(self, model: MatrixModel, marks: QItemSelectionModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._matrix = model
        self._marks = marks
        self._drawn: tuple[Cells, tuple[int, int]] | None = None
        self._kept: tuple[Cells, tuple[int, int], object] | None = None
        marks.selectionChanged.connect(lambda _new, _old: self.changed.emit())
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._bring_back)

    @property
    def is_picture(self) -> bool:
        """Whether it is drawn on the picture of a large matrix."""
        return self._matrix.is_folded

    @property
    def cells(self) -> Cells | None:
        """The block that is chosen, perhaps of a single cell; ``None`` if nothing is."""
        if self._matrix.is_folded:
            return None if self._drawn is None else self._drawn[0]
        ranges = ranges_of(self._marks)
        if not ranges:
            return None
        rows = range(min(one.top() for one in ranges), max(one.bottom() for one in ranges) + 1)
        columns = range(min(one.left() for one in ranges), max(one.right() for one in ranges) + 1)
        return Cells(self._matrix.layer, rows, columns)

    @property
    def block(self) -> Cells | None:
        """The same if there is more than one cell."""
        cells = self.cells
        return cells if cells is not None and cells.size > 1 else None

    @property
    def meant(self) -> Cells | None:
        """``cells``, or ``everything`` if nothing is chosen."""
        return self.cells or self.everything

    @property
    def weights(self) -> Cells | None:
        """``meant`` by the rows of the network, which stand as they do in sight."""
        cells = self.meant
        return None if cells is None else replace(cells, rows=self._matrix.rows_behind(cells.rows))

    @property
    def order(self) -> Rows:
        """All rows of the layer as they stand in sight, from the top down."""
        return self._matrix.rows_behind(range(self._matrix.shape[0]))

    @property
    def everything(self) -> Cells | None:
        """All weights and biases of the layer; ``None`` if it has none."""
        shape = self._matrix.shape
        return Cells(self._matrix.layer, range(shape[0]), range(shape[1])) if all(shape) else None

    def choose(self, cells: Cells) -> None:
        """Choose a block; the current cell stays the same if it lies in it, else it is the first."""
        corner = cells.rows[0], cells.columns.start
        if self._matrix.is_folded:
            start = corner if self._drawn is None else self._drawn[1]
            self._draw(cells, start if cells.holds(*start) else corner)
            return
        now = self._marks.currentIndex()
        first = self._matrix.index(*corner)
        if not (now.isValid() and cells.holds(now.row(), now.column())):
            self._marks.setCurrentIndex(first, _Flag.NoUpdate)
        last = self._matrix.index(cells.rows[-1], cells.columns.stop - 1)
        self._marks.select(QItemSelection(first, last), _Flag.ClearAndSelect)

    def choose_all(self) -> None:
        """Choose all weights and biases of the layer."""
        cells = self.everything
        if cells is not None:
            self.choose(cells)

    def start_at(self, row: int, column: int) -> None:
        """Choose a single cell of the picture, from which a block can be drawn."""
        self._draw(Cells(self._matrix.layer, range(row, row + 1), range(column, column + 1)), (row, column))

    def follow(self, cell: tuple[int, int] | None) -> None:
        """Another cell of the picture is selected, or none: a block that it is no part of is no longer chosen."""
        chosen = self.cells
        if cell is None:
            if self._drawn is not None:
                self._drawn = None
                self.changed.emit()
        elif chosen is None or not chosen.holds(*cell):
            self.start_at(*cell)

    def extend_over(self, cells: Cells) -> None:
        """Let the block of the picture reach from where it was begun over all of these."""
        row, column = (cells.rows[0], cells.columns.start) if self._drawn is None else self._drawn[1]
        rows = range(min(row, cells.rows[0]), max(row + 1, cells.rows[-1] + 1))
        columns = range(min(column, cells.columns.start), max(column + 1, cells.columns.stop))
        self._draw(Cells(self._matrix.layer, rows, columns), (row, column))

    def extend_to(self, row: int, column: int) -> None:
        """Let the block reach from where it was begun to a cell, which becomes the current one."""
        if self._matrix.is_folded:
            self.extend_over(Cells(self._matrix.layer, range(row, row + 1), range(column, column + 1)))
            return
        cells, now, index = self.cells, self._marks.currentIndex(), self._matrix.index(row, column)
        if cells is None:
            self._marks.setCurrentIndex(index, _Flag.ClearAndSelect)
            return
        top, left = _opposite(cells.rows, now.row()), _opposite(cells.columns, now.column())
        self._marks.setCurrentIndex(index, _Flag.NoUpdate)
        rows = range(min(top, row), max(top, row) + 1)
        self.choose(Cells(cells.layer, rows, range(min(left, column), max(left, column) + 1)))

    def forget(self) -> None:
        """Choose nothing: what stands there next is of another project."""
        had, self._drawn, self._kept = self._drawn, None, None
        self._marks.clearSelection()
        if had is not None:
            self.changed.emit()

    def _keep(self) -> None:
        cells, now = self.cells, self._marks.currentIndex()
        current = (now.row(), now.column()) if self._drawn is None else self._drawn[1]
        self._drawn = None
        self._kept = None if cells is None else (cells, current, self._meaning(cells))

    def _bring_back(self) -> None:
        """After an edit of what the matrix shows, if the same weights stand there: not after rows were sorted."""
        if self._kept is None:
            return
        (cells, (row, column), weights), self._kept = self._kept, None
        n_rows, n_columns = self._matrix.shape
        fits = cells.rows[-1] < n_rows and cells.columns.stop <= n_columns
        if not (fits and weights == self._meaning(cells)):
            self.changed.emit()
        elif self._matrix.is_folded:
            self._draw(cells, (row, column) if cells.holds(row, column) else (cells.rows[0], cells.columns.start))
        else:
            self._marks.setCurrentIndex(self._matrix.index(row, column), _Flag.NoUpdate)
            self.choose(cells)

    def _draw(self, cells: Cells, start: tuple[int, int]) -> None:
        """Keep the block of the picture, and the cell from which it was begun."""
        if self._drawn != (cells, start):
            self._drawn = cells, start
            self.changed.emit()

    def _meaning(self, cells: Cells) -> object:
        """The layer, and what the first cell of each row stands for: its weight, and the neuron that it comes from."""
        parts = [self._matrix.part_at(row, cells.columns.start) for row in cells.rows]
        return self._matrix.layer_key, parts, [self._matrix.name(row, Qt.Orientation.Vertical) for row in cells.rows]


def _opposite(places: Rows, now: int) -> int:
    """The end of the block that stays where it is while the other one, where the current cell lies, is moved."""
    return places[-1] if now == places[0] else places[0]


def ranges_of(marks: QItemSelectionModel) -> list[QItemSelectionRange]:
    """The rectangles of cells that are chosen; asking for each cell would take long for a large matrix."""
    chosen = marks.selection()
    return [chosen.at(number) for number in range(chosen.count())]
