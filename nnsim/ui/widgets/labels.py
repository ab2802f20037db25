"""Text that is read, not edited."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class Label(QLabel):
    """Plain text in the look of a role (see ``stylesheet.py``)."""

    def __init__(self, text: str = "", role: str = "", *, tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)
        if role == "title":
            font = self.font()
            font.setCapitalization(QFont.Capitalization.AllUppercase)
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 103)
            self.setFont(font)
        self.setToolTip(tip)
        self.setText(text)

    def show_text(self, text: str) -> None:
        """Show ``text``; costs nothing if it is shown already."""
        if text != self.text():
            self.setText(text)


class ElidedLabel(Label):
    """Text with a … at its end, or ``where`` it can best be spared, if there is no room; its tooltip then tells all."""

    def __init__(
        self,
        text: str = "",
        role: str = "",
        *,
        where: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        self._full = text
        self._where = where
        super().__init__(text, role, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def full_text(self) -> str:
        """The text without the …."""
        return self._full

    def show_text(self, text: str) -> None:
        """Show ``text`` as far as there is room."""
        if text != self._full:
            self._full = text
            self.setAccessibleName(text)
            self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._full, self._where, max(self.width(), 1))
        self.setText(shown)
        self.setToolTip(self._full if shown != self._full else "")

    def sizeHint(self) -> QSize:
        """Room for all of it."""
        return QSize(self.fontMetrics().horizontalAdvance(self._full) + 1, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the text to the new width."""
        super().resizeEvent(event)
        self._elide()
