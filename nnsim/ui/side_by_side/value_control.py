"""The value of one column, to be read and to be changed."""

from __future__ import annotations

import math

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.engine.spec import Choice
from nnsim.runs.contrasts import Contrast
from nnsim.runs.sweep_settings import Value
from nnsim.ui.side_by_side.sizes_field import SizesField
from nnsim.ui.theme import Size
from nnsim.ui.value_words import help_words, setting_words, translate, value_words
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.numbers import NumberFormat
from nnsim.ui.widgets.parameter_field import ParameterField

_DIGITS = 6


class ValueControl(QWidget):
    """A field for numbers, a list for what is chosen by name.

    Signals
    -------
    edited(object) : the user wants another value; never emitted by ``show_value``
    """

    edited = Signal(object)

    def __init__(self, contrast: Contrast, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._contrast = contrast
        self._name = setting_words(contrast)
        self.control = self._made()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.control)

    @property
    def problem(self) -> str:
        """Why what is typed cannot be used; empty if it can."""
        control = self.control
        if isinstance(control, ParameterField | SizesField) and control.isModified():
            return control.problem()
        return ""

    def take(self) -> None:
        """Take what is typed, if it can be used."""
        if isinstance(self.control, ParameterField | SizesField):
            self.control.take()

    def show_value(self, value: Value) -> None:
        """Show a value, whatever was shown before."""
        control = self.control
        if isinstance(control, ParameterField):
            control.set_value(math.inf if value is None else float(value) if isinstance(value, int | float) else 0.0)
        elif isinstance(control, SizesField):
            control.set_sizes(value if isinstance(value, tuple) else ())
        elif isinstance(control, DropButton):
            name = value.name if isinstance(value, Choice) else "on" if value else "off"
            control.set_current(name, value_words(self._contrast, value))

    def _made(self) -> QWidget:
        if self._contrast.kind == "sizes":
            sizes = SizesField(self._name, help_words(self._contrast))
            sizes.setFixedWidth(Size.FIELD)
            sizes.edited.connect(self.edited.emit)
            return sizes
        if self._contrast.parameter is not None:
            return self._made_field()
        drop = DropButton(self._name, tip=help_words(self._contrast))
        if self._contrast.family is not None:
            entries = [(entry.name, entry.label, entry.help) for entry in self._contrast.family]
            drop.set_options(
                [Option(name, translate("catalog", label), translate("catalog", tip)) for name, label, tip in entries]
            )
            drop.chosen.connect(lambda name: self.edited.emit(Choice(name)))
        else:
            switch = (("off", False), ("on", True))
            drop.set_options([Option(name, value_words(self._contrast, value)) for name, value in switch])
            drop.chosen.connect(lambda name: self.edited.emit(name == "on"))
        return drop

    def _made_field(self) -> QWidget:
        parameter = self._contrast.parameter
        if parameter is None:
            raise ValueError("only numbers have a field")
        takes_all = parameter.name == "batch_size"
        named = ((self.tr("all"), math.inf),) if takes_all else ()
        more = self.tr("“all” takes the whole training set.") if takes_all else ""
        field = ParameterField(parameter, NumberFormat(_DIGITS, words=named), more=more, keeps_text=True)
        field.setFixedWidth(Size.FIELD)
        field.edited.connect(lambda value: self.edited.emit(self._meant(value)))
        return field

    def _meant(self, value: float) -> Value:
        if math.isinf(value):
            return None
        parameter = self._contrast.parameter
        return round(value) if parameter is not None and parameter.whole else value
