"""Labels and the fields behind them, in rows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from nnsim.ui.theme import Size
from nnsim.ui.widgets.labels import Label


class Form(QWidget):
    """A column of rows that come and go, under a heading if it is given one. A row may be another form."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(Size.GAP)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * Size.GAP)
        self._grid.setVerticalSpacing(Size.GAP // 2)
        self._grid.setColumnStretch(0, 1)
        whole.addLayout(self._grid)
        whole.addStretch(1)
        self._whole = whole

    def add_heading(self, text: str) -> Label:
        """Put a title above all rows; returns it."""
        heading = Label(text, "title")
        self._whole.insertWidget(0, heading)
        self.setAccessibleName(text)
        return heading

    def add_note(self, width: int) -> Label:
        """Put words that may take several lines into the next row, across it; returns them, still empty."""
        note = Label("", "note")
        note.setWordWrap(True)
        note.setFixedWidth(width)
        note.setContentsMargins(0, 0, 0, Size.HALF)
        self.add_wide(note)
        return note

    def add_row(self, text: str, control: QWidget, tip: str = "") -> Label:
        """Put ``control`` behind a label in the next row; returns the label."""
        label = Label(text, "field", tip=tip)
        label.setBuddy(control)
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(control, row, 1, Qt.AlignmentFlag.AlignRight)
        return label

    def add_form(self, form: Form) -> None:
        """Put the rows of another form into the next row."""
        self.add_wide(form)

    def add_wide(self, widget: QWidget) -> None:
        """Put something across the next row."""
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, 2)

    def set_row_visible(self, label: Label, visible: bool) -> None:
        """Show a row, or leave it out for now."""
        for widget in (label.buddy(), label):
            if widget is not None:
                widget.setVisible(visible)

    def remove_row(self, label: Label) -> None:
        """Take a row away again."""
        for widget in (label.buddy(), label):
            if widget is not None:
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
