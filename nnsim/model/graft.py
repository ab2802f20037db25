"""Carrying learnt weights over into a changed network."""

from __future__ import annotations

from dataclasses import replace

from nnsim.engine.first_weights import first_parameters
from nnsim.engine.parameters import Array, blocks
from nnsim.engine.snapshot import Checkpoint, frozen
from nnsim.engine.spec import NetworkSpec

_INPUTS = -1


def graft(checkpoint: Checkpoint, network: NetworkSpec, seed: int) -> Checkpoint:
    """The checkpoint for ``network``: what still fits is kept, what is new gets first weights from ``seed``.

    A weight still fits if both its neurons were there before: the same layer by ``key``, the same place in it. The
    optimizer's memory is carried over in the same way and is 0 for new weights.
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


def _carried(values: Array, old: NetworkSpec, new: NetworkSpec, fresh: Array) -> Array:
    result = fresh.copy()
    places = {layer.key: index for index, layer in enumerate(old.layers)}
    old_blocks, new_blocks = blocks(old), blocks(new)
    for index, layer in enumerate(new.layers):
        if layer.key not in places:
            continue
        before = places[layer.key]
        source, target = old_blocks[before], new_blocks[index]
        columns = min(source.n_to, target.n_to)
        if _key_before(old, before) == _key_before(new, index):
            rows = min(source.n_from, target.n_from)
            target.weights(result)[:rows, :columns] = source.weights(values)[:rows, :columns]
        old_biases, new_biases = source.biases(values), target.biases(result)
        if old_biases is not None and new_biases is not None:
            new_biases[:columns] = old_biases[:columns]
    return frozen(result)


def _key_before(network: NetworkSpec, index: int) -> int:
    return network.layers[index - 1].key if index else _INPUTS
