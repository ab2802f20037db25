"""The weights of one layer as a table: rows from, columns to, the biases as a row of their own at the end."""

from __future__ import annotations

import math
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from nnsim.engine.parameters import Array, Block, blocks
from nnsim.engine.snapshot import Snapshot
from nnsim.engine.spec import Places
from nnsim.engine.weight_look import WeightLook
from nnsim.engine.weight_place import WeightPlace
from nnsim.model.cells import Cells, Rows, neighbours
from nnsim.model.graft import Mask
from nnsim.session.newcomers import NOBODY, Newcomers
from nnsim.session.selection import Selection
from nnsim.ui.growing_scale import LEAST_FULL, GrowingScale, place
from nnsim.ui.inspector.quantities import VALUE
from nnsim.ui.names import Names
from nnsim.ui.widgets.numbers import format_fixed, format_number

Index = QModelIndex | QPersistentModelIndex
N = TypeVar("N", bound=np.generic)
HEAT: Final = int(Qt.ItemDataRole.UserRole)
"""Role of a cell's place 0 … 255 in the heat colours."""
NEW: Final = HEAT + 1
"""Role of whether the last edit has brought a weight."""
_MANY_DIGITS: Final = 6
DECIMALS: Final = 2
_MOST_DECIMALS: Final = 4
SIGNS: Final = 8
"""In the cells of the picture of a large matrix."""
_AIR: Final = 1
"""More decimals than two are written only where one sign more would have room."""
MOST_NUMBERS: Final = 1_000
"""More weights than these are no table of numbers but a picture."""
Order = NDArray[np.intp]
_FIXED_FROM: Final = 0.01
"""On a scale that ends below this, numbers are written with powers of ten: else they are too long for a cell."""


