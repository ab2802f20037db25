"""Layers that make a picture smaller: of each square of pixels one number stays."""

from __future__ import annotations

import numpy as np

from nnsim.engine.calls import Calls, constant, larger
from nnsim.engine.layers.transform import Place, Transform
from nnsim.engine.parameters import Array


def offsets(picture: Array, place: Place) -> list[Array]:
    """For each pixel of the square a view (channels, rows, columns, samples): that pixel of every square."""
    kernel, stride = place.layer.kernel, place.layer.stride
    _, rows, columns = place.shape_after
    tall, wide = stride * (rows - 1) + 1, stride * (columns - 1) + 1
    return [
        picture[:, row : row + tall : stride, column : column + wide : stride]
        for row in range(kernel)
        for column in range(kernel)
    ]


class MaxPool2D(Transform):
    """The largest number of each square. On the way back it alone gets δ; of equal ones the first, as in PyTorch."""

    def __init__(self, place: Place, x: Array, z: Array) -> None:
        self._place = place
        self._pixels = offsets(x[:-1].reshape(*place.shape, z.shape[1]), place)
        self._largest = np.empty((*place.shape_after, z.shape[1]), z.dtype)
        largest = self._largest
        self.forward = [(np.copyto, (largest, self._pixels[0]))]
        self.forward += [larger(largest, pixel, largest) for pixel in self._pixels[1:]]
        self.forward.append((np.copyto, (z, largest.reshape(z.shape))))

    def backward(self, delta: Array, below: Array | None) -> Calls:
        """Each δ to the pixel that was the largest of its square."""
        if below is None:
            return []
        shape = self._largest.shape
        is_it, is_given, share = np.empty(shape, bool), np.empty(shape, bool), np.empty(shape, delta.dtype)
        delta = delta.reshape(shape)
        calls: Calls = [(below.fill, (0.0,)), (is_given.fill, (False,))]
        targets = offsets(below.reshape(*self._place.shape, shape[-1]), self._place)
        for pixel, target in zip(self._pixels, targets, strict=True):
            calls += [
                (np.equal, (pixel, self._largest, is_it)),
                (np.greater, (is_it, is_given, is_it)),
                (np.logical_or, (is_given, is_it, is_given)),
                (np.copyto, (share, is_it)),
                (np.multiply, (delta, share, share)),
                (np.add, (target, share, target)),
            ]
        return calls


class AveragePool2D(Transform):
    """The mean of each square. On the way back each of its pixels gets the same share of δ."""

    def __init__(self, place: Place, x: Array, z: Array) -> None:
        self._place = place
        pixels = offsets(x[:-1].reshape(*place.shape, z.shape[1]), place)
        mean = z.reshape(*place.shape_after, z.shape[1])
        self.forward = [(np.copyto, (mean, pixels[0]))]
        self.forward += [(np.add, (mean, pixel, mean)) for pixel in pixels[1:]]
        self.forward.append((np.multiply, (z, constant(1.0 / len(pixels), z), z)))

    def backward(self, delta: Array, below: Array | None) -> Calls:
        """δ over the number of pixels of a square."""
        if below is None:
            return []
        share = np.empty((*self._place.shape_after, delta.shape[1]), delta.dtype)
        targets = offsets(below.reshape(*self._place.shape, delta.shape[1]), self._place)
        calls: Calls = [(below.fill, (0.0,))]
        calls.append((np.multiply, (delta.reshape(share.shape), constant(1.0 / len(targets), delta), share)))
        return calls + [(np.add, (target, share, target)) for target in targets]
