"""All settings of one layer, as a form fed by the catalog."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.entries import Family, Parameter
from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.catalog.settings import DROPOUT, KERNEL, LAYER_SIZE, PADDING, STRIDE
from nnsim.engine.spec import LayerSpec
from nnsim.model import edits, layer_edits
from nnsim.model.change import Edited
from nnsim.session.session import Session
from nnsim.ui.editor.layer_menu import activation_objections
from nnsim.ui.editor.layer_words import kind_help, kind_label, squeezes
from nnsim.ui.editor.output_words import what_the_loss_asks, why_so_many, why_this_activation
from nnsim.ui.names import Names, dimensions
from nnsim.ui.network_sizes import NetworkSize
from nnsim.ui.theme import Size
from nnsim.ui.widgets.choice_rows import ChoiceRows
from nnsim.ui.widgets.form import Form
from nnsim.ui.widgets.labels import Label
from nnsim.ui.widgets.numbers import NumberFormat
from nnsim.ui.widgets.parameter_field import ParameterField, help_of, label_of
from nnsim.ui.widgets.switch import Switch
from nnsim.ui.widgets.tips import in_lines


class LayerForm(Form):
    """Shows the rows that the layer in hand has. Each edits the project at once.

    Signals
    -------
    rows_changed() : the form is higher or lower than before
    """

    rows_changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self._layer = 0
        self._labels: dict[QWidget, Label] = {}
        self.heading = self.add_heading("")
        self.note = self.add_note(NetworkSize.LAYER_FORM)
        self.number = self._field(LAYER_SIZE, NumberFormat())
        self.number.edited.connect(lambda value: self._apply(edits.resize_layer, round(value)))
        self._make_window()
        self._make_choices()
        self._make_switches()
        self.order_tabs()

    def _make_window(self) -> None:
        self.window_fields = {
            parameter.name: self._field(parameter, NumberFormat()) for parameter in (KERNEL, STRIDE, PADDING)
        }
        for field in self.window_fields.values():
            field.edited.connect(lambda _value: self._apply_window())

    def _make_choices(self) -> None:
        self.activation = self._choice(
            ACTIVATIONS,
            self.tr("Activation"),
            self.tr("Activation: the bend that makes of each neuron’s sum z what it hands on, h."),
            edits.set_activation,
        )
        self.activation.button.menu().aboutToShow.connect(self._render_activations)
        self.bias = self._switch(
            "bias",
            self.tr("Bias"),
            self.tr("A number of its own that each neuron adds to its sum, whatever comes in."),
            edits.set_bias,
        )
        self.initializer = self._choice(
            INITIALIZERS,
            self.tr("First weights"),
            self.tr("The rule for the weights before training. With another rule training starts anew."),
            edits.set_initializer,
        )

    def _make_switches(self) -> None:
        self.dropout = self._field(DROPOUT, NumberFormat(3))
        self.dropout.edited.connect(lambda value: self._apply(layer_edits.set_dropout, value))
        self.normalize = self._switch(
            "normalize",
            self.tr("Batch normalisation"),
            self.tr("Brings each neuron’s sums within a batch to mean 0 and spread 1, so that layers learn evenly."),
            layer_edits.set_normalize,
        )
        self.frozen = self._switch(
            "frozen",
            self.tr("Frozen"),
            self.tr("While it is frozen, no step changes the weights and biases of this layer; Reset keeps them too."),
            layer_edits.set_frozen,
        )

    def _choice(self, family: Family[Any], label: str, tip: str, edit: Callable[..., Edited]) -> ChoiceRows:
        rows = ChoiceRows(family, label, tip)
        rows.chosen.connect(lambda choice: self._apply(edit, choice))
        rows.rows_changed.connect(self.order_tabs)
        self.add_form(rows)
        return rows

    def _field(self, parameter: Parameter, shown: NumberFormat) -> ParameterField:
        field = ParameterField(parameter, shown)
        field.setFixedWidth(Size.FIELD)
        self._labels[field] = self.add_row(field.label, field, field.tip)
        return field

    def _switch(self, name: str, label: str, tip: str, edit: Callable[..., Edited]) -> Switch:
        switch = Switch(label, tip=tip)
        switch.setObjectName(name)
        switch.asked.connect(lambda on: self._apply(edit, on))
        self._labels[switch] = self.add_row(label, switch, tip)
        return switch

    def _apply(self, edit: Callable[..., Edited], *values: object) -> None:
        if not self._session.apply(edit, self._layer, *values):
            self._render(self._session.project.network.layers[self._layer])

    def _apply_window(self) -> None:
        self._apply(layer_edits.set_window, *(round(field.value()) for field in self.window_fields.values()))

    def show_layer(self, names: Names, layer: int) -> None:
        """Show a layer of the session's network."""
        self._layer = layer
        network = names.network
        self.heading.setText(names.layer(layer))
        spec, shape = network.layers[layer], network.shapes[layer + 1]
        is_output = layer == len(network.layers) - 1
        self._render_rows(spec, is_output=is_output)
        fixed = why_so_many(names) if is_output else ""
        label = kind_label(spec)
        self.note.setText(
            "\n\n".join((fixed, why_this_activation(self._session, names), what_the_loss_asks(self._session, names)))
            if is_output
            else f"{label[:1].upper()}{label[1:]}, {dimensions(shape)}. {kind_help(spec)}"
        )
        self._render_size(spec, fixed)
        self._render(spec)

    def _render_rows(self, spec: LayerSpec, *, is_output: bool) -> None:
        has_weights = spec.has_weights
        looks = spec.kind in ("conv2d", "max_pool2d", "average_pool2d")
        shown: dict[QWidget, bool] = {
            self.number: has_weights,
            self.bias: has_weights,
            self.normalize: has_weights,
            self.frozen: has_weights,
            self.dropout: not is_output,
            self.window_fields["kernel"]: looks,
            self.window_fields["stride"]: looks,
            self.window_fields["padding"]: spec.kind == "conv2d",
        }
        for control, visible in shown.items():
            self.set_row_visible(self._labels[control], visible)
        self.activation.setVisible(squeezes(spec))
        self.initializer.setVisible(has_weights)
        self.rows_changed.emit()

    def _render_size(self, spec: LayerSpec, fixed: str) -> None:
        """Filters are called filters; a size that cannot be chosen says why."""
        filters = spec.kind == "conv2d"
        label, tip = label_of(LAYER_SIZE), help_of(LAYER_SIZE)
        if filters:
            label, tip = self.tr("Number of filters"), self.tr("How many filters: each makes a picture of its own.")
        self._labels[self.number].setText(label)
        self._labels[self.number].setToolTip(in_lines(fixed or tip))
        self.number.set_tip(in_lines(fixed or tip))
        self.number.setAccessibleName(label)
        self.number.setEnabled(not fixed)

    def _render(self, spec: LayerSpec) -> None:
        self.number.set_value(spec.size)
        for name, field in self.window_fields.items():
            field.set_value(getattr(spec, name))
        self.activation.show_choice(spec.activation)
        self.bias.show_on(spec.bias)
        self.initializer.show_choice(spec.initializer)
        self.dropout.set_value(spec.dropout)
        self.normalize.show_on(spec.normalize)
        self.frozen.show_on(spec.frozen)

    def _render_activations(self) -> None:
        self.activation.button.set_impossible(activation_objections(self._session.project, self._layer))

    def order_tabs(self) -> None:
        """Rows that come later stand where they are read."""
        choices = (*self.activation.controls(), self.bias, *self.initializer.controls())
        order = (self.number, *self.window_fields.values(), *choices, self.dropout, self.normalize, self.frozen)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
