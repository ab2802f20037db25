"""The learning rate: chosen from a list or typed; while a schedule changes it, the present one is shown."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from nnsim.data.typed_numbers import parse_number
from nnsim.engine.catalog.schedules import SCHEDULES
from nnsim.engine.catalog.settings import LEARNING_RATE
from nnsim.engine.spec import TrainSpec
from nnsim.ui.theme import Size
from nnsim.ui.widgets.captioned import Captioned
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.numbers import NumberFormat, format_fixed, format_number
from nnsim.ui.widgets.parameter_field import ParameterField

RATES: Final = (("0.00001", 5), ("0.0001", 4), ("0.001", 3), ("0.003", 3), ("0.01", 2), ("0.03", 2), ("0.1", 1),
                ("0.3", 1), ("1", 0), ("3", 0), ("10", 0))  # fmt: skip
"""Each rate as a name, and its number of decimals."""


def present_rate(training: TrainSpec, epoch: int) -> float:
    """The learning rate of the epoch under way, after ``epoch`` finished ones."""
    return training.learning_rate * SCHEDULES.build(training.schedule).factor(epoch)


class _RateNumber(ParameterField):
    """Shows the present rate, and the one that was set as soon as someone is about to set another."""

    def __init__(self, more: str) -> None:
        super().__init__(LEARNING_RATE, NumberFormat(4), role="bare-strong", more=more)
        self._present = math.nan

    def show_rates(self, value: float, present: float) -> None:
        """Show the rate that was set and the present one."""
        if (value, present) != (self._value, self._present):
            self._present = present
            self.set_value(value)

    def set_tip(self, tip: str) -> None:
        """Explain it in other words."""
        if tip != self._tip:
            self._tip = tip
            self._render_validity()

    def shown_value(self) -> float:
        """The present rate, unless the keyboard is here."""
        return self.value() if self.hasFocus() or math.isnan(self._present) else self._present

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What can be changed is what was set."""
        if not self.isModified():
            self._restore()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Back to the present."""
        super().focusOutEvent(event)
        if not self.isModified():
            self._restore()


class RateField(Captioned):
    """A caption, the number to type into, and ▾ with the usual values.

    Signals
    -------
    edited(float) : the user chose or typed another rate
    """

    edited = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        more = QCoreApplication.translate("RateField", "Type any number, or open the list.")
        field = _RateNumber(more)
        caption = QCoreApplication.translate("catalog", LEARNING_RATE.label)
        super().__init__(caption, field.tip, parent)
        self.field = field
        self._caption_text = caption
        self.field.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.menu_button = DropButton(self.tr("Learning rates"), tip=self.tr("Choose one of the usual learning rates"))
        self.menu_button.setObjectName("learning_rates")
        self.menu_button.set_options([Option(name, format_fixed(float(name), decimals)) for name, decimals in RATES])
        self.field.edited.connect(self.edited)
        self.menu_button.chosen.connect(lambda name: self.edited.emit(parse_number(name)))
        self.caption.setIndent(Size.INDENT)
        self.row.addWidget(self.field)
        self.row.addWidget(self.menu_button)
        self.row.addStretch(1)
        self.field.setFixedWidth(Size.RATE)

    def show_rates(self, value: float, present: float) -> None:
        """Show the rate that was set, or the present one if a schedule has made it another."""
        self.field.show_rates(value, present)
        scheduled = present != value
        self.caption.show_text(self.tr("learning rate now") if scheduled else self._caption_text)
        was_set = self.tr("Set to {0}; the schedule makes it {1} in this epoch.")
        said = was_set.format(format_number(value, 4), format_number(present, 4))
        self.field.set_tip(f"{self.field.tip}\n{said}" if scheduled else self.field.tip)
        self.menu_button.set_current(next((name for name, _ in RATES if float(name) == value), ""), "")

    def controls(self) -> tuple[QWidget, QWidget]:
        """What takes the keyboard, in order."""
        return self.field, self.menu_button
