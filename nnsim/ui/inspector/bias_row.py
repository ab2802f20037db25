"""The row of the biases that stays in sight below a matrix that is too high for its place."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from nnsim.ui.appearance import Appearance
from nnsim.ui.inspector.matrix_delegate import MatrixDelegate
from nnsim.ui.inspector.matrix_keys import is_meant, would_type
from nnsim.ui.inspector.matrix_model import MatrixModel
from nnsim.ui.inspector.names_header import NamesHeader
from nnsim.ui.theme import Size


def make_plain(view: QTableView) -> None:
    """What both tables have in common."""
    view.setShowGrid(False)
    view.setCornerButtonEnabled(False)
    view.setFrameShape(QTableView.Shape.NoFrame)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
    view.setEditTriggers(
        QAbstractItemView.EditTrigger.DoubleClicked
        | QAbstractItemView.EditTrigger.AnyKeyPressed
        | QAbstractItemView.EditTrigger.EditKeyPressed
    )
    view.setTabKeyNavigation(False)
    for set_mode in (view.setHorizontalScrollMode, view.setVerticalScrollMode):
        set_mode(QAbstractItemView.ScrollMode.ScrollPerItem)


class BiasRow(QTableView):
    """The biases below a matrix that is too high for its place: they stay in sight while its rows are scrolled.

    Signals
    -------
    picked(Selection) : the user put the frame around another cell
    left(bool) : the user walked up, back into the matrix; with Shift, so that the block comes along
    key_meant(QKeyEvent) : a key that may mean something for all chosen cells; accepted if it does
    menu_asked(QPoint) : the user wants the menu of the chosen cells there on the screen
    weight_typed(Selection, float) : the user typed another number into a cell
    typing_refused() : the user wanted to type where the numbers shown are not the weights
    """

    picked = Signal(object)
    left = Signal(bool)
    weight_typed = Signal(object, float)
    typing_refused = Signal()
    key_meant = Signal(object)
    menu_asked = Signal(object)

    def __init__(self, model: MatrixModel, appearance: Appearance) -> None:
        super().__init__()
        self._matrix = model
        self.setObjectName("bias-row")
        self.setAccessibleName(self.tr("Biases"))
        self.setModel(model)
        self.down = NamesHeader(Qt.Orientation.Vertical, model, appearance, self)
        self.setVerticalHeader(self.down)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setMinimumSectionSize(1)
        make_plain(self)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._cells = MatrixDelegate(model, appearance, Size.BIAS_GAP, self)
        self._cells.typed.connect(self.weight_typed)
        self.setItemDelegate(self._cells)
        self.hide()

    def fit(self, cell: int, column: int, names: int) -> None:
        """Show the row of the biases alone, with cells so high, columns and names so wide."""
        height = cell + Size.BIAS_GAP
        self._cells.fit(column, cell)
        for row in range(self._matrix.rowCount()):
            self.setRowHidden(row, row != self._matrix.bias_row)
        self.setRowHeight(self._matrix.bias_row or 0, height)
        self.horizontalHeader().setDefaultSectionSize(column)
        self.down.setFixedWidth(names)
        self.setFixedHeight(height)

    # -------------------------------------------------------- Qt's own names

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the cells."""
        with QPainter(self.viewport()) as painter:
            self._cells.paint_table(self, painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the frame around the cell."""
        super().mousePressEvent(event)
        self._emit_picked()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the cell."""
        super().mouseDoubleClickEvent(event)
        if not self._matrix.can_be_typed:
            self.typing_refused.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows, also back into the matrix; Enter opens the cell."""
        now, is_open = QModelIndex(self.currentIndex()), self.state() == QAbstractItemView.State.EditingState
        if event.key() == Qt.Key.Key_Up and not is_open:
            self.left.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return
        if is_meant(self, self.key_meant, event):
            return
        if not self._matrix.can_be_typed and would_type(event):
            self.typing_refused.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and now.isValid() and not is_open:
            self.edit(now)
            return
        super().keyPressEvent(event)
        if self.currentIndex() != now:
            self._emit_picked()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the chosen cells."""
        self.menu_asked.emit(event.globalPos())

    def _emit_picked(self) -> None:
        if self.currentIndex().isValid():
            self.picked.emit(self._matrix.part(self.currentIndex()))
