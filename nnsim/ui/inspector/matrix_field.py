"""The field in which a weight is typed on the picture of a large matrix."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from nnsim.ui.theme import Size
from nnsim.ui.widgets.number_field import NumberField
from nnsim.ui.widgets.numbers import MINUS


class MatrixField(NumberField):
    """Opens over the cell of the weight. Enter takes what was typed, Esc leaves it; both close it, as going elsewhere.

    Parameters
    ----------
    cell : where the weight lies in ``over``; the field is as large as it must be, and stays within ``over``
    """

    def __init__(self, name: str, value: float, cell: QRect, over: QWidget) -> None:
        super().__init__(name, keeps_keyboard=True, parent=over)
        self._over = over
        self.setObjectName("weight-field")
        self.set_value(value)
        place = QRect(cell)
        wide = self.fontMetrics().horizontalAdvance(f"{MINUS}0.0000") + 2 * Size.GAP
        place.setSize(place.size().expandedTo(self.minimumSizeHint()).expandedTo(QSize(wide, Size.HIT)))
        place.moveCenter(cell.center())
        place.moveLeft(min(max(place.left(), 0), max(over.width() - place.width(), 0)))
        place.moveTop(min(max(place.top(), 0), max(over.height() - place.height(), 0)))
        self.setGeometry(place)

    def open(self, typed: QKeyEvent | None = None) -> None:
        """Show it, with the keyboard; what was ``typed`` to open it stands in place of the number."""
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()
        if typed is not None:
            self.keyPressEvent(typed)

    # -------------------------------------------------------- Qt's own names

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard is elsewhere: it is no longer of use."""
        super().focusOutEvent(event)
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc give the keyboard back."""
        if event.key() == Qt.Key.Key_Escape:
            self.setModified(False)
            self._over.setFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.problem():
            self.take()
            self._over.setFocus()
        else:
            super().keyPressEvent(event)
