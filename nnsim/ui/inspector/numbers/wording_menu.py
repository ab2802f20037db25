"""What the View menu offers about symbols and digits."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from nnsim.session.wording import Wording

_DIGITS: Final = (2, 3, 4, 5, 6, 8, 10, 12)


class NotationMenu(QMenu):
    """Which of prediction and label wears the hat."""

    def __init__(self, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self._wording = wording
        self.setTitle(self.tr("N&otation"))
        self.setObjectName("menu_notation")
        group = QActionGroup(self)
        texts = {
            "prediction": self.tr("ŷ is the &prediction, y the label"),
            "label": self.tr("y is the prediction, ŷ the &label"),
        }
        for name, text in texts.items():
            action = self.addAction(text)
            action.setObjectName(f"notation_{name}")
            action.setCheckable(True)
            action.setData(name == "label")
            group.addAction(action)
        group.triggered.connect(lambda action: wording.call_label_with_hat(action.data()))
        wording.changed.connect(self._render)
        self._render()

    def _render(self) -> None:
        for action in self.actions():
            action.setChecked(action.data() == self._wording.label_has_hat)


class DigitsMenu(QMenu):
    """How many digits the numbers of a step have."""

    def __init__(self, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self._wording = wording
        self.setTitle(self.tr("&Digits in formulas"))
        self.setObjectName("menu_digits")
        group = QActionGroup(self)
        for digits in _DIGITS:
            action = self.addAction(str(digits))
            action.setObjectName(f"digits_{digits}")
            action.setCheckable(True)
            action.setData(digits)
            group.addAction(action)
        group.triggered.connect(lambda action: wording.set_digits(action.data()))
        wording.changed.connect(self._render)
        self._render()

    def _render(self) -> None:
        for action in self.actions():
            action.setChecked(action.data() == self._wording.digits)
