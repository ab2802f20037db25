"""A field for the numbers of neurons of the hidden layers."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nnsim.ui.theme import Size
from nnsim.ui.widgets.looks import set_look
from nnsim.ui.widgets.number_field import KeyboardHome

Sizes = tuple[int, ...]

_BETWEEN = re.compile(r"[\s,;×x–-]+")
_MOST_DIGITS = 5


class SizesField(QLineEdit):
    """``8, 8``: two layers; nothing, or “none”: no hidden layer. Enter or leaving takes them, Esc brings the old back.

    What cannot be used stays as it was typed, marked, until it is mended or Esc is pressed.

    Signals
    -------
    edited(object) : the user made them other sizes; never emitted by ``set_sizes``
    """

    edited = Signal(object)

    def __init__(self, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sizes: Sizes = ()
        self._tip = tip
        self.setProperty("role", "number")
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setMinimumHeight(Size.HIT)
        self.textEdited.connect(self._render_validity)
        self.editingFinished.connect(self.take)

    def set_sizes(self, sizes: Sizes) -> None:
        """Show these, unless something else is typed."""
        self._sizes = sizes
        if not self.isModified():
            self._restore()

    def problem(self) -> str:
        """Why the text cannot be used; empty if it can."""
        return self.tr("Type the numbers of neurons, such as 8, 8.") if self._typed() is None else ""

    def take(self) -> None:
        """Take what is typed, if it can be used."""
        sizes = self._typed()
        if not self.isModified() or sizes is None:
            return
        is_other, self._sizes = sizes != self._sizes, sizes
        self._restore()
        if is_other:
            self.edited.emit(sizes)

    def _typed(self) -> Sizes | None:
        """What is typed; ``None`` if it cannot be understood."""
        text = self.text().strip().casefold()
        if text in ("", self.tr("none").casefold()):
            return ()
        words = [word for word in _BETWEEN.split(text) if word]
        if not all(word.isdecimal() and len(word) <= _MOST_DIGITS for word in words):
            return None
        return tuple(map(int, words))

    def _restore(self) -> None:
        self.setText(", ".join(map(str, self._sizes)) or self.tr("none"))
        self._render_validity()

    def _render_validity(self) -> None:
        problem = self.problem()
        self.setToolTip(problem or self._tip)
        self.setAccessibleDescription(problem)
        set_look(self, "invalid", bool(problem))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the sizes, Esc brings the old ones back; both give the keyboard back."""
        restores = event.key() == Qt.Key.Key_Escape
        if restores:
            self._restore()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        else:
            self.take()
        window = self.window()
        if isinstance(window, KeyboardHome) and not self.isModified():
            window.take_keyboard()
