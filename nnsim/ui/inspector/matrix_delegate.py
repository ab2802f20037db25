"""Paints the cells of a weight matrix and lets a number be typed into them."""

from __future__ import annotations

import math

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractScrollArea, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from nnsim.ui import theme as look
from nnsim.ui.appearance import Appearance
from nnsim.ui.ink import readable_on
from nnsim.ui.inspector.matrix_model import HEAT, NEW, MatrixModel
from nnsim.ui.theme import Size
from nnsim.ui.widgets.number_field import NumberField

Index = QModelIndex | QPersistentModelIndex


def is_whole(option: QStyleOptionViewItem) -> bool:
    """Whether a cell is in sight from edge to edge: half a number may lack its minus sign, so it is not written."""
    view = option.widget
    return not isinstance(view, QAbstractScrollArea) or view.viewport().rect().contains(option.rect)


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
        appearance.changed.connect(self._render_theme)
        self._render_theme()

    def _render_theme(self) -> None:
        theme = self._appearance.theme
        self._colours = [QColor(int(red), int(green), int(blue)) for red, green, blue in theme.heat()]
        self._inks = [readable_on(colour, theme) for colour in self._colours]
        self._frame = QPen(theme.colour("accent"), Size.RING)
        self._bad = theme.colour("bad")
        self._bad_soft = theme.colour("bad_soft")

    # -------------------------------------------------------- Qt's own names

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        rect = QRectF(option.rect).adjusted(1.5, 1, -1.5, -1)
        if index.row() == self._matrix.bias_row:
            rect.setTop(rect.top() + self._bias_gap)
        heat = self._matrix.data(index, HEAT)
        text = self._matrix.data(index)
        broken = text == "NaN"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._bad_soft if broken else self._colours[heat])
        painter.drawRoundedRect(rect, Size.CELL_RADIUS, Size.CELL_RADIUS)
        painter.setPen(self._bad if broken else self._inks[heat])
        painter.setFont(self._font)
        if is_whole(option):
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
        if self._matrix.data(index, NEW):
            self._paint_corner(painter, rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(self._frame)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, Size.CELL_RADIUS, Size.CELL_RADIUS)

    def _paint_corner(self, painter: QPainter, rect: QRectF) -> None:
        """The mark of what the last edit has brought."""
        corner, side = rect.topRight(), float(Size.PAD)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._frame.brush())
        painter.drawPolygon(QPolygonF([corner - QPointF(side, 0), corner, corner + QPointF(0, side)]))

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
        """Esc leaves the cell as it was."""
        if isinstance(editor, NumberField) and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            editor.setModified(False)
        return super().eventFilter(editor, event)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Over the cell, and large enough to type in."""
        rect = option.rect
        middle = rect.center()
        rect.setSize(rect.size().expandedTo(editor.minimumSizeHint()))
        rect.setHeight(max(rect.height(), Size.HIT))
        rect.moveCenter(middle)
        editor.setGeometry(rect)
