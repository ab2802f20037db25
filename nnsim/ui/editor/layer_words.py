"""What there is to say about one layer: what it is, and why it is as it is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nnsim.engine.catalog.layers import LAYER_KINDS
from nnsim.engine.spec import LayerSpec
from nnsim.session.selection import has_neurons
from nnsim.ui.names import Names, dimensions

translate = QCoreApplication.translate


def about(names: Names, layer: int) -> str:
    """A line or two about a layer; −1 is the inputs."""
    network = names.network
    if not has_neurons(network, layer):
        return _about_picture(names, layer)
    size = network.n_inputs if layer < 0 else network.layers[layer].size
    if layer < 0:
        many = translate("layer_words", "{0} inputs: the numbers of each sample that the network sees.").format(size)
        one = translate("layer_words", "1 input: the number of each sample that the network sees.")
        return one if size == 1 else many
    many = translate("layer_words", "{0}: {1} neurons.").format(names.layer(layer), size)
    return translate("layer_words", "{0}: 1 neuron.").format(names.layer(layer)) if size == 1 else many


def _about_picture(names: Names, layer: int) -> str:
    words = dimensions(names.network.shapes[layer + 1])
    if layer < 0:
        return translate("layer_words", "The inputs are a picture of {0} pixels").format(words)
    spec = names.network.layers[layer]
    return translate("layer_words", "{0}: {1}, {2}.\n{3}").format(
        names.layer(layer), kind_label(spec), words, kind_help(spec)
    )


def kind_label(spec: LayerSpec) -> str:
    """``convolution``."""
    return translate("catalog", LAYER_KINDS.entry(spec.kind).label)


def kind_help(spec: LayerSpec) -> str:
    """What a layer of its kind does."""
    return translate("catalog", LAYER_KINDS.entry(spec.kind).help)


def squeezes(layer: LayerSpec) -> bool:
    """Whether a layer's activation is worth a word: pooling and flatten pass on what they make."""
    return layer.has_weights or layer.activation.name != "identity"
