"""A field in which several values of one setting are typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nnsim.runs.contrasts import Contrast
from nnsim.runs.sweep_settings import Value
from nnsim.ui.experiments.typed_values import UnreadableError, read_values, write_values
from nnsim.ui.theme import Size
from nnsim.ui.value_words import help_words, setting_words
from nnsim.ui.widgets.looks import set_look


class ValueLine(QLineEdit):
    """Enter or leaving takes what is typed and writes it as it was understood; Esc brings the old values back.

    What cannot be used stays as it was typed, marked, until it is mended or Esc is pressed.

    Signals
    -------
    edited(object) : the user made them other values; never emitted by ``set_values``
    judged() : ``problem`` may be another
    """

    edited = Signal(object)
    judged = Signal()

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
        self.editingFinished.connect(self.take)
        self._render_validity()

    def set_values(self, values: tuple[Value, ...]) -> None:
        """Show these."""
        self._values = values
        self._restore()

    def problem(self) -> str:
        """Why what is typed cannot be used; empty if it can."""
        if not self.isModified():
            return ""
        try:
            read_values(self._contrast, self.text())
        except UnreadableError as error:
            return str(error)
        return ""

    def take(self) -> None:
        """Take what is typed, if it can be used."""
        if not self.isModified() or self.problem():
            return
        values = read_values(self._contrast, self.text())
        is_other = values != self._values
        self.set_values(values)
        if is_other:
            self.edited.emit(values)

    def _restore(self) -> None:
        self.setText(write_values(self._contrast, self._values))
        self._render_validity()

    def _render_validity(self) -> None:
        problem = self.problem()
        self.setToolTip(problem or self._tip)
        self.setAccessibleDescription(problem)
        set_look(self, "invalid", bool(problem))
        self.judged.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the values; Esc brings the old ones back, if others are typed."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._restore()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
