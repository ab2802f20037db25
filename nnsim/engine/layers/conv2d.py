"""Filters that slide over a picture."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from nnsim.engine.calls import Calls, product
from nnsim.engine.layers.transform import Place, Transform
from nnsim.engine.parameters import Array


class Conv2D(Transform):
    """z of filter f at a place = Σ (pixels under the filter) · (its weights) + its bias: a cross-correlation.

    So does PyTorch's ``Conv2d``. The picture is laid out so that each place is a column with the pixels under the
    filter (im2col); then all filters at all places of all samples are one matrix product, z = Wᵀ · patches, with the
    filters as the columns of W and the bias as its last row.
    """

    def __init__(self, place: Place, x: Array, z: Array) -> None:
        layer, block = place.layer, place.block
        channels, height, width = place.shape
        ring, n_samples = layer.padding, z.shape[1]
        picture = x[:-1].reshape(channels, height, width, n_samples)
        self._filters, *out = place.shape_after
        self._kernel, self._stride, self._ring = layer.kernel, layer.stride, ring
        self._block = block
        self._matrix = block.weights if layer.normalize else block.matrix
        self._parameters, self._gradient = place.parameters, place.gradient
        matrix = self._matrix(place.parameters)
        places = out[0] * out[1] * n_samples
        self._patches = np.ones((len(matrix), places), z.dtype)
        self._by_offset = self._patches[: block.n_from].reshape(channels, layer.kernel, layer.kernel, *out, n_samples)
        self.forward = []
        self._padded = (channels, height + 2 * ring, width + 2 * ring, n_samples)
        if ring:
            padded = np.zeros(self._padded, z.dtype)
            self.forward.append((np.copyto, (self._inner(padded), picture)))
            picture = padded
        self.forward += [
            (np.copyto, (self._by_offset, self._windows(picture))),
            product(matrix.T, self._patches, z.reshape(self._filters, places)),
        ]

    def _inner(self, padded: Array) -> Array:
        """The picture without the ring."""
        ring = self._ring
        return padded[:, ring : padded.shape[1] - ring, ring : padded.shape[2] - ring]

    def _windows(self, picture: Array) -> Array:
        """A view (channels, kernel, kernel, rows, columns, samples): each offset in the kernel at all places."""
        windows = sliding_window_view(picture, (self._kernel, self._kernel), axis=(1, 2))
        return windows[:, :: self._stride, :: self._stride].transpose(0, 4, 5, 1, 2, 3)

    def backward(self, delta: Array, below: Array | None) -> Calls:
        """∂L/∂W = patches · δᵀ; every pixel then gathers W δ from all places whose filter looked at it."""
        by_filter = delta.reshape(self._filters, -1)
        calls: Calls = [product(self._patches, by_filter.T, self._matrix(self._gradient))]
        if below is None:
            return calls
        weights = self._block.weights(self._parameters)
        calls.append(product(weights, by_filter, self._patches[: self._block.n_from]))
        channels, height, width, n_samples = self._padded
        picture = below.reshape(channels, height - 2 * self._ring, width - 2 * self._ring, n_samples)
        padded = np.zeros(self._padded, below.dtype) if self._ring else picture
        calls.append((padded.fill, (0.0,)))
        reach = [self._stride * (places - 1) + 1 for places in self._by_offset.shape[3:5]]
        for row in range(self._kernel):
            for column in range(self._kernel):
                seen = padded[:, row : row + reach[0] : self._stride, column : column + reach[1] : self._stride]
                calls.append((np.add, (seen, self._by_offset[:, row, column], seen)))
        if self._ring:
            calls.append((np.copyto, (picture, self._inner(padded))))
        return calls
