"""The view of all samples: cells are walked, chosen in blocks, copied, and typed into."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QTableView,
    QToolTip,
    QWidget,
)

from nnsim.data.dataset import Rows
from nnsim.ui import theme as look
from nnsim.ui.appearance import Appearance
from nnsim.ui.data.table_cells import TableCells
from nnsim.ui.data.table_model import USE, TableModel
from nnsim.ui.table_sizes import TableSize
from nnsim.ui.theme import Size
from nnsim.ui.widgets.column_heads import ColumnHeads, RowNumbers
from nnsim.ui.widgets.numbers import format_count

Index = QModelIndex | QPersistentModelIndex
MOST_COPIED: Final = 200_000
"""Cells: they are there within a second."""


class TableView(QTableView):
    """A table that may be long. Who walks in it views the sample where the frame is.

    Signals
    -------
    walked(int) : the user brought the frame to that place
    pasted() : the user wants what is on the clipboard from the current cell on
    emptied(), rows_added(), rows_deleted() : the user pressed the keys for that
    """

    walked = Signal(int)
    pasted = Signal()
    emptied = Signal()
    rows_added = Signal()
    rows_deleted = Signal()

    def __init__(self, model: TableModel, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_table")
        self.setAccessibleName(self.tr("All samples"))
        self._cells, self._appearance = model, appearance
        self.setModel(model)
        self.heads = ColumnHeads(model.head, appearance, self)
        self.down = RowNumbers(appearance, self)
        self.setHorizontalHeader(self.heads)
        self.setVerticalHeader(self.down)
        self.delegate = TableCells(model, appearance, self)
        self.setItemDelegate(self.delegate)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        for set_mode in (self.setHorizontalScrollMode, self.setVerticalScrollMode):
            set_mode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        model.modelReset.connect(self._fit)
        model.modelReset.connect(self._arrange)
        appearance.changed.connect(self.viewport().update)

    def show_viewed(self, place: int) -> None:
        """Mark the sample that is viewed."""
        if place != self.delegate.viewed:
            self.delegate.viewed = place
            self.viewport().update()

    def begin_at(self, section: int) -> None:
        """Put the frame into the first row, which is in sight anyway: before it is laid out Qt would scroll there."""
        self.setAutoScroll(False)
        self.setCurrentIndex(self._cells.index(0, section))
        self.setAutoScroll(True)

    def go_to(self, place: int) -> None:
        """Bring the frame to a row that was chosen elsewhere."""
        section = max(self.currentIndex().column(), 0)
        self.setCurrentIndex(self._cells.index(place, section))
        self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.EnsureVisible)

    def retype(self, place: int, section: int, text: str) -> None:
        """Open a cell once more with a text that was refused, so that it can be put right."""
        index = self._cells.index(place, section)
        self.setCurrentIndex(index)
        self.edit(index)
        field = self.indexWidget(index)
        if isinstance(field, QLineEdit):
            field.setText(text)
            field.textEdited.emit(text)
            field.selectAll()

    def choose(self, places: Sequence[int], section: int, n_sections: int) -> None:
        """Choose a block of cells, such as was pasted; the frame stays in the first."""
        last = min(section + n_sections, self._cells.columnCount()) - 1
        chosen = QItemSelection()
        for place in places:
            chosen.select(self._cells.index(place, section), self._cells.index(place, last))
        how = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self._cells.index(places[0], section), how.NoUpdate)
        self.selectionModel().select(chosen, how.ClearAndSelect)

    def chosen_places(self) -> Rows:
        """The places of the rows in which a cell is chosen, in order."""
        return _together([(one.top(), one.bottom() + 1) for one in self._ranges()])

    def chosen_by_column(self) -> dict[int, Rows]:
        """Of each column the places of the chosen cells; what rows are used for is left out."""
        found: dict[int, list[tuple[int, int]]] = {}
        for one in self._ranges():
            for section in range(max(one.left(), USE + 1), one.right() + 1):
                found.setdefault(section, []).append((one.top(), one.bottom() + 1))
        return {section: _together(spans) for section, spans in sorted(found.items())}

    def copy(self) -> None:
        """Put the chosen block on the clipboard as a spreadsheet takes it; if that cannot be, say so."""
        chosen = self.chosen_by_column()
        places = self.chosen_places()
        n_cells = len(places) * len(chosen)
        if n_cells > MOST_COPIED:
            said = self.tr("{0} cells are too many to copy, {1} at most. Nothing was copied.")
            self.tell(said.format(format_count(n_cells), format_count(MOST_COPIED)))
        elif any(len(of_column) < len(places) for of_column in chosen.values()):
            self.tell(self.tr("Only one block can be copied at a time. Nothing was copied."))
        elif n_cells:
            rows = ([self._cells.copied(place, section) for section in chosen] for place in places.tolist())
            block = io.StringIO()
            csv.writer(block, "excel-tab", lineterminator="\n").writerows(rows)
            QGuiApplication.clipboard().setText(block.getvalue().removesuffix("\n"))

    def tell(self, said: str) -> None:
        """Say something below the current cell, which goes by itself."""
        at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        QToolTip.showText(at, said, self)

    def _ranges(self) -> list[QItemSelectionRange]:
        """The rectangles of cells that are chosen."""
        chosen = self.selectionModel().selection()
        return [chosen.at(number) for number in range(chosen.count())]

    def _fit(self) -> None:
        """Columns as wide as what stands in them at first."""
        least, most = TableSize.COLUMN
        for section in range(self._cells.columnCount()):
            font = look.numbers(Size.SMALL) if self._cells.is_number(section) else look.words(Size.NOTE)
            metrics = QFontMetrics(font)
            n_rows = self._cells.rowCount()
            shown = {*range(min(n_rows, TableSize.MEASURED)), *range(n_rows)[-1:]}
            texts = (metrics.horizontalAdvance(self._cells.text(place, section)) for place in shown)
            needed = max(max(texts, default=0) + TableSize.AIR, self.heads.width_of(section) + TableSize.AIR)
            needed += TableSize.AIR if self._cells.class_at(0, section) is not None else 0
            widest = TableSize.TEXTS if self._cells.is_text(section) else most
            self.setColumnWidth(section, max(least, min(widest, needed)))
        self.down.fit(max(self._cells.rowCount(), 1))

    def _arrange(self) -> None:
        """Columns as they come; of pictures what is predicted stands before the pixels."""
        table, n_columns = self._cells.table, self._cells.columnCount()
        named = () if table is None or not table.holds_pictures else table.targets
        first = [n for n in range(n_columns) if n != USE and table is not None and table.columns[n - 1].name in named]
        others = (n for n in range(n_columns) if n != USE and n not in first)
        for place, section in enumerate((*first, *others), USE + 1):
            if self.heads.visualIndex(section) != place:
                self.heads.moveSection(self.heads.visualIndex(section), place)

    # --- overrides of Qt -----------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """A letter that would open a cell is no key of the window; Space, which runs, is."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._would_type(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, choose, and what can be done with what is chosen."""
        before = self.currentIndex().row()
        is_open = self.state() == QAbstractItemView.State.EditingState
        done = None if is_open else self._meant(event)
        if done is not None:
            event.accept()
            done()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not is_open:
            self.edit(QModelIndex(self.currentIndex()))
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)
        self._tell_walked(before)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click brings the frame there."""
        before = self.currentIndex().row()
        super().mousePressEvent(event)
        self._tell_walked(before)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter goes on to the row below, as in a spreadsheet."""
        super().closeEditor(editor, hint)
        below = self.currentIndex().siblingAtRow(self.currentIndex().row() + 1)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache and below.isValid():
            self.setCurrentIndex(below)
            self._tell_walked(below.row() - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells, and the frame around the one with the keyboard."""
        super().paintEvent(event)
        if self.currentIndex().isValid():
            with QPainter(self.viewport()) as painter:
                role = "accent" if self.hasFocus() else "faint"
                painter.setPen(QPen(self._appearance.theme.colour(role), Size.RING))
                painter.drawRect(QRectF(self.visualRect(self.currentIndex())).adjusted(1, 1, -1, -1))

    def _tell_walked(self, before: int) -> None:
        """Only what a person has done is told: the frame also goes where code puts it."""
        now = self.currentIndex().row()
        if now >= 0 and now != before:
            self.walked.emit(now)

    def _meant(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does with the chosen cells."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            return self.copy
        table = self._cells.table
        if table is None or not table.is_editable:
            return None
        if event.matches(QKeySequence.StandardKey.Paste):
            return self.pasted.emit
        if event.key() == Qt.Key.Key_Delete:
            return self.rows_deleted.emit if control else self.emptied.emit
        if event.key() == Qt.Key.Key_Insert and not event.modifiers():
            return self.rows_added.emit
        return None

    def _would_type(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        is_letter = bool(event.text().strip()) and event.text().isprintable()
        return plain and is_letter and bool(self._cells.flags(self.currentIndex()) & Qt.ItemFlag.ItemIsEditable)


def _together(spans: list[tuple[int, int]]) -> Rows:
    """All places of these spans, from the first to behind the last of each, once and in order."""
    chosen = np.zeros(max((end for _, end in spans), default=0), np.bool_)
    for begin, end in spans:
        chosen[begin:end] = True
    return np.flatnonzero(chosen)
