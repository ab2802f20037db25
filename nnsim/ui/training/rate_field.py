"""The learning rate: chosen from a list or typed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QWidget

from nnsim.engine.catalog.settings import LEARNING_RATE
from nnsim.ui.theme import Size
from nnsim.ui.training.captioned import Captioned
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.numbers import NumberFormat, format_fixed, parse_number
from nnsim.ui.widgets.parameter_field import ParameterField

RATES: Final = (("0.00001", 5), ("0.0001", 4), ("0.001", 3), ("0.003", 3), ("0.01", 2), ("0.03", 2), ("0.1", 1),
                ("0.3", 1), ("1", 0), ("3", 0), ("10", 0))  # fmt: skip
"""Each rate as a name, and its number of decimals."""


class RateField(Captioned):
    """A caption, the number to type into, and ▾ with the usual values.

    Signals
    -------
    edited(float) : the user chose or typed another rate
    """

    edited = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        more = QCoreApplication.translate("RateField", "Type any number, or open the list.")
        field = ParameterField(LEARNING_RATE, NumberFormat(4), role="bare-strong", more=more)
        caption = QCoreApplication.translate("catalog", LEARNING_RATE.label)
        super().__init__(caption, field.tip, parent)
        self.field = field
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

    def set_value(self, value: float) -> None:
        """Show a rate."""
        self.field.set_value(value)
        self.menu_button.set_current(next((name for name, _ in RATES if float(name) == value), ""), "")

    def controls(self) -> tuple[QWidget, QWidget]:
        """What takes the keyboard, in order."""
        return self.field, self.menu_button
