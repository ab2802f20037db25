"""A field for a number of the catalog, whose words and range are the catalog's."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from nnsim.engine.catalog.entries import Parameter
from nnsim.ui.widgets.number_field import NumberField
from nnsim.ui.widgets.numbers import NumberFormat


class ParameterField(NumberField):
    """Named, explained and bounded as the catalog says, so that a form takes exactly what a file may hold.

    Parameters
    ----------
    number_format : all but whether only whole numbers make sense, which the catalog says
    more : what there is to explain about the field itself, after the catalog's help
    """

    def __init__(
        self,
        parameter: Parameter,
        number_format: NumberFormat,
        *,
        role: str = "number",
        more: str = "",
        keeps_text: bool = False,
    ) -> None:
        label = label_of(parameter)
        tip = f"{help_of(parameter)}\n{more}" if more else help_of(parameter)
        shown = replace(number_format, whole=parameter.whole)
        ends = parameter.minimum, parameter.maximum
        super().__init__(label, *ends, number_format=shown, role=role, tip=tip, keeps_text=keeps_text)
        self.label, self.tip = label, tip
        self._usual = parameter.default
        self.setObjectName(parameter.name)

    def _stepped(self, direction: int) -> float:
        """From a word such as “never”, the arrow keys lead to the usual value."""
        value = super()._stepped(direction)
        return value if math.isfinite(value) else self._usual


def label_of(parameter: Parameter) -> str:
    """What a parameter is called at the head of a row."""
    label = QCoreApplication.translate("catalog", parameter.label)
    return label[:1].upper() + label[1:] if label[:1].isascii() else label


def help_of(parameter: Parameter) -> str:
    """What a parameter does."""
    return QCoreApplication.translate("catalog", parameter.help)
