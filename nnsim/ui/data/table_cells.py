"""The cells of the table of all samples: how they are written, and the field that opens in one."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from nnsim.data.cells import is_missing
from nnsim.data.typed_numbers import parse_number
from nnsim.ui import theme as look
from nnsim.ui.appearance import Appearance
from nnsim.ui.data.shown_table import TRAINING
from nnsim.ui.data.table_model import USE, TableModel
from nnsim.ui.plots.marks import draw_mark, mark_path
from nnsim.ui.table_sizes import TableSize
from nnsim.ui.theme import Size
from nnsim.ui.widgets.looks import set_look

Index = QModelIndex | QPersistentModelIndex


class TableCells(QStyledItemDelegate):
    """Writes cells, and opens one to be typed into."""

    def __init__(self, model: TableModel, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._cells, self._appearance = model, appearance
        self.viewed = -1
        """The place of the sample whose numbers the network shows."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        theme, place, section = self._appearance.theme, index.row(), index.column()
        rect = QRect(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("accent_soft"))
        text, role = self._cells.text(place, section), "text"
        is_number = self._cells.is_number(section)
        font = look.numbers(Size.SMALL) if is_number else look.words(Size.NOTE)
        if section == USE:
            role, font = "second", look.words(Size.SMALL)
            font.setItalic(self._cells.use(place) != TRAINING)
            text = f"▸ {text}" if place == self.viewed else text
            role = "accent" if place == self.viewed else role
        elif not text:
            role, font, text = "second", look.words(Size.SMALL), self.tr("missing")
            font.setItalic(True)
        elif self._cells.is_left_out(place):
            role = "disabled"
        painter.setPen(theme.colour(role))
        painter.setFont(font)
        side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
        room = rect.adjusted(Size.GAP, 0, -Size.GAP, 0)
        number = self._cells.class_at(place, section)
        if number is not None:
            at = QPointF(room.left() + Size.MARK / 2, rect.center().y() + 1)
            is_hollow = self._cells.use(place) != TRAINING
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_mark(painter, theme, mark_path(number), at, theme.sample(number), hollow=is_hollow)
            room.setLeft(room.left() + round(Size.MARK) + Size.PAD)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A field; among labels it offers those that there are."""
        field = QLineEdit(parent)
        field.setObjectName("table_cell_field")
        field.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        labels = self._cells.labels(index.column())
        if labels:
            completer = QCompleter(list(labels), field)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            offered = QListView()
            offered.setProperty("role", "popover")
            completer.setPopup(offered)
            field.setCompleter(completer)
        elif self._cells.is_number(index.column()):
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.textEdited.connect(lambda text: _judge(field, text))
        return field

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """A little higher than its cell, so that its frame is whole."""
        over = (Size.CHIP - TableSize.ROW + 1) // 2
        editor.setGeometry(QRect(option.rect).adjusted(0, -over, 0, over))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Ask for what was typed."""
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())


def _judge(field: QLineEdit, text: str) -> None:
    """Mark a text that is no number."""
    try:
        parse_number(text)
        is_wrong = False
    except ValueError:
        is_wrong = not is_missing(text.strip(), among_numbers=True)
    set_look(field, "invalid", is_wrong)
