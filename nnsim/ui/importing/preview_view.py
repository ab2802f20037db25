"""The preview: a table under heads that say what each column is and what becomes of it, and can be asked to change."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from nnsim.data.choices import ColumnKind, Problem
from nnsim.ui import theme as look
from nnsim.ui.appearance import Appearance
from nnsim.ui.importing.column_words import kind_options
from nnsim.ui.importing.preview_model import PreviewModel
from nnsim.ui.table_sizes import TableSize
from nnsim.ui.theme import Size
from nnsim.ui.widgets.column_heads import ColumnHeads, Head, HeadLook, RowNumbers
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.labels import Label


class PreviewCells(QStyledItemDelegate):
    """Writes a cell; a gap and a fault look like what they are."""

    def __init__(self, model: PreviewModel, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._cells, self._appearance = model, appearance

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        theme, row, place = self._appearance.theme, index.row(), index.column()
        rect = QRect(option.rect)
        fault = self._cells.problem(row, place)
        painter.save()
        if fault is not None:
            painter.fillRect(rect, theme.colour("bad_soft"))
        text, role, gap = self._cells.text(row, place), "text", self._cells.is_gap(row, place)
        font = look.numbers(Size.SMALL) if self._cells.is_number(place) else look.words(Size.NOTE)
        if self._cells.is_left_out(place):
            role = "disabled"
        elif fault is not None:
            role = "bad"
        elif gap:
            role, font = "second", look.words(Size.SMALL)
            font.setItalic(True)
            text = text or self.tr("missing")
        painter.setPen(theme.colour(role))
        painter.setFont(font)
        side = Qt.AlignmentFlag(int(index.data(Qt.ItemDataRole.TextAlignmentRole)))
        room = rect.adjusted(Size.GAP, 0, -Size.GAP, 0)
        if fault is not None and (fault.column is not None or place == 0):
            sign = QRect(room.left(), room.center().y() - Size.ICON // 2 + 1, Size.ICON, Size.ICON)
            icon("triangle-alert", theme, "bad").paint(painter, sign)
            room.setLeft(sign.right() + Size.HALF)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, side, shown)
        painter.restore()


class PreviewView(QTableView):
    """The first rows. A click on a head, or Space, opens the menu of a column.

    Signals
    -------
    kind_chosen(str, object) : the user wants that column to be of that kind; ``None``: as guessed
    target_chosen(str) : the user wants that column to be predicted
    """

    kind_chosen = Signal(str, object)
    target_chosen = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("table_preview")
        self.setAccessibleName(self.tr("Preview of the table"))
        self.setAccessibleDescription(self.tr("Space opens the choices of a column"))
        self._appearance = appearance
        self.cells = PreviewModel(self)
        self.setModel(self.cells)
        self.heads = ColumnHeads(self._head, appearance, self)
        self.setHorizontalHeader(self.heads)
        self.setItemDelegate(PreviewCells(self.cells, appearance, self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        for set_mode in (self.setHorizontalScrollMode, self.setVerticalScrollMode):
            set_mode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.down = RowNumbers(appearance, self)
        self.setVerticalHeader(self.down)
        self._corner = Label(self.tr("line"), "caption", parent=self)
        self._corner.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        self._corner.setContentsMargins(0, 0, Size.GAP, Size.PAD)
        self.heads.sectionClicked.connect(self._open_menu)
        self.cells.modelReset.connect(self._fit)
        appearance.changed.connect(self.viewport().update)

    def show_problem(self, problem: Problem) -> None:
        """Bring its cell into sight and put the frame there."""
        cell = self.cells.place_of(problem)
        if cell.isValid():
            self.setCurrentIndex(cell)
            self.scrollTo(cell, QAbstractItemView.ScrollHint.PositionAtCenter)
            self.setFocus()

    def menu_of(self, place: int) -> QMenu:
        """What a column can be."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = self.cells.column(place)
        if column is None:
            return menu
        predict = menu.addAction(self.tr("Predict this column"))
        predict.setObjectName("predict")
        predict.setCheckable(True)
        predict.setChecked(self.cells.is_target(place))
        predict.setEnabled(column.kind.value != "left_out")
        predict.triggered.connect(lambda: self.target_chosen.emit(column.name))
        menu.addSeparator()
        if column.kind.is_asked:
            guess = menu.addAction(self.tr("As guessed"))
            guess.setObjectName("as_guessed")
            guess.triggered.connect(lambda: self.kind_chosen.emit(column.name, None))
        for option in kind_options():
            action = menu.addAction(self._kind_text(option.name, option.label, column.kind.value, column.kind.is_asked))
            action.setObjectName(f"kind_{option.name}")
            action.setToolTip(option.tip)
            action.setCheckable(True)
            action.setChecked(option.name == column.kind.value)
            kind: ColumnKind = option.name  # type: ignore[assignment]  # the options are the kinds
            action.triggered.connect(lambda _=False, kind=kind: self.kind_chosen.emit(column.name, kind))
        return menu

    def _kind_text(self, name: str, label: str, now: ColumnKind, is_asked: bool) -> str:
        return self.tr("{0}  (guessed)").format(label) if name == now and not is_asked else label

    def _open_menu(self, place: int) -> None:
        left = self.heads.sectionViewportPosition(place)
        menu = self.menu_of(place)
        # Opened at one of them, Qt would lay the menu over the head; the arrows then go on from it all the same.
        menu.popup(self.heads.viewport().mapToGlobal(QPoint(left, self.heads.height())))
        kind = next(
            (action for action in menu.actions() if action.isChecked() and action.objectName() != "predict"), None
        )
        if kind is not None:
            menu.setActiveAction(kind)

    def _fit(self) -> None:
        """Columns as wide as their texts, within bounds; long names end in …."""
        for place in range(self.cells.columnCount()):
            self.setColumnWidth(place, self._width_of(place))
        self.down.fit(max(self.cells.preview.lines, default=1))
        self._place_corner()

    def _width_of(self, place: int) -> int:
        font = look.numbers(Size.SMALL) if self.cells.is_number(place) else look.words(Size.NOTE)
        shown = range(min(self.cells.rowCount(), TableSize.MEASURED))
        texts = (QFontMetrics(font).horizontalAdvance(self.cells.text(row, place)) for row in shown)
        widest = max(texts, default=0) + TableSize.AIR
        least, most = TableSize.COLUMN
        column = self.cells.column(place)
        most = TableSize.TEXTS if column is not None and column.kind.value == "text" else most
        return max(least, min(most, max(widest, self.heads.width_of(place))))

    def _head(self, place: int) -> Head:
        looks: tuple[tuple[HeadLook, bool], ...] = (
            ("target", self.cells.is_target(place)),
            ("out", self.cells.is_left_out(place)),
            ("idle", self.cells.is_idle(place)),
        )
        kind: HeadLook = next((look for look, applies in looks if applies), "plain")
        return Head(self.cells.name(place), f"{self.cells.words(place)} ▾", kind)

    def _place_corner(self) -> None:
        self._corner.setGeometry(0, 0, self.verticalHeader().width(), TableSize.HEAD)

    # --- overrides of Qt -----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space opens the menu of the column; Enter is for the sheet."""
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._open_menu(self.currentIndex().column())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the column that is pointed at, or of the one with the keyboard."""
        place = self.currentIndex().column()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            place = self.columnAt(event.pos().x())
        if place >= 0:
            self._open_menu(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells, and the frame around the one with the keyboard."""
        super().paintEvent(event)
        if self.hasFocus() and self.currentIndex().isValid():
            with QPainter(self.viewport()) as painter:
                painter.setPen(QPen(self._appearance.theme.colour("accent"), Size.RING))
                painter.drawRect(QRectF(self.visualRect(self.currentIndex())).adjusted(1, 1, -1, -1))
