"""What the page of one weight says while it has none: how to choose one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.ui.widgets.labels import Label


class NoWeight(QWidget):
    """A line and a hint at the lower edge, above a button; also where there is little height."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("no-weight")
        self._lines = (Label("", "strong"), Label("", "note"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        for line in self._lines:
            line.setWordWrap(True)
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(line)

    def show_text(self, text: str, hint: str) -> None:
        """Say this."""
        self.setAccessibleName(text)
        self.setAccessibleDescription(hint)
        for line, words in zip(self._lines, (text, hint), strict=True):
            line.show_text(words)
