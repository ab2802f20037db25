"""One thing to choose from a family of the catalog, and below it the parameters of what is chosen."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from nnsim.engine.catalog.entries import Entry, Family, Parameter
from nnsim.engine.spec import Choice
from nnsim.ui.theme import Size
from nnsim.ui.widgets.chips import Option
from nnsim.ui.widgets.drop_button import DropButton
from nnsim.ui.widgets.form import Form
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.numbers import NumberFormat
from nnsim.ui.widgets.parameter_field import ParameterField

_DIGITS: Final = 6


class ChoiceRows(Form):
    """A drop-down fed by the catalog: a new entry appears here, with its parameters, without a change.

    Signals
    -------
    chosen(Choice) : the user chose an entry, with its usual parameters, or another value of a parameter
    rows_changed() : other parameters are shown than before
    """

    chosen = Signal(object)
    rows_changed = Signal()

    def __init__(
        self, family: Family[Any], label: str, tip: str, parent: QWidget | None = None, *, name: str = ""
    ) -> None:
        super().__init__(parent=parent)
        self._family = family
        self._name = name or family.noun
        self._choice = Choice("")
        self._labels: list[Label] = []
        self.parameters: dict[str, ParameterField] = {}
        self.button = DropButton(label, tip=tip)
        self.button.setObjectName(self._name)
        self.button.set_options([_option(entry) for entry in family])
        self.button.chosen.connect(lambda name: self.chosen.emit(Choice(name)))
        self.add_row(label, self.button, tip)

    def show_choice(self, choice: Choice) -> None:
        """Show what is chosen, whatever was shown before."""
        entry = self._family.entry(choice.name)
        if entry.name != self._choice.name:
            self._render_rows(entry)
        self._choice = choice
        self.button.set_current(entry.name)
        values = {parameter.name: parameter.default for parameter in entry.parameters} | choice.values()
        for name, field in self.parameters.items():
            field.set_value(values[name])

    def controls(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, in order."""
        return self.button, *self.parameters.values()

    def _render_rows(self, entry: Entry[Any]) -> None:
        while self._labels:
            self.remove_row(self._labels.pop())
        self.parameters = {parameter.name: self._field(parameter) for parameter in entry.parameters}
        self.rows_changed.emit()

    def _field(self, parameter: Parameter) -> ParameterField:
        field = ParameterField(parameter, NumberFormat(_DIGITS))
        field.setObjectName(f"{self._name}_{parameter.name}")
        field.setFixedWidth(Size.FIELD)
        field.edited.connect(lambda value: self._on_edited(parameter.name, value))
        label = self.add_row(field.label, field, field.tip)
        label.setIndent(Size.MARGIN)
        self._labels.append(label)
        return field

    def _on_edited(self, name: str, value: float) -> None:
        self.chosen.emit(Choice.of(self._choice.name, **(self._choice.values() | {name: value})))


def _option(entry: Entry[Any]) -> Option:
    translate = QCoreApplication.translate
    return Option(entry.name, translate("catalog", entry.label), translate("catalog", entry.help))
