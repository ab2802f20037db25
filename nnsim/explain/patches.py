"""Which pixels each place of a filter or a pooling looks at."""

from __future__ import annotations

from math import prod

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from nnsim.engine.parameters import Array
from nnsim.engine.spec import LayerSpec, Shape

OUTSIDE = -1


def pixels_under(layer: LayerSpec, shape: Shape) -> NDArray[np.intp]:
    """(places, pixels) the number of each pixel among those of all channels; −1 in the ring of zeros.

    Of a filter its pixels are channel by channel, row by row, over all channels; of a pooling each square of each
    channel is a place of its own, channel by channel.

    Parameters
    ----------
    shape : (channels, height, width) of what comes in
    """
    channels = shape[0]
    ring = layer.padding if layer.kind == "conv2d" else 0
    numbers = np.arange(prod(shape)).reshape(shape)
    padded = np.pad(numbers, ((0, 0), (ring, ring), (ring, ring)), constant_values=OUTSIDE)
    windows = sliding_window_view(padded, (layer.kernel, layer.kernel), axis=(1, 2))
    windows = windows[:, :: layer.stride, :: layer.stride]  # channels, rows, columns, kernel, kernel
    if layer.kind == "conv2d":
        return windows.transpose(1, 2, 0, 3, 4).reshape(-1, channels * layer.kernel**2)
    return windows.reshape(-1, layer.kernel**2)


def looked_at(x: Array, pixels: NDArray[np.intp]) -> Array:
    """(samples · places, pixels) the numbers there, sample by sample; ``x`` is (samples, pixels of all channels)."""
    found = np.where(pixels == OUTSIDE, x.dtype.type(0), x[:, pixels])
    return found.reshape(-1, pixels.shape[1])


def by_place(flat: Array, filters: int) -> Array:
    """(samples · places, filters) of (samples, filters · places)."""
    return flat.reshape(len(flat), filters, -1).transpose(0, 2, 1).reshape(-1, filters)
