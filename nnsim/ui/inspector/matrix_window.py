"""Which part of a large matrix is in sight, and how large its cells are."""

from __future__ import annotations

import math

from nnsim.ui.theme import Size

_PER_NOTCH = 1.25
"""One notch of the wheel makes the cells so much larger, in the direction in which they grow more."""


class MatrixWindow:
    """A window over a matrix: ``zoom`` 0 shows all of it, 1 cells as large as those of a table of numbers.

    Between them cells grow in both directions at once. Lengths are in pixels, places in cells.

    Attributes
    ----------
    left, top : place of the window's upper left corner
    """

    def __init__(self) -> None:
        self._cells = (1, 1)
        self._room = (1.0, 1.0)
        self._pitch = (1.0, 1.0)
        self.zoom = 0.0
        self.left = 0.0
        self.top = 0.0

    def fit(self, n_rows: int, n_columns: int, width: float, height: float) -> None:
        """Look at a matrix of this many cells, in this much room."""
        self._cells = max(n_columns, 1), max(n_rows, 1)
        self._room = max(width, 1.0), max(height, 1.0)
        self._measure()
        self._keep_inside()

    def _whole(self) -> tuple[float, float]:
        """A cell's width and height when all are in sight."""
        (width, height), (n_columns, n_rows) = self._room, self._cells
        return min(width / n_columns, Size.CELL), min(height / n_rows, Size.CELL_HEIGHT)

    @property
    def pitch(self) -> tuple[float, float]:
        """A cell's width and height."""
        return self._pitch

    def _measure(self) -> None:
        """Work it out anew: it is asked for with every cell that is drawn."""
        across, down = self._whole()
        self._pitch = across * (Size.CELL / across) ** self.zoom, down * (Size.CELL_HEIGHT / down) ** self.zoom

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of what is in sight of the matrix."""
        across, down = self.pitch
        return min(self._room[0], across * self._cells[0]), min(self._room[1], down * self._cells[1])

    @property
    def shows_numbers(self) -> bool:
        """Whether a number fits into a cell."""
        across, down = self.pitch
        return across >= Size.CELL_NARROW and down >= Size.CELL_HEIGHT - Size.HALF

    def rows(self) -> range:
        """Those in sight, if only in part."""
        return range(int(self.top), min(math.ceil(self.top + self.size[1] / self.pitch[1] - 1e-9), self._cells[1]))

    def columns(self) -> range:
        """The same of columns."""
        return range(int(self.left), min(math.ceil(self.left + self.size[0] / self.pitch[0] - 1e-9), self._cells[0]))

    def whole_rows(self) -> range:
        """Those in sight from edge to edge."""
        return range(math.ceil(self.top - 1e-9), int(self.top + self.size[1] / self.pitch[1] + 1e-9))

    def whole_columns(self) -> range:
        """The same of columns."""
        return range(math.ceil(self.left - 1e-9), int(self.left + self.size[0] / self.pitch[0] + 1e-9))

    def corner(self, row: float, column: float) -> tuple[float, float]:
        """Where the upper left corner of a cell lies, across and down from that of the window."""
        return (column - self.left) * self.pitch[0], (row - self.top) * self.pitch[1]

    def cell_at(self, across: float, down: float) -> tuple[int, int] | None:
        """Row and column of the cell there; ``None`` beside the matrix."""
        width, height = self.size
        if not (0 <= across < width and 0 <= down < height):
            return None
        row, column = int(self.top + down / self.pitch[1]), int(self.left + across / self.pitch[0])
        return min(row, self._cells[1] - 1), min(column, self._cells[0] - 1)

    def zoom_by(self, notches: float, across: float, down: float) -> None:
        """Larger, or smaller, around a place of the window, which stays where it is."""
        column, row = self.left + across / self.pitch[0], self.top + down / self.pitch[1]
        whole = self._whole()
        growth = max(Size.CELL / whole[0], Size.CELL_HEIGHT / whole[1])
        if growth <= 1.0:
            return
        self.zoom = min(max(self.zoom + notches * math.log(_PER_NOTCH) / math.log(growth), 0.0), 1.0)
        self._measure()
        self.left, self.top = column - across / self.pitch[0], row - down / self.pitch[1]
        self._keep_inside()

    def show_all(self) -> None:
        """All of the matrix."""
        self.zoom = 0.0
        self._measure()
        self._keep_inside()

    def pan(self, across: float, down: float) -> None:
        """Move the matrix by so much."""
        self.left -= across / self.pitch[0]
        self.top -= down / self.pitch[1]
        self._keep_inside()

    def reveal(self, row: int, column: int) -> None:
        """Move no farther than it takes to see a cell whole."""
        across, down = self._room[0] / self.pitch[0], self._room[1] / self.pitch[1]
        self.left = min(max(self.left, column + 1 - across), column)
        self.top = min(max(self.top, row + 1 - down), row)
        self._keep_inside()

    def _keep_inside(self) -> None:
        across, down = self.pitch
        self.left = min(max(self.left, 0.0), max(self._cells[0] - self._room[0] / across, 0.0))
        self.top = min(max(self.top, 0.0), max(self._cells[1] - self._room[1] / down, 0.0))
