"""A field in which several values of one setting are typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from nnsim.runs.contrasts import Contrast
from nnsim.runs.sweep_settings import Value
from nnsim.ui.experiments.typed_values import UnreadableError, read_values, write_values
from nnsim.ui.theme import Size
from nnsim.ui.value_words import help_words, setting_words


class ValueLine(QLineEdit):
    """Enter or leaving takes what is typed and writes it as it was understood; Esc brings the old values back.

    Signals
    -------
    edited(object) : the user made them other values; never emitted by ``set_values``
    """

    edited = Signal(object)

    def __init__(self, contrast: Contrast, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._contrast = contrast
        self._values: tuple[Value, ...] = ()
        self._tip = "\n".join(
            (help_words(contrast), self.tr("Type the values with semicolons between them: 0.01; 0.1; 1"))
        )
        if contrast.kind == "sizes":
            self._tip = "\n".join(
                (help_words(contrast), self.tr("Type them with semicolons between them: 4; 8; 8, 8 has two layers"))
            )
        self.setProperty("role", "number")
        self.setAccessibleName(self.tr("Values of {0}").format(setting_words(contrast)))
        self.setMinimumHeight(Size.HIT)
        self.textEdited.connect(self._render_validity)
        self.editingFinished.connect(self._commit)
        self._render_validity()

    def set_values(self, values: tuple[Value, ...]) -> None:
        """Show these."""
        self._values = values
        self._restore()

    def problem(self) -> str:
        """Why the text cannot be used; empty if it can."""
        try:
            read_values(self._contrast, self.text())
        except UnreadableError as error:
            return str(error)
        return ""

    def _restore(self) -> None:
        self.setText(write_values(self._contrast, self._values))
        self._render_validity()

    def _render_validity(self) -> None:
        problem = self.problem() if self.isModified() else ""
        self.setToolTip(problem or self._tip)
        self.setAccessibleDescription(problem)
        if bool(problem) != bool(self.property("invalid")):
            self.setProperty("invalid", bool(problem))
            self.style().unpolish(self)
            self.style().polish(self)

    def _commit(self) -> None:
        if not self.isModified() or self.problem():
            return
        values = read_values(self._contrast, self.text())
        is_other = values != self._values
        self.set_values(values)
        if is_other:
            self.edited.emit(values)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the values or says why not; Esc brings the old ones back, if others are typed."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._restore()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            if self.isModified() and self.problem():
                QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), self.problem(), self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Bring the old values back if the new ones cannot be used."""
        super().focusOutEvent(event)
        if self.isModified():
            self._restore()
