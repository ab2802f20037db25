"""The first rows of a table as Qt's views ask for them, each cell as it stands in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from nnsim.data.cells import is_missing
from nnsim.data.choices import ColumnPreview, Preview, Problem
from nnsim.ui.importing.column_words import kind_word, role_word
from nnsim.ui.widgets.numbers import format_count
from nnsim.ui.widgets.tips import in_lines

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_OF_ONE_TEXT: Final = ("table.not_a_number", "table.not_a_date")


class PreviewModel(QAbstractTableModel):
    """Rows are those of the preview; columns those of the file, also the ones that are left out."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preview = Preview("")
        self._targets: tuple[str, ...] = ()
        self._are_known = False
        self._idle: frozenset[str] = frozenset()
        self._width = 0
        self._alike: dict[tuple[str, str], Problem] = {}

    @property
    def preview(self) -> Preview:
        """What is shown."""
        return self._preview

    def show_preview(
        self, preview: Preview, targets: tuple[str, ...], idle: frozenset[str], *, are_known: bool = False
    ) -> None:
        """Show what is understood, which columns are predicted, or only known, and which do not go in."""
        shown = (preview, targets, idle, are_known)
        if shown == (self._preview, self._targets, self._idle, self._are_known):
            return
        self.beginResetModel()
        self._preview, self._targets, self._idle, self._are_known = shown
        self._width = max((len(preview.columns), *map(len, preview.rows)))
        self._alike = dict(self._strange_cells())
        self.endResetModel()

    def column(self, place: int) -> ColumnPreview | None:
        """What is understood of the column at that place, if anything."""
        return self._preview.columns[place] if 0 <= place < len(self._preview.columns) else None

    def name(self, place: int) -> str:
        """What the column is called."""
        column = self.column(place)
        return self.tr("column {0}").format(place + 1) if column is None else column.name

    def words(self, place: int) -> str:
        """Its kind, and what becomes of it."""
        column = self.column(place)
        if column is None or self._is_unknown(column):
            return ""
        is_target, is_idle = self.is_target(place), self.is_idle(place)
        role = role_word(column.kind.value, is_target=is_target, is_idle=is_idle, is_known=self._are_known)
        return " · ".join(filter(None, (kind_word(column.kind.value), role)))

    def is_target(self, place: int) -> bool:
        """Whether the column is predicted."""
        return self.name(place) in self._targets

    def is_idle(self, place: int) -> bool:
        """Whether the column is read, and does not go in."""
        return self.name(place) in self._idle

    def is_left_out(self, place: int) -> bool:
        """Whether the column is not taken over."""
        column = self.column(place)
        return column is not None and column.kind.value == "left_out" and not self._is_unknown(column)

    def _is_unknown(self, column: ColumnPreview) -> bool:
        """Whether nothing can be said of the column, since rows are longer or shorter than their names."""
        is_cut = self._preview.table is None and any(one.code == "table.ragged" for one in self._preview.problems)
        return is_cut and not column.kind.is_asked

    def is_number(self, place: int) -> bool:
        """Whether the column holds numbers."""
        column = self.column(place)
        return column is not None and column.kind.value == "number"

    def text(self, row: int, place: int) -> str:
        """The cell as it is written; empty past the end of a row."""
        cells = self._preview.rows[row]
        return cells[place] if place < len(cells) else ""

    def is_gap(self, row: int, place: int) -> bool:
        """Whether the cell says that there is no value."""
        text = self.text(row, place)
        is_word = text.casefold() in map(str.casefold, self._preview.gaps)
        return is_word or is_missing(text, among_numbers=self.is_number(place))

    def problem(self, row: int, place: int) -> Problem | None:
        """What is wrong in that cell; where no column is to blame, in its row."""
        line, name = self._preview.lines[row], self.name(place)
        here = (one for one in self._preview.problems if one.line == line and one.column in (None, name))
        return next(here, None) or self._alike.get((name, self.text(row, place).casefold()))

    def place_of(self, problem: Problem) -> QModelIndex:
        """The cell of a problem, if it is among the rows that are shown."""
        if problem.line is None or problem.line not in self._preview.lines:
            return QModelIndex()
        places = (place for place in range(self._width) if self.name(place) == problem.column)
        return self.index(self._preview.lines.index(problem.line), next(places, 0))

    def _strange_cells(self) -> Iterator[tuple[tuple[str, str], Problem]]:
        """Column and text of what is no number, or no date: other cells with the same text are as wrong."""
        for problem in self._preview.problems:
            at = self.place_of(problem)
            if problem.code in _OF_ONE_TEXT and at.isValid():
                yield (self.name(at.column()), self.text(at.row(), at.column()).casefold()), problem

    def _tip(self, place: int) -> str:
        column = self.column(place)
        if column is None:
            return ""
        kind = column.kind
        said = self.tr("You have chosen its kind.") if kind.is_asked else kind.reason
        idle = self.tr("Nearly every row has a word of its own here: it says nothing about other rows.")
        if kind.value == "date":
            idle = self.tr(
                "A date says when a row was written; rows to come have later ones, of which nothing was learnt. Choose "
                "“Number” to let the number of the day go in."
            )
        change = self.tr("Click to choose another kind, or to predict this column.")
        parts = (f"{column.name}: {self.words(place)}", said, idle if self.is_idle(place) else "", change)
        return in_lines("\n".join(filter(None, parts)))

    # --- overrides of Qt -----------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self._preview.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """How many columns there are, those of faulty rows included."""
        return 0 if parent.isValid() else self._width

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell, and what is wrong with it."""
        row, place = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, place)
        if role == Qt.ItemDataRole.ToolTipRole:
            problem = self.problem(row, place)
            return self.text(row, place) if problem is None else in_lines(f"{problem.message}\n{problem.hint}")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.is_number(place) else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            gap = self.tr("missing") if self.is_gap(row, place) else self.text(row, place)
            return f"{self.name(place)}: {gap}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The name of a column with its kind and role; the line of a row."""
        across = orientation == Qt.Orientation.Horizontal
        if not 0 <= section < (self._width if across else len(self._preview.lines)):
            return None  # while it is reset, one header may ask for what the table had before
        if role == Qt.ItemDataRole.DisplayRole:
            return self.name(section) if across else format_count(self._preview.lines[section])
        if role == Qt.ItemDataRole.AccessibleTextRole and across:
            return f"{self.name(section)}, {self.words(section)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(section) if across else self.tr("The line of the file in which the row begins")
        return None
