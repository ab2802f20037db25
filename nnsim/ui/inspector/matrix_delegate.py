"""Paints the cells of a weight matrix and lets a number be typed into them."""

from __future__ import annotations

import math

from PySide6.QtCore import (
    QAbstractItemModel,
    QByteArray,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPen, QPolygonF, QStaticText
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from nnsim.ui import theme as look
from nnsim.ui.appearance import Appearance
from nnsim.ui.ink import readable_on
from nnsim.ui.inspector.block_choice import ranges_of
from nnsim.ui.inspector.matrix_model import MatrixModel
from nnsim.ui.theme import BLOCK_TINT, Size
from nnsim.ui.widgets.icons import drawing
from nnsim.ui.widgets.number_field import NumberField

Index = QModelIndex | QPersistentModelIndex

_MOST_LAID_OUT = 5_000
"""So many different numbers are kept laid out: with two decimals there are not many more."""
_NO_PEN, _NO_BRUSH, _MIDDLE = Qt.PenStyle.NoPen, Qt.BrushStyle.NoBrush, Qt.AlignmentFlag.AlignCenter


class MatrixDelegate(QStyledItemDelegate):
    """Cells in the colours of the heat maps, with text that stands out on each of them.

    Signals
    -------
    typed(Selection, float) : the user typed another number
    """

    typed = Signal(object, float)

    def __init__(self, model: MatrixModel, appearance: Appearance, bias_gap: int, parent: QObject) -> None:
        super().__init__(parent)
        self._matrix = model
        self._appearance = appearance
        self._bias_gap = bias_gap
        self._font = look.numbers(Size.SMALL)
        self._laid_out: dict[str, tuple[QStaticText, float, float]] = {}
        appearance.changed.connect(self._render_theme)
        self._render_theme()

    def fit(self, width: int, height: int) -> int:
        """Write in cells of this size, larger in large ones; how many signs fit into one from edge to edge."""
        is_large = width > Size.CELL_MOST[0] and height > Size.CELL_MOST[1]
        font = look.numbers(Size.BODY if is_large else Size.SMALL)
        if font != self._font:
            self._font = font
            self._laid_out.clear()
        return int((width - Size.CELL_GAP) / QFontMetricsF(font).horizontalAdvance("0"))

    def _render_theme(self) -> None:
        theme = self._appearance.theme
        self._colours = [QColor(int(red), int(green), int(blue)) for red, green, blue in theme.heat()]
        self._inks = [readable_on(colour, theme) for colour in self._colours]
        self._frame = QPen(theme.colour("accent"), Size.RING)
        self._tint = theme.colour("accent")
        self._tint.setAlphaF(BLOCK_TINT)
        self._cut = QPen(theme.colour("second"), Size.THIN, Qt.PenStyle.DashLine)
        self._lock = QSvgRenderer(QByteArray(drawing("lock", theme.text)))
        self._plate = theme.colour("surface")
        self._bad = theme.colour("bad")
        self._bad_soft = theme.colour("bad_soft")

    def paint_table(self, view: QTableView, painter: QPainter) -> None:
        """All cells in sight, at once: asked for one by one, as Qt does, they take four times as long.

        Half a number may lack its minus sign, so it is written only into cells that are in sight from edge to edge. A
        row that is hardly in sight is left out.
        """
        room = view.viewport().rect()
        first, last = view.rowAt(0), view.rowAt(room.bottom())
        rows = range(max(first, 0), (last if last >= 0 else self._matrix.rowCount() - 1) + 1)
        downs = [(row, view.rowViewportPosition(row), view.rowHeight(row)) for row in rows if not view.isRowHidden(row)]
        downs = [(row, top, height) for row, top, height in downs if room.bottom() - top >= height // 2]
        first, last = view.columnAt(0), view.columnAt(room.right())
        columns = range(max(first, 0), (last if last >= 0 else self._matrix.columnCount() - 1) + 1)
        acrosses = [(column, view.columnViewportPosition(column), view.columnWidth(column)) for column in columns]
        now = view.currentIndex()
        current = (now.row(), now.column()) if view.selectionModel().hasSelection() else (-1, -1)
        right, bottom = room.width(), room.height()
        self.prepare(painter)
        for row, top, height in downs:
            for column, left, width in acrosses:
                is_whole = 0 <= left <= right - width and 0 <= top <= bottom - height
                place, is_selected = QRectF(left, top, width, height), (row, column) == current
                self.paint_cell(painter, place, row, column, is_selected=is_selected, is_whole=is_whole)
        self._paint_block(view, painter)

    def _paint_block(self, view: QTableView, painter: QPainter) -> None:
        """The frame around all that is chosen, if that is more than a cell; within it the cells are left alone."""
        for chosen in ranges_of(view.selectionModel()):
            rows = [row for row in range(chosen.top(), chosen.bottom() + 1) if not view.isRowHidden(row)]
            if not rows or (chosen.height() == 1 and chosen.width() == 1):
                continue
            top, bottom = rows[0], rows[-1]
            left, right = view.columnViewportPosition(chosen.left()), view.columnViewportPosition(chosen.right())
            above, below = view.rowViewportPosition(top), view.rowViewportPosition(bottom)
            whole = QRectF(
                left, above, right + view.columnWidth(chosen.right()) - left, below + view.rowHeight(bottom) - above
            )
            if top == self._matrix.bias_row:
                whole.setTop(whole.top() + self._bias_gap)
            painter.setPen(self._frame)
            painter.setBrush(self._tint)
            painter.drawRoundedRect(whole.adjusted(1, 1, -1, -1), Size.CELL_RADIUS, Size.CELL_RADIUS)

    def prepare(self, painter: QPainter) -> None:
        """Set what is the same for all cells."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)

    def paint_cell(
        self, painter: QPainter, place: QRectF, row: int, column: int, *, is_selected: bool, is_whole: bool = True
    ) -> None:
        """The cell of a row and a column at its place; its number, if the cell ``is_whole``."""
        rect = place.adjusted(1.5, 1, -1.5, -1)
        if row == self._matrix.bias_row:
            rect.setTop(rect.top() + self._bias_gap)
        text, heat, is_new = self._matrix.look(row, column)
        lock = self._matrix.lock(row, column)
        broken = text == "NaN"
        painter.setPen(_NO_PEN)
        painter.setBrush(self._bad_soft if broken else self._colours[heat])
        painter.drawRoundedRect(rect, Size.CELL_RADIUS, Size.CELL_RADIUS)
        if lock == "cut":
            self._paint_cut(painter, rect)
        elif is_whole:
            painter.setPen(self._bad if broken else self._inks[heat])
            beside = rect.adjusted(Size.LOCK if lock == "held" else 0, 0, 0, 0)
            self._paint_number(painter, beside, text)
        if lock == "held":
            self._paint_lock(painter, rect)
        if is_new:
            self._paint_corner(painter, rect)
        if is_selected:
            painter.setPen(self._frame)
            painter.setBrush(_NO_BRUSH)
            painter.drawRoundedRect(rect, Size.CELL_RADIUS, Size.CELL_RADIUS)

    def _paint_number(self, painter: QPainter, rect: QRectF, text: str) -> None:
        """In the middle of the cell. To lay a number out takes three times as long as to draw it."""
        if text not in self._laid_out:
            if len(self._laid_out) >= _MOST_LAID_OUT:
                self._laid_out.clear()
            laid_out = QStaticText(text)
            laid_out.setTextFormat(Qt.TextFormat.PlainText)
            laid_out.prepare(font=self._font)
            self._laid_out[text] = laid_out, laid_out.size().width() / 2, laid_out.size().height() / 2
        laid_out, half_width, half_height = self._laid_out[text]
        middle = rect.center()
        painter.drawStaticText(QPointF(middle.x() - half_width, middle.y() - half_height), laid_out)

    # -------------------------------------------------------- Qt's own names

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        self.prepare(painter)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        self.paint_cell(painter, QRectF(option.rect), index.row(), index.column(), is_selected=is_selected)

    def _paint_corner(self, painter: QPainter, rect: QRectF) -> None:
        """The mark of what the last edit has brought."""
        corner, side = rect.topRight(), float(Size.PAD)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._frame.brush())
        painter.drawPolygon(QPolygonF([corner - QPointF(side, 0), corner, corner + QPointF(0, side)]))

    def _paint_cut(self, painter: QPainter, rect: QRectF) -> None:
        """A link that is not there: an empty place with a dashed edge and a cross."""
        painter.setPen(self._cut)
        painter.setBrush(self._plate)
        painter.drawRoundedRect(rect, Size.CELL_RADIUS, Size.CELL_RADIUS)
        painter.drawText(rect, _MIDDLE, "×")

    def _paint_lock(self, painter: QPainter, rect: QRectF) -> None:
        """The lock of a held weight, in the lower left corner, on a plate of its own."""
        side = float(Size.LOCK)
        place = QRectF(rect.left(), rect.bottom() - side, side, side)
        painter.setPen(_NO_PEN)
        painter.setBrush(self._plate)
        painter.drawRoundedRect(place, Size.CELL_RADIUS, Size.CELL_RADIUS)
        self._lock.render(painter, place.adjusted(1, 1, -1, -1))

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A field with the rules of every number field."""
        name = self._matrix.data(index, Qt.ItemDataRole.AccessibleTextRole)
        field = NumberField(name, keeps_keyboard=True, parent=parent)
        field.setObjectName("weight-field")
        part = self._matrix.part(index)
        field.edited.connect(lambda value: self.typed.emit(part, value))
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Start from the number in the cell; later snapshots leave alone what is being typed."""
        if isinstance(editor, NumberField) and not editor.isModified():
            just_opened = math.isnan(editor.value())
            editor.set_value(self._matrix.value(index))
            if just_opened:
                editor.selectAll()

    def setModelData(self, _editor: QWidget, _model: QAbstractItemModel, _index: Index) -> None:
        """Nothing: the field tells what was typed, and the cell shows it when it has become a fact."""

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Esc leaves the cell as it was; Enter says why a number cannot be used, and the cell stays open."""
        if isinstance(editor, NumberField) and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                editor.setModified(False)
            enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enters and editor.isModified() and editor.problem():
                return False
        return super().eventFilter(editor, event)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Over the cell, and large enough to type in."""
        rect = option.rect
        middle = rect.center()
        rect.setSize(rect.size().expandedTo(editor.minimumSizeHint()))
        rect.setHeight(max(rect.height(), Size.HIT))
        rect.moveCenter(middle)
        editor.setGeometry(rect)
