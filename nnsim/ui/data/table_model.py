"""All samples as Qt's views ask for them, cell by cell: millions of rows cost no more than those in sight."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from nnsim.ui.data.shown_table import LEFT_OUT, NO_SAMPLE, Rows, ShownTable
from nnsim.ui.names import pretty_input
from nnsim.ui.widgets.column_heads import Head
from nnsim.ui.widgets.numbers import format_count

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
USE: Final = 0
"""The column that says what a row is used for; behind it come those of the table."""


class TableModel(QAbstractTableModel):
    """Rows stand in an order of what is seen; the table itself is never sorted.

    Signals
    -------
    typed(int, int, str) : the user typed this text into that row and column of the table
    """

    typed = Signal(int, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table: ShownTable | None = None
        self._order: Rows = np.empty(0, np.intp)
        self._place: Rows = np.empty(0, np.intp)
        self.sorted_by: int | None = None
        self.is_descending = self.is_out_of_order = False

    @property
    def table(self) -> ShownTable | None:
        """What is shown."""
        return self._table

    @property
    def sign(self) -> str:
        """Behind the name of the column by which the rows stand in order; none once they have been edited."""
        if self.sorted_by is None or self.is_out_of_order:
            return ""
        return "↓" if self.is_descending else "↑"

    def show_table(self, table: ShownTable) -> None:
        """Show it; if it is the one before with cells typed, each row stays where it is, out of order it may be."""
        before = self._table
        if before is not None and before.is_with_other_cells(table):
            self._table = table
            self.is_out_of_order = not np.array_equal(self._ordered(), self._order)
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
            return
        self.beginResetModel()
        self._table, self.is_out_of_order = table, False
        if before is None or _names(before) != _names(table):
            self.sorted_by = None
        self._order = self._ordered()
        self._place = np.argsort(self._order)
        self.endResetModel()

    def sort_by(self, section: int | None, *, descending: bool = False) -> None:
        """Let the rows stand in the order of a column; ``None``: as in the file."""
        self.layoutAboutToBeChanged.emit()
        self.sorted_by, self.is_descending, self.is_out_of_order = section, descending, False
        self._order = self._ordered()
        self._place = np.argsort(self._order)
        self.layoutChanged.emit()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def row_at(self, place: int) -> int:
        """The row of the table at that place; places past the last one are rows to come."""
        return int(self._order[place]) if place < len(self._order) else place

    def rows_at(self, places: Rows) -> Rows:
        """The rows of the table at these places."""
        return self._order[places]

    def place_of(self, row: int) -> int:
        """Where the row of the table stands."""
        return int(self._place[row])

    def sample_at(self, place: int) -> int | None:
        """The sample at that place, unless it is left out."""
        if self._table is None or not 0 <= place < len(self._order):
            return None
        sample = int(self._table.samples[self.row_at(place)])
        return None if sample == NO_SAMPLE else sample

    def place_of_sample(self, sample: int) -> int:
        """Where a sample stands; −1 if there is none such."""
        if self._table is None or not 0 <= sample < len(self._table.rows):
            return -1
        return self.place_of(int(self._table.rows[sample]))

    def head(self, section: int) -> Head:
        """What stands over a column."""
        sign = f"  {self.sign}" if section == self.sorted_by and self.sign else ""
        if section == USE or self._table is None:
            return Head(self.tr("used for") + sign, "")
        column = self._table.columns[section - 1]
        name = pretty_input(column.name) + sign
        if column.name in self._table.targets and not self._table.is_learnt:
            return Head(name, self.tr("is known, not learnt"), "idle")
        if column.name in self._table.targets:
            return Head(name, self.tr("is predicted"), "target")
        if column.name in self._table.idle:
            return Head(name, self.tr("not used"), "idle")
        if column.name in self._table.pixels:
            row, across = self._table.pixels[column.name]
            return Head(name, self.tr("goes in as ({0}, {1})").format(row, across))
        return Head(name, self.tr("goes in"))

    def text(self, place: int, section: int) -> str:
        """A cell."""
        if self._table is None:
            return ""
        row = self.row_at(place)
        return self._table.use_text(row) if section == USE else self._table.text(row, section - 1)

    def is_number(self, section: int) -> bool:
        """Whether the column holds numbers."""
        return self._table is not None and section != USE and self._table.columns[section - 1].kind == "number"

    def is_text(self, section: int) -> bool:
        """Whether the column holds texts."""
        return self._table is not None and section != USE and self._table.columns[section - 1].kind == "text"

    def _typed(self, index: Index) -> str:
        """A cell with all its digits."""
        if self._table is None or index.column() == USE:
            return self.text(index.row(), index.column())
        return self._table.typed(self.row_at(index.row()), index.column() - 1)

    def copied(self, place: int, section: int) -> str:
        """A cell for another program."""
        if self._table is None or section == USE:
            return self.text(place, section)
        return self._table.copied(self.row_at(place), section - 1)

    def is_left_out(self, place: int) -> bool:
        """Whether the row is neither for training nor for testing."""
        return self._table is not None and int(self._table.uses[self.row_at(place)]) == LEFT_OUT

    def use(self, place: int) -> int:
        """What the row is used for."""
        return LEFT_OUT if self._table is None else int(self._table.uses[self.row_at(place)])

    def class_at(self, place: int, section: int) -> int | None:
        """The class that a cell of a target tells, as the pictures of the answers number it."""
        sample = self.sample_at(place)
        if self._table is None or self._table.classes is None or sample is None or section == USE:
            return None
        is_target = self._table.columns[section - 1].name in self._table.targets
        return int(self._table.classes[sample]) if is_target else None

    def labels(self, section: int) -> tuple[str, ...]:
        """What a cell of the column may well be; empty for numbers and sentences."""
        if self._table is None or section == USE:
            return ()
        column = self._table.columns[section - 1]
        return column.labels if column.kind == "category" else ()

    def _ordered(self) -> Rows:
        if self._table is None:
            return np.empty(0, np.intp)
        if self.sorted_by is None:
            return np.arange(self._table.n_rows, dtype=np.intp)
        return self._table.order(self.sorted_by - 1, descending=self.is_descending)

    # --- overrides of Qt -----------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() or self._table is None else self._table.n_rows

    def columnCount(self, parent: Index = _ROOT) -> int:
        """How many columns, with the one that says what a row is used for."""
        return 0 if parent.isValid() or self._table is None else len(self._table.columns) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells can be typed into if the table is one of the user's own."""
        usual = super().flags(index)
        is_typed = self._table is not None and self._table.is_editable and index.column() != USE
        return usual | Qt.ItemFlag.ItemIsEditable if is_typed else usual

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell as it is shown, typed and read aloud."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        if role in (Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            return self._typed(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = self.text(index.row(), index.column()) or self.tr("missing")
            return f"{self.head(index.column()).name}: {said}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another text; the facts decide what is shown then."""
        if role == Qt.ItemDataRole.EditRole and str(value) != self._typed(index):
            self.typed.emit(self.row_at(index.row()), index.column() - 1, str(value))
        return False

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The number of a row in the table; name and role of a column."""
        if orientation == Qt.Orientation.Vertical:
            return format_count(self.row_at(section) + 1) if role == Qt.ItemDataRole.DisplayRole else None
        head = self.head(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return head.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (head.name, head.words)))
        if role == Qt.ItemDataRole.ToolTipRole:
            said = ": ".join(filter(None, (head.name, head.words)))
            sorts = self.tr("Click to sort the rows by this column; the table itself stays as it is")
            return "\n".join(filter(None, (said, self._counting(section), sorts)))
        return None

    def _counting(self, section: int) -> str:
        """Why the name of a pixel can have other numbers than its place."""
        if section == USE or self._table is None or self._table.columns[section - 1].name not in self._table.pixels:
            return ""
        return self.tr("In brackets row and column of the pixel, counted from 1; the name is as it stands in the table")


def _names(table: ShownTable) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns)
