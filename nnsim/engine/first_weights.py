"""The weights before learning: a pure function of the network and the seed."""

from __future__ import annotations

import numpy as np

from nnsim.engine.catalog.initializers import INITIALIZERS
from nnsim.engine.parameters import Array, blocks
from nnsim.engine.spec import NetworkSpec


def first_parameters(spec: NetworkSpec, seed: int) -> Array:
    """(n_parameters,) fresh weights from each layer's initializer, biases 0.

    Each layer draws from a stream of its own, so that another layer's size does not change its weights.
    """
    parameters = np.zeros(spec.n_parameters, spec.dtype)
    for index, (block, layer) in enumerate(zip(blocks(spec), spec.layers, strict=True)):
        rng = np.random.default_rng([seed, index])
        initializer = INITIALIZERS.build(layer.initializer, f"layer {index + 1}, initializer")
        block.weights(parameters)[...] = initializer.weights(rng, block.n_from, block.n_to)
    return parameters
