"""Layers that come into a network."""

from __future__ import annotations

from dataclasses import replace

from nnsim.engine.spec import LayerSpec, NetworkSpec


def new_key(network: NetworkSpec) -> int:
    """A key that no layer of the network has."""
    return max(layer.key for layer in network.layers) + 1


def with_inserted(network: NetworkSpec, index: int, layer: LayerSpec) -> NetworkSpec:
    """The network with one layer more, which becomes layer ``index``."""
    return replace(network, layers=(*network.layers[:index], layer, *network.layers[index:]))


def like_its_neighbour(network: NetworkSpec, index: int) -> LayerSpec:
    """What a new layer in front of layer ``index`` looks like; of a picture it makes one of the same size."""
    is_picture = len(network.shapes[index]) == 3
    hidden = network.layers[:-1]
    near = (*hidden[max(index - 1, 0) : index], *hidden[index : index + 1])
    models = [layer for layer in near if layer.kind == ("conv2d" if is_picture else "dense")]
    model = models[0] if models else LayerSpec(4, kind="conv2d" if is_picture else "dense")
    model = replace(model, frozen=False, held=(), cut=(), muted=())
    return replace(model, stride=1, padding=(model.kernel - 1) // 2) if is_picture else model
