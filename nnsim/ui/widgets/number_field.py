"""A field for one number, as forgiving as paper."""

from __future__ import annotations

import math
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from nnsim.ui.theme import Size
from nnsim.ui.widgets.history_keys import redoes, undoes
from nnsim.ui.widgets.looks import set_look
from nnsim.ui.widgets.numbers import NumberFormat


@runtime_checkable
class KeyboardHome(Protocol):
    """A window that knows what should have the keyboard when a field has done with it."""

    def take_keyboard(self) -> None:
        """Give the keyboard to it."""


class NumberField(QLineEdit):
    """A number that can be typed, or stepped with the arrow keys.

    Decimal comma and point, fractions such as 1/3 and powers of ten are all understood. A number that cannot be used is
    marked at once and told in the tooltip, which Enter opens. Enter or leaving the field takes a good number, Esc
    brings the old one back; Enter and Esc give the keyboard back to what the window works on. A click selects all.

    Parameters
    ----------
    name : what a screen reader says
    minimum, maximum : the range, both ends included
    step : what an arrow key adds; 0 changes the last shown digit's neighbour by a tenth of the value's size
    number_format : how the number is written and read
    keeps_keyboard : Enter and Esc leave the keyboard here, with the number selected; so it always is in a popup
    keeps_text : what cannot be used stays, marked, when the field is left

    Signals
    -------
    edited(float) : the user made it another number; never emitted by ``set_value``
    judged() : ``problem`` may be another
    """

    edited = Signal(float)
    judged = Signal()

    def __init__(
        self,
        name: str,
        minimum: float = -math.inf,
        maximum: float = math.inf,
        *,
        step: float = 0.0,
        number_format: NumberFormat | None = None,
        role: str = "number",
        tip: str = "",
        keeps_keyboard: bool = False,
        keeps_text: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keeps_keyboard, self._keeps_text = keeps_keyboard, keeps_text
        self._clicked_into = False
        self._format = number_format or NumberFormat()
        self._minimum, self._maximum, self._step = minimum, maximum, step
        self._value = math.nan
        self._refusal = ""
        self._tip = tip
        self.setProperty("role", role)
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setMinimumHeight(Size.HIT)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.textEdited.connect(self._render_validity)
        self.editingFinished.connect(self.take)

    def value(self) -> float:
        """The number last taken or set; NaN before any."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show ``value``, unless the user is typing right now."""
        self._value = value
        if not (self.isModified() and (self.hasFocus() or self._keeps_text)):
            self._restore()

    def shown_value(self) -> float:
        """The number that stands in the field while nothing is typed."""
        return self._value

    def set_range(self, minimum: float, maximum: float) -> None:
        """Accept only numbers from ``minimum`` to ``maximum``."""
        self._minimum, self._maximum = minimum, maximum

    def set_tip(self, tip: str) -> None:
        """Explain the number in other words from now on."""
        self._tip = tip
        self._render_validity()

    def take(self) -> None:
        """Take what is typed, if it can be used."""
        if self.isModified() and not self.problem():
            self._take(self._format.value(self.text()))

    def problem(self) -> str:
        """Why the text cannot be used, in plain words; empty if it can."""
        try:
            value = self._format.value(self.text())
        except ValueError:
            if self._format.whole:
                return self.tr("Type a whole number, such as 12.")
            return self.tr("Type a number, such as 0.5, 1/3 or 3e−4.")
        if value in (meant for _, meant in self._format.words) or self._minimum <= value <= self._maximum:
            return ""
        low, high = self._format.text(self._minimum), self._format.text(self._maximum)
        if math.isinf(self._maximum):
            return self.tr("Must be at least {0}.").format(low)
        return self.tr("Must lie between {0} and {1}.").format(low, high)

    def _restore(self) -> None:
        text = self._format.text(self.shown_value())
        if text != self.text() or self.isModified():
            whole = self.hasSelectedText() and self.selectedText() == self.text()
            self.setText(text)
            if whole:
                self.selectAll()
        self._render_validity()

    def _render_validity(self) -> None:
        problem = self.problem() if self.isModified() else ""
        self.setToolTip(problem or self._tip)
        self.setAccessibleDescription(problem)
        if not problem:
            self._hide_refusal()
        set_look(self, "invalid", bool(problem))
        self.judged.emit()

    def _tell_refusal(self) -> None:
        self._refusal = self.problem()
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height() // 2)), self._refusal, self)
        self.selectAll()

    def _hide_refusal(self) -> None:
        if self._refusal and QToolTip.text() == self._refusal:
            QToolTip.hideText()
        self._refusal = ""

    def _gives_back(self) -> bool:
        return not self._keeps_keyboard and self.window().windowType() != Qt.WindowType.Popup

    def _give_back(self) -> None:
        """Let what the window works on have the keyboard."""
        window = self.window()
        if not self._gives_back():
            self.selectAll()
        elif isinstance(window, KeyboardHome):
            window.take_keyboard()
        else:
            self.clearFocus()

    def _take(self, value: float) -> None:
        changed = value != self._value
        self._value = value
        self.setModified(False)
        self._restore()
        if changed:
            self.edited.emit(value)

    def _stepped(self, direction: int) -> float:
        start = self._value if self.problem() else self._format.value(self.text())
        if not math.isfinite(start):
            return start
        step = self._step or (1.0 if self._format.whole else 10.0 ** (math.floor(math.log10(abs(start) or 1.0)) - 1))
        value = float(f"{start + direction * step:.10g}")
        return min(max(value, self._minimum), self._maximum)

    def event(self, event: QEvent) -> bool:
        """Esc and undo belong to the field only while there is something to bring back."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if _travels(event) and not self.isModified():
                event.ignore()
                return False
            restores = event.key() == Qt.Key.Key_Escape and self.isModified()
            if restores or event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down step, Enter takes the number, Esc brings the old one back."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not self.isReadOnly():
            self._take(self._stepped(1 if event.key() == Qt.Key.Key_Up else -1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            event.accept()
            self._tell_refusal() if self.isModified() and self.problem() else self._give_back()
        elif event.key() == Qt.Key.Key_Escape and (self.isModified() or self._gives_back()):
            self._restore()
            self._give_back()
        elif _travels(event) and not self.isModified():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Typing replaces the number."""
        super().focusInEvent(event)
        self._clicked_into = event.reason() == Qt.FocusReason.MouseFocusReason
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.selectAll()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The click that comes into the field selects all, unless it was drawn over a part."""
        super().mouseReleaseEvent(event)
        if self._clicked_into and not self.hasSelectedText():
            self.selectAll()
        self._clicked_into = False

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """All of the number: as words are counted it has several, one without its minus."""
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Bring the old number back if the new one cannot be used, unless the text is kept."""
        super().focusOutEvent(event)
        if self.isModified() and not self._keeps_text and event.reason() != Qt.FocusReason.PopupFocusReason:
            self._restore()

    def hideEvent(self, event: QHideEvent) -> None:
        """When it comes back it does not look as if what is typed came here."""
        super().hideEvent(event)
        self.deselect()


def _travels(event: QKeyEvent) -> bool:
    return undoes(event) or redoes(event)
