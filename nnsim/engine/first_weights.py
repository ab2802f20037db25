"""The weights before learning: a pure function of the network and the seed."""

from __future__ import annotations

from collections.abc import Container

import numpy as np

from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.parameters import Array, Block, blocks
from nnsim.engine.spec import LayerSpec, NetworkSpec

_GAIN, _MEAN, _VARIANCE = 1.0, 0.0, 1.0


def first_parameters(spec: NetworkSpec, seed: int, layers: Container[int] | None = None) -> Array:
    """(n_parameters,) fresh weights from each layer's initializer, biases 0, and links that are cut 0.

    Where a layer normalises, gains are 1, and what it remembers is a mean of 0 and a variance of 1, as if nothing had
    been normalised yet. Each layer draws from a stream of its own, so that another layer's size does not change its
    weights; who asks for some of the layers, by their numbers from 0, gets 0 for the others.
    """
    parameters = np.zeros(spec.n_parameters, spec.dtype)
    for index, (block, layer) in enumerate(zip(blocks(spec), spec.layers, strict=True)):
        if layer.has_weights and (layers is None or index in layers):
            rng = np.random.default_rng([seed, index])
            _fill(block, layer, parameters, rng, f"layer {index + 1}, initializer")
    return parameters


def _fill(block: Block, layer: LayerSpec, parameters: Array, rng: np.random.Generator, where: str) -> None:
    initializer = INITIALIZERS.build(layer.initializer, where)
    weights = block.weights(parameters)
    weights[...] = initializer.weights(rng, block.n_from, block.n_to, fan_to(layer))
    for row, column in layer.cut:
        weights[row, column] = 0.0
    if layer.normalize:
        block.normalization(parameters)[...] = [[_GAIN], [_MEAN], [_VARIANCE]]


def fan_to(layer: LayerSpec) -> int:
    """Weights of the layer that lead away from one number that comes in (inside a picture): Xavier's fan out."""
    return layer.size * layer.kernel**2 if layer.kind == "conv2d" else layer.size
