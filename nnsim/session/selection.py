"""What is selected, as a value that rooms of the window share through the session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nnsim.engine.spec import NetworkSpec
from nnsim.engine.weight_place import WeightPlace

SelectionKind = Literal["none", "layer", "neuron", "link", "bias"]


@dataclass(frozen=True, slots=True)
class Selection:
    """One part of the network, or nothing.

    Parameters
    ----------
    kind : what sort of part; it says which of the numbers count
    layer : index into ``NetworkSpec.layers``; −1 means the inputs. A link belongs to the layer it leads to.
    row : the neuron a link comes from
    column : the neuron itself, the neuron a link leads to, or the neuron a bias belongs to
    """

    kind: SelectionKind = "none"
    layer: int = 0
    row: int = 0
    column: int = 0


def exists(selection: Selection, network: NetworkSpec) -> bool:
    """Whether the network has the selected part (it may have gone with its layer).

    Pixels of pictures are no neurons to select: of a convolution there are the layer, its filters, their weights.
    """
    layer, layers = selection.layer, network.layers
    if selection.kind == "none":
        return True
    if not -1 <= layer < len(layers):
        return False
    if selection.kind == "layer":
        return True
    if selection.kind == "neuron":
        return 0 <= selection.column < _selectable(network, layer)
    if layer < 0 or not 0 <= selection.column < layers[layer].size:
        return False
    if selection.kind == "bias":
        return layers[layer].bias
    return 0 <= selection.row < layers[layer].rows(network.shapes[layer])


def layer_now(layer: int, key: int, network: NetworkSpec) -> int | None:
    """Where a layer with this key stands now, which stood in place ``layer``; ``None`` if it is not there any more."""
    keys = [one.key for one in network.layers]
    if layer < len(keys) and keys[layer] == key:
        return layer
    return keys.index(key) if key in keys else None


def _selectable(network: NetworkSpec, layer: int) -> int:
    """Neurons of a layer, or filters."""
    if has_neurons(network, layer):
        return network.sizes[layer + 1]
    return network.layers[layer].size if layer >= 0 else 0


def kept(selection: Selection, network: NetworkSpec) -> Selection:
    """The selection, or nothing if the network has no such part."""
    return selection if exists(selection, network) else Selection()


def has_neurons(network: NetworkSpec, layer: int) -> bool:
    """Whether a layer (−1 is the inputs) is a row of neurons, each of which can be pointed at."""
    return network.picture is None if layer < 0 else network.layers[layer].kind == "dense"


def weight_of(selection: Selection, network: NetworkSpec) -> WeightPlace | None:
    """The weight or bias that is selected; ``None`` if something else is."""
    if selection.kind not in ("link", "bias") or not 0 <= selection.layer < len(network.layers):
        return None
    rows = network.layers[selection.layer].rows(network.shapes[selection.layer])
    place = WeightPlace(selection.layer, rows if selection.kind == "bias" else selection.row, selection.column)
    return place if place.exists(network) else None


def selection_of(weight: WeightPlace, network: NetworkSpec) -> Selection:
    """The other way round."""
    if weight.is_bias(network):
        return Selection("bias", weight.layer, 0, weight.column)
    return Selection("link", weight.layer, weight.row, weight.column)
