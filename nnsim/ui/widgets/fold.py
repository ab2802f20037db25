"""A line that opens to more lines."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.ui.theme import Size
from nnsim.ui.widgets.button import Button


class Fold(QWidget):
    """A button with ▸ or ▾; ``content`` below it is shown while it is open.

    Signals
    -------
    opened(bool) : the user opened or closed it
    """

    opened = Signal(bool)

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._text = ""
        self.button = Button(role="fold", parent=self)
        self.button.setCheckable(True)
        self.button.clicked.connect(self._on_clicked)
        self.objectNameChanged.connect(lambda name: self.button.setObjectName(f"{name}_fold"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GAP // 2)
        column.addWidget(self.button)
        column.addWidget(content)
        content.hide()

    def show_text(self, text: str) -> None:
        """Label the line."""
        self._text = text
        self._render()

    def _on_clicked(self) -> None:
        self._render()
        self.opened.emit(self.button.isChecked())

    def _render(self) -> None:
        is_open = self.button.isChecked()
        self.button.setText(f"{'▾' if is_open else '▸'}  {self._text}")
        self.button.setAccessibleName(self._text)
        self._content.setVisible(is_open)
