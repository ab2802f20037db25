"""Neurons that see a picture, whose faces are their incoming weights: what each of them looks for."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.data.pixels import picture_size
from nnsim.ui.names import Names

Floats = NDArray[np.floating[Any]]
Size2 = tuple[int, int]


def picture_of_inputs(names: Names) -> Size2 | None:
    """Height and width of the picture that the inputs are, if they are one with a single channel."""
    if names.network.picture is None:
        return picture_size(names.inputs)
    channels, height, width = names.network.picture
    return (height, width) if channels == 1 else None


def sights(names: Names) -> Mapping[int, Size2]:
    """The layer whose neurons see the pixels of the inputs, with height and width of the picture, if there is one.

    That is the first dense layer, if nothing but a flatten comes before it.
    """
    network, size = names.network, picture_of_inputs(names)
    layer = next((index for index, spec in enumerate(network.layers) if spec.kind != "flatten"), 0)
    if size is None or network.layers[layer].kind != "dense" or network.n_inputs != prod(size):
        return {}
    return {layer: size}


def in_pictures(weights: Floats, size: Size2) -> Floats:
    """(neurons, height, width) of weights (pixels, neurons)."""
    return weights.T.reshape(-1, *size)
