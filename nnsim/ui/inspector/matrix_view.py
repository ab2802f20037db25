"""The table that shows a weight matrix, with headers and cells painted in the look of the heat maps."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from nnsim.session.selection import Selection
from nnsim.ui import theme as look
from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.bias_row import BiasRow, make_plain
from nnsim.ui.inspector.block_choice import BlockChoice
from nnsim.ui.inspector.matrix_delegate import MatrixDelegate
from nnsim.ui.inspector.matrix_keys import is_meant, would_type
from nnsim.ui.inspector.matrix_model import MatrixModel
from nnsim.ui.inspector.matrix_words import paint_no_numbers
from nnsim.ui.inspector.names_header import NamesHeader
from nnsim.ui.theme import Size

_NAMES = Size.CELL_HEIGHT - Size.HALF
_LEAST_FROZEN = 3
"""Where fewer rows have room, the biases are scrolled as all others: else they alone would be in sight."""
_ARROWS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


def cell_size(room: int, count: int, least: int, most: int) -> int:
    """A side so long that all cells fit, or else that as many as can be are seen whole, with no part of another."""
    in_sight = min(count, max(room // least, 1))
    return min(max(room // in_sight, least), most)


class MatrixView(QTableView):
    """A weight matrix. Where its rows do not fit, the biases stand in ``frozen``, to be placed below it.

    Signals
    -------
    picked(Selection) : the user put the frame around another cell
    weight_typed(Selection, float) : the user typed another number into a cell
    typing_refused() : the user wanted to type where the numbers shown are not the weights
    key_meant(QKeyEvent) : a key that may mean something for all chosen cells; accepted if it does
    menu_asked(QPoint) : the user wants the menu of the chosen cells there on the screen
    """

    picked = Signal(object)
    weight_typed = Signal(object, float)
    typing_refused = Signal()
    key_meant = Signal(object)
    menu_asked = Signal(object)

    def __init__(self, model: MatrixModel, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matrix, self._appearance = model, appearance
        self._fitted: tuple[int, ...] = ()
        self._hidden: int | None = None
        self.setObjectName("weight-matrix")
        self.setModel(model)
        self.across = NamesHeader(Qt.Orientation.Horizontal, model, appearance, self)
        self.down = NamesHeader(Qt.Orientation.Vertical, model, appearance, self)
        self.setHorizontalHeader(self.across)
        self.setVerticalHeader(self.down)
        self.across.setFixedHeight(_NAMES)
        make_plain(self)
        self._cells = MatrixDelegate(model, appearance, Size.BIAS_GAP, self)
        self._cells.typed.connect(self.weight_typed)
        self.setItemDelegate(self._cells)
        self.frozen = BiasRow(model, appearance)
        self.frozen.setSelectionModel(self.selectionModel())
        self.frozen.picked.connect(self.picked)
        self.frozen.weight_typed.connect(self.weight_typed)
        self.frozen.typing_refused.connect(self.typing_refused)
        self.frozen.left.connect(self._walk_up)
        self.frozen.key_meant.connect(self.key_meant)
        self.frozen.menu_asked.connect(self.menu_asked)
        self.choice = BlockChoice(model, self.selectionModel(), self)
        self._selected = Selection()
        self.choice.changed.connect(self._render_choice)
        for header in (self.across, self.down, self.frozen.down):
            header.sectionPressed.connect(self._emit_current)
        self.horizontalScrollBar().valueChanged.connect(self.frozen.horizontalScrollBar().setValue)
        self.frozen.horizontalScrollBar().valueChanged.connect(self.horizontalScrollBar().setValue)
        model.modelReset.connect(self._fit)
        self._was_missing = False
        model.shown.connect(self._on_shown)

    def show_selected(self, selection: Selection) -> None:
        """Frame the selected link or bias, and let the names of the selected neurons stand out."""
        cell, is_other = self._matrix.cell(selection), selection != self._selected
        self._selected = selection
        if cell != self.currentIndex() and (cell.isValid() or is_other):
            self.setCurrentIndex(cell)
        if not cell.isValid() and is_other:  # else it is only told anew, and what is chosen outlives an edit
            self.clearSelection()
        here = selection.kind in ("link", "bias", "neuron")
        self.across.set_selected(selection.column if here and selection.layer == self._matrix.layer else -1)
        row = cell.row() if cell.isValid() else -1
        if selection.kind == "neuron" and selection.layer == self._matrix.layer - 1:
            row = self._matrix.row_of(selection.column)
        self.down.set_selected(row)
        self.frozen.down.set_selected(row)
        if selection.kind == "neuron" and selection.layer == self._matrix.layer and self._matrix.columnCount():
            self.scrollTo(self._matrix.index(max(self.rowAt(0), 0), selection.column))

    def is_cut_off(self) -> bool:
        """Whether not all rows fit, so that the biases stand in ``frozen``."""
        biases = self._matrix.bias_row
        return biases is not None and not self._matrix.is_folded and self.isRowHidden(biases)

    def _fit(self) -> None:
        """Give the cells the room there is, within what reads well."""
        n_rows, n_columns = self._matrix.rowCount(), self._matrix.columnCount()
        biases, frozen = self._matrix.bias_row, self.frozen
        whole = self.height() + (frozen.height() if not frozen.isHidden() else 0)
        narrowest = Size.CELL_NARROWEST if self._matrix.can_be_typed else Size.CELL_NARROW
        key = n_rows, n_columns, self._matrix.layer, biases or 0, self.width(), whole, narrowest
        if not n_rows or not n_columns or key == self._fitted:
            return
        self._fitted = key
        metrics = QFontMetrics(look.words(Size.SMALL, QFont.Weight.Bold))
        names = [self._matrix.name(row, Qt.Orientation.Vertical) for row in range(min(n_rows, 100))]
        widest = max(metrics.horizontalAdvance(name) for name in names)
        self.down.setFixedWidth(min(widest, Size.CELL_NAME) + Size.GAP)
        room = whole - _NAMES - Size.BIAS_GAP
        room_across = self.width() - self.down.width() - Size.SCROLL
        if n_columns * narrowest > room_across:
            room -= Size.SCROLL
        most = Size.CELL_LARGEST if whole >= Size.INSPECTOR_TALL else Size.CELL_MOST
        height = cell_size(room, n_rows, Size.CELL_LOWEST, most[1])
        width = cell_size(room_across, n_columns, narrowest, most[0])
        self._matrix.give_room(self._cells.fit(width, height))
        self.down.setDefaultSectionSize(height)
        self.across.setDefaultSectionSize(width)
        for row in range(n_rows):
            if self.down.sectionSize(row) != height:
                self.down.resizeSection(row, height)
        freeze = biases is not None and _LEAST_FROZEN * Size.CELL_LOWEST <= room < n_rows * Size.CELL_LOWEST
        self._hide_row(biases if freeze else None)
        if freeze:
            frozen.fit(height, width, self.down.width())
        elif biases is not None:
            self.down.resizeSection(biases, height + Size.BIAS_GAP)
        frozen.setVisible(freeze)

    def _on_shown(self) -> None:
        """Words in place of the numbers lie beside the cells, too, which alone are painted with other numbers."""
        self._fit()
        was_missing, self._was_missing = self._was_missing, self._matrix.is_missing
        if was_missing != self._was_missing:
            self.viewport().update()

    def _hide_row(self, row: int | None) -> None:
        """Hide no other row: where the biases of the matrix before stood there may be weights now."""
        if self._hidden is not None:
            self.setRowHidden(self._hidden, False)
        if row is not None:
            self.setRowHidden(row, True)
        self._hidden = row

    def _walk_up(self, extends: bool) -> None:
        now = self.currentIndex()
        if now.row() > 0:
            self.setFocus()
            self._walk_to(now.siblingAtRow(now.row() - 1), extends=extends)

    def _walk_to(self, cell: QModelIndex, *, extends: bool) -> None:
        if extends:
            self.choice.extend_to(cell.row(), cell.column())
        else:
            self.setCurrentIndex(cell)
        self.picked.emit(self._matrix.part(cell))

    def _emit_current(self) -> None:
        if self.currentIndex().isValid():
            self.picked.emit(self._matrix.part(self.currentIndex()))

    def _render_choice(self) -> None:
        self.viewport().update()
        self.frozen.viewport().update()

    def _emit_picked(self, before: QModelIndex) -> None:
        now = self.currentIndex()
        if now.isValid() and now != before:
            self.picked.emit(self._matrix.part(now))

    # -------------------------------------------------------- Qt's own names

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the cells."""
        with QPainter(self.viewport()) as painter:
            self._cells.paint_table(self, painter)
            if self._matrix.is_missing:
                paint_no_numbers(painter, self._appearance.theme, QRectF(self.viewport().rect()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the frame around the cell."""
        before = QModelIndex(self.currentIndex())
        super().mousePressEvent(event)
        self._emit_picked(before)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the cell."""
        super().mouseDoubleClickEvent(event)
        if not self._matrix.can_be_typed:
            self.typing_refused.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows, with Shift a block; Enter opens the cell; some keys act on all that is chosen."""
        if is_meant(self, self.key_meant, event):
            return
        if not self._matrix.can_be_typed and would_type(event):
            self.typing_refused.emit()
            return
        before = QModelIndex(self.currentIndex())
        biases = self._matrix.bias_row
        if before.isValid() and biases is not None and self.isRowHidden(biases):
            if before.row() == biases:
                self.frozen.setFocus()
                self.frozen.keyPressEvent(event)
                return
            if event.key() == Qt.Key.Key_Down and before.row() == biases - 1:
                self.frozen.setFocus()
                extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self._walk_to(before.siblingAtRow(biases), extends=extends)
                return
        opens = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and before.isValid()
        if opens and self.state() != QAbstractItemView.State.EditingState:
            self.edit(before)
            return
        if event.key() in _ARROWS and event.modifiers() & Qt.KeyboardModifier.ShiftModifier and before.isValid():
            down, across = _ARROWS[Qt.Key(event.key())]
            there = before.sibling(before.row() + down, before.column() + across)
            self._walk_to(there if there.isValid() else before, extends=True)  # Qt forgets the block after an edit
            return
        super().keyPressEvent(event)
        self._emit_picked(before)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Where a block was drawn to its end, there is the current cell."""
        super().mouseReleaseEvent(event)
        if self.choice.block is not None and event.button() == Qt.MouseButton.LeftButton:
            self._emit_current()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the chosen cells; by key below the current one."""
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        self.menu_asked.emit(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the cells to the new room."""
        super().resizeEvent(event)
        self._fit()
