"""How numbers and symbols are written for this user: no part of the project, and the same in every room."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal

DIGITS: Final = 4
DIGITS_LEAST: Final = 2
DIGITS_MOST: Final = 12


class Wording(QObject):
    """The notation, and the digits of numbers that are told one by one.

    Signals
    -------
    changed() : one of them is another
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._label_has_hat = False
        self._digits = DIGITS

    @property
    def label_has_hat(self) -> bool:
        """Whether ŷ is the label and y the prediction; else, as usual in the field, the other way round."""
        return self._label_has_hat

    @property
    def prediction(self) -> str:
        """What the prediction is called."""
        return "y" if self._label_has_hat else "ŷ"

    @property
    def label(self) -> str:
        """What the label is called."""
        return "ŷ" if self._label_has_hat else "y"

    @property
    def digits(self) -> int:
        """Significant digits."""
        return self._digits

    def call_label_with_hat(self, has_hat: bool) -> None:
        """Use one notation or the other."""
        if has_hat != self._label_has_hat:
            self._label_has_hat = has_hat
            self.changed.emit()

    def set_digits(self, digits: int) -> None:
        """Write numbers with so many digits, within what reads well."""
        within = min(max(digits, DIGITS_LEAST), DIGITS_MOST)
        if within != self._digits:
            self._digits = within
            self.changed.emit()
