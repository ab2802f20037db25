"""What can be done with a layer, as menus. An action's data is the edit with its arguments."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.spec import LayerSpec, NetworkSpec
from nnsim.model import edits
from nnsim.ui.widgets.chips import Option


def activation_options() -> list[Option]:
    """All activations, as the catalog tells them."""
    return [Option(entry.name, _catalog(entry.label), _catalog(entry.help)) for entry in ACTIVATIONS]


def fill_layer_menu(menu: QMenu, network: NetworkSpec, layer: int) -> None:
    """The edits of one layer; −1 is the inputs. Inputs and outputs follow the data, so they have fewer."""
    menu.clear()
    last = len(network.layers) - 1
    hidden = 0 <= layer < last
    if layer >= 0 and network.layers[layer].has_weights:
        _add_sizes(menu, network.layers[layer], layer, hidden)
    if layer >= 0:
        _add(menu, _tr("Add a layer before"), "", edits.add_layer, layer)
    if layer < last:
        _add(menu, _tr("Add a layer after"), "", edits.add_layer, layer + 1)
    if hidden:
        menu.addSeparator()
        _add(menu, _tr("Remove this layer"), _tr("Del"), edits.remove_layer, layer)


def _add_sizes(menu: QMenu, spec: LayerSpec, layer: int, hidden: bool) -> None:
    """How many neurons or filters there are, and whether they have biases."""
    filters = spec.kind == "conv2d"
    if hidden:
        _add(menu, _tr("One more filter") if filters else _tr("One more neuron"), "+", edits.add_neuron, layer)
        less = _tr("One filter less") if filters else _tr("One neuron less")
        _add(menu, less, "−", edits.remove_neuron, layer).setEnabled(spec.size > 1)
        menu.addSeparator()
    text = _tr("Filters have a bias") if filters else _tr("Neurons have a bias")
    bias = _add(menu, text, "", edits.set_bias, layer, not spec.bias)
    bias.setCheckable(True)
    bias.setChecked(spec.bias)
    menu.addSeparator()


def _add(menu: QMenu, text: str, keys: str, *edit: object) -> QAction:
    action = menu.addAction(f"{text}\t{keys}" if keys else text)
    action.setData(edit)
    return action


def _catalog(text: str) -> str:
    return QCoreApplication.translate("catalog", text)


def _tr(text: str) -> str:
    return QCoreApplication.translate("layer_menu", text)
