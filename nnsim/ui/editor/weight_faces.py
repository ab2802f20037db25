"""Neurons that see a picture, whose faces are their incoming weights: what each of them looks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.ui.names import Names, Pixels

Floats = NDArray[np.floating[Any]]


def pixels_of_inputs(names: Names) -> Pixels | None:
    """Where the inputs lie in the picture that they are, if they are one with a single channel."""
    picture = names.network.picture
    if picture is None:
        return names.pixels if names.pixels is not None and names.pixels.channels == 1 else None
    channels, height, width = picture
    return Pixels(height, width, tuple(range(height * width))) if channels == 1 else None


def sights(names: Names) -> Mapping[int, Pixels]:
    """The layer whose neurons see the pixels of the inputs, with their places, if there is one.

    That is the first dense layer, if nothing but a flatten comes before it.
    """
    network, pixels = names.network, pixels_of_inputs(names)
    layer = next((index for index, spec in enumerate(network.layers) if spec.kind != "flatten"), 0)
    if pixels is None or network.layers[layer].kind != "dense" or network.n_inputs != len(pixels.places):
        return {}
    return {layer: pixels}


def in_pictures(weights: Floats, pixels: Pixels) -> Floats:
    """(neurons, height, width) of weights (pixels in use, neurons); NaN where a pixel is left out."""
    pictures = np.full((weights.shape[1], pixels.height * pixels.width), np.nan)
    pictures[:, list(pixels.places)] = weights.T
    return pictures.reshape(-1, pixels.height, pixels.width)