class MatrixModel(QAbstractTableModel):
    """Shows the newest snapshot; it changes nothing itself.

    Each layer has a scale of colours of its own, so that a layer of small weights is not all pale; so has each
    quantity that is shown of its weights. Rows are those of the view: ``part`` tells which weight a cell stands for.
    Of more than ``MOST_NUMBERS`` weights it has no rows for a table; ``shape`` still tells how many there are.

    Signals
    -------
    shown() : there are other numbers to draw
    """

    shown = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.layer = 0
        self.quantity = VALUE
        self._is_known = True
        self._is_missing = False
        self._names: Names | None = None
        self._block = Block(0, 0, 0, False)
        self._values: Array = np.empty((0, 0))
        self._heat: NDArray[np.uint8] = np.empty((0, 0), np.uint8)
        self._scales: dict[tuple[int, str], GrowingScale] = {}
        self._new = NOBODY
        self._fresh: Mask = NOBODY.places
        self._order: Order | None = None
        self._held: frozenset[tuple[int, int]] = frozenset()
        self._cut: frozenset[tuple[int, int]] = frozenset()
        self._signs = SIGNS

    def give_room(self, signs: int) -> None:
        """Cells of the table have room for so many signs."""
        self._signs = signs

    def show(self, names: Names, layer: int, snapshot: Snapshot, quantity: str = VALUE) -> None:
        """Show a quantity of the weights of ``layer``.

        Rows that were sorted stay so through an edit that leaves the layer as many of them.
        """
        self.quantity = quantity
        if names != self._names or layer != self.layer:
            self.beginResetModel()
            if not self._has_rows_of(names, layer):
                self._order = None
            self._names, self.layer, self._block = names, layer, blocks(names.network)[layer]
            self._held, self._cut = (frozenset(places) for places in _locked(names, layer))
            self._take(snapshot)
            self.endResetModel()
        else:
            self._take(snapshot)
            if self._values.size and not self.is_folded:
                self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        self.shown.emit()

    def _has_rows_of(self, names: Names, layer: int) -> bool:
        """Whether the rows shown are those of this layer, as far as their number and that of the layers tell."""
        if self._names is None or layer != self.layer:
            return False
        before, now = self._names.network, names.network
        return len(before.layers) == len(now.layers) and blocks(now)[layer].n_from == self._block.n_from

    def rows_as_they_are(self) -> Array:
        """(n_from, n_to) the numbers shown, without biases, in the order of the network."""
        n_from = self._block.n_from
        rows = self._values[:n_from]
        if self._order is None:
            return rows
        back = np.empty_like(rows)
        back[self._order] = rows
        return back

    def show_order(self, order: Order | None, snapshot: Snapshot) -> None:
        """Let the rows stand in this order, or as they are; the biases stay last.

        Parameters
        ----------
        order : (n_from,) which row stands where
        """
        self.beginResetModel()
        self._order = order
        self._take(snapshot)
        self.endResetModel()
        self.shown.emit()

    @property
    def is_folded(self) -> bool:
        """Whether there are too many weights for a table of numbers."""
        return self._block.shape[0] * self._block.n_to > MOST_NUMBERS

    @property
    def shape(self) -> tuple[int, int]:
        """Rows, with that of the biases, and columns."""
        return self._block.shape

    @property
    def layer_key(self) -> int:
        """What tells the layer apart for good; −1 before there is one."""
        return -1 if self._names is None else self._names.network.layers[self.layer].key

    @property
    def heat(self) -> NDArray[np.uint8]:
        """(rows, columns) places in the heat colours."""
        return self._heat

    @property
    def values(self) -> Array:
        """(rows, columns) the numbers shown."""
        return self._values

    def start_scales_anew(self) -> None:
        """Someone has changed the weights: what they were before no longer counts for the colours."""
        self._scales.clear()

    def show_new(self, new: Newcomers) -> None:
        """Let these stand out from what was there before the last edit; seen with the next ``show``."""
        self._new = new

    def _is_new(self, index: Index) -> bool:
        return self._is_new_at(index.row(), index.column())

    def _is_new_at(self, row: int, column: int) -> bool:
        return bool(self._fresh.size) and bool(self._fresh[row, column])

    def _take(self, snapshot: Snapshot) -> None:
        self._values = self._ordered(self._numbers(snapshot))
        self.scale.cover(snapshot.run_id, self._values)
        self._heat = place(self._values, self.scale.full)
        places = self._new.places
        is_known = bool(places.any()) and len(places) == len(snapshot.parameters)
        start, end = self._block.start, self._block.end_of_matrix
        self._fresh = self._ordered(places[start:end].reshape(self._block.shape)) if is_known else NOBODY.places

    def _ordered(self, rows: NDArray[N]) -> NDArray[N]:
        """(rows, columns) in the order of the view."""
        return rows if self._order is None else rows[[*self._order, *range(len(self._order), len(rows))]]

    def _source(self, row: int) -> int:
        """The row of the weight matrix that stands there."""
        return row if self._order is None or row >= len(self._order) else int(self._order[row])

    def _numbers(self, snapshot: Snapshot) -> Array:
        """Of the quantity that is shown; NaN while it has not been computed, or if there is none."""
        self._is_known, self._is_missing = True, False
        if self.quantity == VALUE:
            return self._block.matrix(snapshot.parameters)
        found = snapshot.weight_numbers
        if found is not None and found.look == WeightLook(self.layer, self.quantity):
            self._is_missing = bool(found.values.size) and bool(np.isnan(found.values).all())
            self._is_known = not self._is_missing
            return found.values
        self._is_known = False
        return np.full(self._block.shape, np.nan)

    @property
    def scale(self) -> GrowingScale:
        """That of the colours shown."""
        key = self.layer, self.quantity
        if key not in self._scales:
            self._scales[key] = GrowingScale() if self.quantity == VALUE else GrowingScale(LEAST_FULL)
        return self._scales[key]

    @property
    def is_known(self) -> bool:
        """Whether there are such numbers: of the last change there are none before a step is made."""
        return self._is_known

    @property
    def is_missing(self) -> bool:
        """Whether there are none because no step has been made, and not because they are still to come."""
        return self._is_missing

    @property
    def no_number(self) -> str:
        """The role of the colour where there is no number: of one still to come that of the paper, of NaN a grey."""
        return "faint" if self._is_known else "surface"

    @property
    def can_be_typed(self) -> bool:
        """Whether the numbers shown are the weights themselves."""
        return self.quantity == VALUE

    @property
    def bias_row(self) -> int | None:
        """The row of the biases, if there are any."""
        return self._block.n_from if self._block.bias else None

    def look(self, row: int, column: int) -> tuple[str, int, bool]:
        """Text, place in the heat colours, and whether it is new: ``data`` in one call, for whole tables in a run."""
        return self._text(row, column), int(self._heat[row, column]), self._is_new_at(row, column)

    def _text(self, row: int, column: int) -> str:
        if not self._is_known:
            return "–"
        value, full = float(self._values[row, column]), self.scale.full
        if self.can_be_typed:
            return in_cell(value, decimals=self._decimals(full))
        return in_cell(value, full, most=(SIGNS if self.is_folded else self._signs) - len("−0."))

    def _decimals(self, full: float) -> int:
        """As many as any number of a scale has room for, with its sign: one below the other, they have as many."""
        room = (SIGNS if self.is_folded else self._signs) - len(f"−{full:.0f}.")
        return max(min(max(room - _AIR, DECIMALS), _MOST_DECIMALS, room), 0)

    def lock(self, row: int, column: int) -> str:
        """``held`` or ``cut`` of a weight that no step changes by itself; else nothing."""
        if not self._cut and not self._held:
            return ""
        place = self._source(row), column
        return "cut" if place in self._cut else "held" if place in self._held else ""

    @property
    def is_ordered(self) -> bool:
        """Whether somebody has said in which order rows stand."""
        return self._order is not None

    def rows_behind(self, rows: Rows) -> Rows:
        """The rows of the weights that stand in these rows of the view, in the order of the view."""
        return rows if self._order is None else neighbours([self._source(row) for row in rows])

    def names_of(self, cells: Cells) -> tuple[list[str], list[str]]:
        """Of the rows and of the columns of a block of the view."""
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        return [self.name(row, down) for row in cells.rows], [self.name(column, across) for column in cells.columns]

    def value(self, index: Index) -> float:
        """The number in a cell."""
        return float(self._values[index.row(), index.column()])

    def part(self, index: Index) -> Selection:
        """The link or bias that a cell stands for."""
        return self.part_at(index.row(), index.column())

    def part_at(self, row: int, column: int) -> Selection:
        """The same, by row and column."""
        if row == self.bias_row:
            return Selection("bias", self.layer, column=column)
        return Selection("link", self.layer, self._source(row), column)

    def cell(self, part: Selection) -> QModelIndex:
        """The cell of a link or bias; an invalid index for anything else."""
        place = self.place_of(part)
        return QModelIndex() if place is None else self.index(*place)

    def place_of(self, part: Selection) -> tuple[int, int] | None:
        """Row and column of a link or bias; ``None`` for anything else."""
        if part.layer != self.layer or part.kind not in ("link", "bias"):
            return None
        row = self.bias_row if part.kind == "bias" else self.row_of(part.row)
        return None if row is None else (row, part.column)

    def row_of(self, source: int) -> int:
        """Where a row of the weight matrix stands."""
        if self._order is None or source >= len(self._order):
            return source
        return int(np.flatnonzero(self._order == source)[0])

    def told(self, row: int, column: int) -> str:
        """``w₁·3,7  x₃ → 7 in Hidden 1: 0.0234``: the weight in signs and in words, and the number."""
        if self._names is None:
            return ""
        weight = WeightPlace(self.layer, self._source(row), column)
        value = format_number(float(self._values[row, column]), _MANY_DIGITS)
        told = f"{self._names.weight_sign(weight)}  {self._names.weight(weight)}: {value}"
        lock = self.lock(row, column)
        if lock:
            told = (self.tr("{0} · cut") if lock == "cut" else self.tr("{0} · held")).format(told)
        return self.tr("{0} (new)").format(told) if self._is_new_at(row, column) else told

    def name(self, section: int, orientation: Qt.Orientation) -> str:
        """The neuron of a column or row; ``bias`` for the last row."""
        if self._names is None:
            return ""
        if orientation == Qt.Orientation.Horizontal:
            return self._names.short(self.layer, section)
        return self.tr("bias") if section == self.bias_row else self._names.source(self.layer, self._source(section))

    # -------------------------------------------------------- Qt's own names

    def rowCount(self, parent: Index | None = None) -> int:
        """From-neurons, and one for the biases."""
        return 0 if self.is_folded or (parent is not None and parent.isValid()) else self._block.shape[0]

    def columnCount(self, parent: Index | None = None) -> int:
        """To-neurons."""
        return 0 if self.is_folded or (parent is not None and parent.isValid()) else self._block.n_to

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The number as text, its colour, and what it belongs to."""
        if not index.isValid() or self._names is None:
            return None
        if role == HEAT:
            return int(self._heat[index.row(), index.column()])
        if role == NEW:
            return self._is_new(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.row(), index.column())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.told(index.row(), index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names of the neurons; of an input in full under the pointer."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.name(section, orientation)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(section, orientation)
        return None

    def _tip(self, section: int, orientation: Qt.Orientation) -> str:
        names = self._names
        is_input = orientation == Qt.Orientation.Vertical and self.layer == 0 and section != self.bias_row
        if names is None or not is_input or names.network.layers[0].kind == "conv2d":
            return self.name(section, orientation)
        return names.full_input(self._source(section))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every weight can be changed."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self.can_be_typed else flags


def _locked(names: Names, layer: int) -> tuple[Places, Places]:
    spec = names.network.layers[layer]
    return spec.held, spec.cut


def in_cell(value: float, full: float | None = None, decimals: int = DECIMALS, most: int = _MOST_DECIMALS) -> str:
    """A number in the few signs of a cell; what is not a number is called so.

    Parameters
    ----------
    full : the end of the scale that it is on, of numbers that may all be small: so many decimals are written that those
        near the end have three digits. Weights are written without it.
    decimals : of weights
    most : of others
    """
    if value != value:
        return "NaN"
    if full is not None and abs(value) < 1000:
        if full < _FIXED_FROM:
            return format_number(value, 2)
        return format_fixed(value, min(max(DECIMALS - math.floor(math.log10(full)), 0), _MOST_DECIMALS, most))
    return format_fixed(value, decimals) if abs(value) < 1000 else format_number(value, 3)
