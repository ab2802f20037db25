"""A small caption above what it names, so that everything in the bar stands on the same two lines."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nnsim.ui.theme import Size
from nnsim.ui.widgets.labels import Label


class Captioned(QWidget):
    """A caption, and a row of controls of one height below it."""

    def __init__(self, caption: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.caption = Label(caption, "caption", tip=tip)
        self.caption.setFixedHeight(Size.CAPTION)
        self.row = QHBoxLayout()
        self.row.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(Size.CAPTION + Size.HIT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.caption)
        column.addLayout(self.row)


class Readout(Captioned):
    """A number that changes. Wide enough for ``widest``, so that the bar does not move while the number grows."""

    def __init__(self, caption: str, widest: str, tip: str, role: str = "big", parent: QWidget | None = None) -> None:
        super().__init__(caption, tip, parent)
        self._number = Label("", role, tip=tip)
        self._number.setAccessibleName(caption)
        self._number.setFixedHeight(Size.HIT)
        self._number.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._widest = widest
        self.row.addWidget(self._number)

    def text(self) -> str:
        """The number as shown."""
        return self._number.text()

    def show_text(self, text: str) -> None:
        """Show the number; costs nothing if it is shown already."""
        self._number.show_text(text)

    def ensure_width(self) -> None:
        """Reserve the room, once the fonts of the style sheet are known."""
        self._number.ensurePolished()
        self._number.setMinimumWidth(self._number.fontMetrics().horizontalAdvance(self._widest))
