"""The place that an error names in words, as a number."""

from __future__ import annotations

import re
from typing import Final

from nnsim.engine.spec import NetworkSpec

INPUTS: Final = -1
_LAYER = re.compile(r"layer (\d+)(?:, .*)?")
_ENDS: Final = {"inputs": INPUTS, "picture": INPUTS}


def layer_of(where: str, network: NetworkSpec) -> int | None:
    """The layer of ``network`` that ``NnsimError.where`` names, from 0; −1 is the inputs, ``None`` no layer."""
    if where == "output layer":
        return len(network.layers) - 1
    found = _LAYER.fullmatch(where)
    return _ENDS.get(where) if found is None else int(found[1]) - 1


def nearest_layer(where: str, attempted: NetworkSpec, present: NetworkSpec) -> int | None:
    """The layer of ``present`` at which to tell what is wrong with ``attempted``.

    The same layer by its key; one that is not there is told of at what stands in its place.
    """
    layer = layer_of(where, attempted)
    if layer is None or layer == INPUTS:
        return layer
    keys = [one.key for one in present.layers]
    key = attempted.layers[layer].key
    return keys.index(key) if key in keys else min(layer, len(keys) - 1)
