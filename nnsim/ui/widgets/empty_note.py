"""What an empty panel says: what will appear here, and how."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.ui.appearance import Appearance
from nnsim.ui.theme import Size
from nnsim.ui.widgets.icons import icon
from nnsim.ui.widgets.labels import Label


class EmptyNote(QWidget):
    """An icon, a line and a hint in the middle of the free space."""

    def __init__(
        self, icon_name: str, text: str, hint: str, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._appearance = appearance
        self._sign = Label()
        self._lines = (Label("", "strong"), Label("", "note"))
        column = QVBoxLayout(self)
        column.setSpacing(Size.GAP // 2)
        column.addStretch(1)
        column.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignHCenter)
        for line in self._lines:
            line.setWordWrap(True)
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(line)
        column.addStretch(1)
        appearance.changed.connect(self._render_icon)
        self._render_icon()
        self.show_text(text, hint)

    def show_text(self, text: str, hint: str) -> None:
        """Say something else."""
        self.setAccessibleName(text)
        self.setAccessibleDescription(hint)
        for line, words in zip(self._lines, (text, hint), strict=True):
            line.show_text(words)

    def _render_icon(self) -> None:
        picture = icon(self._icon_name, self._appearance.theme, "faint")
        self._sign.setPixmap(picture.pixmap(QSize(Size.HIT, Size.HIT), self.devicePixelRatioF()))
