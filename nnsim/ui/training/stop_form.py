"""When training stops by itself: a field for each condition, “never” as long as it is not wanted."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nnsim.engine.catalog.entries import Parameter
from nnsim.engine.spec import StopSpec
from nnsim.model.problems import STOPS
from nnsim.ui.theme import Size
from nnsim.ui.widgets.form import Form
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.numbers import NumberFormat
from nnsim.ui.widgets.parameter_field import ParameterField


class StopForm(Form):
    """The conditions under which training ends without a hand.

    Signals
    -------
    edited(StopSpec) : the user set another limit, or took one away
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.add_heading(self.tr("Stop by itself"))
        self._stop = StopSpec()
        self._labels: dict[str, Label] = {}
        self.fields = {name: self._field(name, parameter) for name, parameter in STOPS.items()}

    def _field(self, name: str, parameter: Parameter) -> ParameterField:
        never = self.tr("never")
        shown = NumberFormat(percent=name == "accuracy", words=((never, math.inf),), empty=math.inf)
        field = ParameterField(parameter, shown, more=self.tr("“never”, or an empty field, leaves it to you."))
        field.setFixedWidth(Size.FIELD)
        field.edited.connect(lambda value: self._on_edited(name, value))
        self._labels[name] = self.add_row(field.label, field, field.tip)
        return field

    def show_stop(self, stop: StopSpec, *, has_accuracy: bool) -> None:
        """Show the limits; quantities have no accuracy."""
        self._stop = stop
        for name, field in self.fields.items():
            value = getattr(stop, name)
            field.set_value(math.inf if value is None else value)
        self.set_row_visible(self._labels["accuracy"], has_accuracy)

    def controls(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, in order."""
        return tuple(self.fields.values())

    def _on_edited(self, name: str, value: float) -> None:
        limit: Any = None if math.isinf(value) else STOPS[name].taken(value)
        self.edited.emit(replace(self._stop, **{name: limit}))
