"""Carrying over into a changed network: learnt weights, and the single weights that are held or cut."""

from __future__ import annotations

from dataclasses import replace
from math import prod

from nnsim.engine.first_weights import first_parameters
from nnsim.engine.parameters import Array, Block, blocks
from nnsim.engine.snapshot import Checkpoint, frozen
from nnsim.engine.spec import LayerSpec, NetworkSpec, Places, Shape

_INPUTS = -1


def graft(checkpoint: Checkpoint, network: NetworkSpec, seed: int) -> Checkpoint:
    """The checkpoint for ``network``: what still fits is kept, what is new gets first weights from ``seed``.

    A weight still fits if both its ends were there before: the same layer by ``key``, of the same kind, and the same
    place in it. The optimizer's memory is carried over in the same way and is 0 for new weights and cut links.
    """
    old = checkpoint.network
    first = first_parameters(network, seed)
    empty = first * 0
    return replace(
        checkpoint,
        network=network,
        parameters=_carried(checkpoint.parameters, old, network, first),
        optimizer={name: _carried(array, old, network, empty) for name, array in checkpoint.optimizer.items()},
        looked=0,
    )


def refitted(old: NetworkSpec, new: NetworkSpec) -> NetworkSpec:
    """``new`` without what is held, cut or muted where the weight or neuron that was meant is no longer there.

    A held bias stays one where the rows above it became more or fewer.
    """
    places = _places_of_layers(old)
    layers = list(new.layers)
    for index, layer in enumerate(new.layers):
        before = places.get(layer.key)
        if layer.muted:
            layers[index] = layer = replace(layer, muted=tuple(one for one in layer.muted if one < layer.size))
        if before is not None and (layer.held or layer.cut):
            rows = _rows_kept(old, before, new, index)
            old_bias = old.layers[before].rows(old.shapes[before])
            new_bias = layer.rows(new.shapes[index])
            layers[index] = replace(
                layer,
                held=_kept(layer.held, rows, layer.size, old_bias, new_bias if layer.bias else None),
                cut=_kept(layer.cut, rows, layer.size, old_bias, None),
            )
    return replace(new, layers=tuple(layers))


def _kept(places: Places, rows: int, columns: int, old_bias: int, new_bias: int | None) -> Places:
    kept = [(row, column) for row, column in places if row < min(rows, old_bias) and column < columns]
    if new_bias is not None:
        kept += [(new_bias, column) for row, column in places if row == old_bias and column < columns]
    return tuple(kept)


def _carried(values: Array, old: NetworkSpec, new: NetworkSpec, fresh: Array) -> Array:
    result = fresh.copy()
    places = _places_of_layers(old)
    old_blocks, new_blocks = blocks(old), blocks(new)
    for index, layer in enumerate(new.layers):
        before = places.get(layer.key)
        if before is None or not _is_alike(old.layers[before], layer):
            continue
        source, target = old_blocks[before], new_blocks[index]
        rows, columns = _rows_kept(old, before, new, index), min(source.n_to, target.n_to)
        target.weights(result)[:rows, :columns] = source.weights(values)[:rows, :columns]
        for row, column in old.layers[before].cut:
            if column < columns and row < rows:
                target.weights(result)[row, column] = target.weights(fresh)[row, column]
        for row, column in layer.cut:
            target.weights(result)[row, column] = 0.0
        _carry_vectors(source, target, values, result, columns, came_along=rows > 0)
    return frozen(result)


def _carry_vectors(
    source: Block, target: Block, values: Array, result: Array, columns: int, *, came_along: bool
) -> None:
    """Biases and gains know no from-neurons; what a normalisation remembers is of the weights that came along."""
    old_biases, new_biases = source.biases(values), target.biases(result)
    if old_biases is not None and new_biases is not None:
        new_biases[:columns] = old_biases[:columns]
    if source.normalize and target.normalize:
        rows = 3 if came_along else 1
        target.normalization(result)[:rows, :columns] = source.normalization(values)[:rows, :columns]


def _rows_kept(old: NetworkSpec, before: int, new: NetworkSpec, index: int) -> int:
    """How many of the first rows of a layer's weights still come from where they came from."""
    one, other = old.layers[before], new.layers[index]
    if not _is_alike(one, other) or _source(old, before) != _source(new, index):
        return 0
    was, is_now = _shape_before(old, before), _shape_before(new, index)
    least = min(one.rows(old.shapes[before]), other.rows(new.shapes[index]))
    if one.kind == "conv2d" or len(was) == len(is_now) == 1:
        return least
    if len(was) == len(is_now):
        return min(was[0], is_now[0]) * prod(was[1:]) if was[1:] == is_now[1:] else 0
    return least if prod(was) == prod(is_now) else 0


def _is_alike(one: LayerSpec, other: LayerSpec) -> bool:
    """Whether weights of one are weights of the other: the same kind, and of filters the same pixels."""
    return one.kind == other.kind and (one.kind != "conv2d" or one.kernel == other.kernel)


def _source(network: NetworkSpec, index: int) -> int:
    """The key of the layer with weights that lies in front of layer ``index``."""
    return next((layer.key for layer in reversed(network.layers[:index]) if layer.has_weights), _INPUTS)


def _shape_before(network: NetworkSpec, index: int) -> Shape:
    """What comes into a layer, or into the flatten in front of it."""
    is_flat = index > 0 and network.layers[index - 1].kind == "flatten"
    return network.shapes[index - 1 if is_flat else index]


def _places_of_layers(network: NetworkSpec) -> dict[int, int]:
    return {layer.key: index for index, layer in enumerate(network.layers)}
