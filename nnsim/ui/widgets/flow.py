"""A layout that fills rows like words fill lines."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from nnsim.ui.theme import Size


class FlowLayout(QLayout):
    """Widgets one after another, in as many rows as they need.

    Parameters
    ----------
    columns : 0 lets every widget be as wide as it likes; otherwise that many equal columns
    """

    def __init__(self, columns: int = 0, spacing_px: int = Size.GAP // 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._columns = columns
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing_px)

    def _cell_width(self, width: int) -> int:
        return (width - (self._columns - 1) * self.spacing()) // self._columns

    def _item_width(self, item: QLayoutItem, width: int) -> int:
        wanted = item.sizeHint().width()
        if not self._columns:
            return min(wanted, width)
        cell = self._cell_width(width)
        spanned = max(1, -(-(wanted + self.spacing()) // (cell + self.spacing()))) if cell > 0 else 1
        spanned = min(spanned, self._columns)
        return spanned * cell + (spanned - 1) * self.spacing()

    def _arrange(self, rect: QRect, place: bool) -> int:
        """Height needed at the width of ``rect``; moves the widgets there if ``place``."""
        x, y, row_height = 0, 0, 0
        for item in self._items:
            if item.isEmpty():
                continue
            width, height = self._item_width(item, rect.width()), item.sizeHint().height()
            if x and x + width > rect.width():
                x, y, row_height = 0, y + row_height + self.spacing(), 0
            if place:
                item.setGeometry(self._mirrored(QRect(rect.topLeft() + QPoint(x, y), QSize(width, height)), rect))
            x += width + self.spacing()
            row_height = max(row_height, height)
        return y + row_height

    def _mirrored(self, cell: QRect, rect: QRect) -> QRect:
        parent = self.parentWidget()
        if parent is None or parent.layoutDirection() == Qt.LayoutDirection.LeftToRight:
            return cell
        return cell.translated(rect.left() + rect.right() - cell.left() - cell.right(), 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Append."""
        self._items.append(item)

    def count(self) -> int:
        """Number of widgets."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at ``index``, or ``None``."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return the item at ``index``."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Neither."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Rows needed at that width."""
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the widgets."""
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        """The widest widget."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The widest widget."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size
