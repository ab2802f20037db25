"""A small form that opens below its button and goes by Esc or a click elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLayout, QVBoxLayout, QWidget

from nnsim.ui.theme import Size
from nnsim.ui.widgets.labels import Label


class Popover(QFrame):
    """A titled grid of labels and fields. What is set in it takes effect at once, so it needs no OK."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAccessibleName(title)
        self._button: QWidget | None = None
        self.surface = QFrame()
        self.surface.setProperty("role", "popover")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)  # rows come and go while it is open
        whole.addWidget(self.surface)
        column = QVBoxLayout(self.surface)
        column.setContentsMargins(Size.MARGIN, Size.MARGIN, Size.MARGIN, Size.MARGIN)
        column.setSpacing(Size.GAP)
        column.addWidget(Label(title, "title"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * Size.GAP)
        self._grid.setVerticalSpacing(Size.GAP // 2)
        self._grid.setColumnStretch(0, 1)
        column.addLayout(self._grid)

    def add_row(self, text: str, control: QWidget, tip: str = "") -> Label:
        """Put ``control`` behind a label in the next row; returns the label."""
        label = Label(text, "field", tip=tip)
        label.setBuddy(control)
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(control, row, 1, Qt.AlignmentFlag.AlignRight)
        return label

    def remove_row(self, label: Label) -> None:
        """Take a row away again."""
        for widget in (label.buddy(), label):
            if widget is not None:
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()

    def open_below(self, button: QWidget) -> None:
        """Show it under ``button``, within the screen; who came by keyboard goes on in it."""
        self._button = button
        self.adjustSize()
        self._place(button)
        self.show()
        if button.hasFocus():
            self.focusNextChild()

    def _place(self, button: QWidget) -> None:
        corner = button.mapToGlobal(QPoint(0, button.height() + Size.GAP // 2))
        free = button.screen().availableGeometry()
        x = max(free.left(), min(corner.x(), free.right() - self.width()))
        y = max(free.top(), min(corner.y(), free.bottom() - self.height()))
        self.move(x, y)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay within the screen when rows come."""
        super().resizeEvent(event)
        if self.isVisible() and self._button is not None:
            self._place(self._button)
