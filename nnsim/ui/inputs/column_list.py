"""The columns of a table as a list with a tick at each that the network sees."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from nnsim.ui.appearance import Appearance
from nnsim.ui.inputs.choice import InputChoice, why_last
from nnsim.ui.inputs.tick import paint_tick
from nnsim.ui.theme import Size

_MANY: Final = 10
"""More columns than these scroll, and can be searched."""
_PRESSING: Final = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ON: Final = Qt.ItemDataRole.CheckStateRole
_NOTE: Final = Qt.ItemDataRole.UserRole


class ColumnList(QWidget):
    """A click or Space switches a column; arrows and letters walk, and a long list has a field to search it.

    Signals
    -------
    toggled(str) : the user wants to put this column in, or leave it out
    walked() : ``current`` may be another
    """

    toggled = Signal(str)
    walked = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search the columns"))
        self.search.setClearButtonEnabled(True)
        self.search.textEdited.connect(self._on_searched)
        self.rows = _Rows()
        self.rows.setAccessibleName(self.tr("Columns"))
        self.rows.setItemDelegate(_Row(appearance, self.rows))
        self.rows.pressed_row.connect(self.toggled)
        self.rows.currentRowChanged.connect(lambda _row: self.walked.emit())
        appearance.changed.connect(self.rows.viewport().update)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GAP)
        column.addWidget(self.search)
        column.addWidget(self.rows)

    def show_choice(self, choice: InputChoice, width: int) -> None:
        """Show which there are, and which are chosen."""
        if choice.available != self._names:
            self._names = choice.available
            self.rows.clear()
            self.rows.addItems(choice.available)
            self.rows.setCurrentRow(0)
            self.search.clear()
            self.search.setVisible(len(self._names) > _MANY)
            self.rows.setFixedSize(width, min(len(self._names), _MANY) * Size.CHIP + Size.RING)
        chosen = set(choice.chosen)
        for number, (name, parts) in enumerate(zip(self._names, choice.parts, strict=True)):
            item = self.rows.item(number)
            item.setData(_NOTE, self.tr("{0} inputs").format(parts) if parts > 1 else "")
            self._show_row(item, on=name in chosen, fixed=self._why_fixed(choice, name))

    def current(self) -> str | None:
        """The column that is marked; ``None`` if the search hides it."""
        row = self.rows.currentRow()
        return None if row < 0 or self.rows.isRowHidden(row) else self._names[row]

    def _why_fixed(self, choice: InputChoice, name: str) -> str:
        return choice.locked or (why_last() if choice.is_last(name) else "")

    def _show_row(self, item: QListWidgetItem, *, on: bool, fixed: str) -> None:
        item.setData(_ON, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        asked = self.tr("Leave {0} out") if on else self.tr("Let the network see {0}")
        item.setToolTip(fixed or asked.format(item.text()))
        spoken = self.tr("Input {0}: on") if on else self.tr("Input {0}: off")
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken.format(item.text()))
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        item.setFlags(flags if fixed else flags | Qt.ItemFlag.ItemIsEnabled)

    def _on_searched(self, text: str) -> None:
        wanted = text.casefold()
        for number, name in enumerate(self._names):
            self.rows.setRowHidden(number, wanted not in name.casefold())
        seen = next((number for number in range(len(self._names)) if not self.rows.isRowHidden(number)), None)
        if seen is not None:
            self.rows.setCurrentRow(seen)
        self.walked.emit()


class _Rows(QListWidget):
    """Asks for the row that is clicked or pressed; what is ticked is shown by the facts alone."""

    pressed_row = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.itemClicked.connect(lambda item: self.pressed_row.emit(item.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter switch; the rest walks."""
        item = self.currentItem()
        if event.key() in _PRESSING:
            if item.flags() & Qt.ItemFlag.ItemIsEnabled and not item.isHidden():
                self.pressed_row.emit(item.text())
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # undo and redo
        else:
            super().keyPressEvent(event)


class _Row(QStyledItemDelegate):
    """A tick and the name of the column."""

    def __init__(self, appearance: Appearance, rows: QListWidget) -> None:
        super().__init__(rows)
        self._appearance = appearance
        self._rows = rows

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as a chip."""
        return QSize(0, Size.CHIP)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the row."""
        theme = self._appearance.theme
        item = self._rows.item(index.row())
        room = QRect(option.rect)
        on = item.checkState() == Qt.CheckState.Checked
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if item is self._rows.currentItem():
            painter.fillRect(room, theme.colour("accent_soft" if self._rows.hasFocus() else "hover"))
        paint_tick(painter, QPointF(room.left() + Size.ICON, room.center().y() + 1), theme, on=on)
        enabled = bool(item.flags() & Qt.ItemFlag.ItemIsEnabled)
        painter.setPen(theme.colour("text" if on and enabled else "second"))
        beside = room.adjusted(2 * Size.ICON, 0, -Size.GAP, 0)
        note = str(item.data(_NOTE))
        if note:
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, note)
            beside.adjust(0, 0, -painter.fontMetrics().horizontalAdvance(note) - Size.GAP, 0)
        name = painter.fontMetrics().elidedText(item.text(), Qt.TextElideMode.ElideRight, beside.width())
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        painter.restore()
