"""Networks that look at pictures, for the engine's tests."""

from __future__ import annotations

from dataclasses import replace

from nnsim.engine.spec import Choice, LayerKind, LayerSpec, NetworkSpec

IDENTITY = Choice("identity")


def conv(filters: int, kernel: int = 3, stride: int = 1, padding: int = 0, **more: object) -> LayerSpec:
    """A layer of filters."""
    return replace(LayerSpec(filters, kind="conv2d", kernel=kernel, stride=stride, padding=padding), **more)


def pool(kind: LayerKind = "max_pool2d", kernel: int = 2, stride: int = 2) -> LayerSpec:
    """A layer that makes the picture smaller."""
    return LayerSpec(0, IDENTITY, False, kind=kind, kernel=kernel, stride=stride)


def flatten() -> LayerSpec:
    """A picture as a row."""
    return LayerSpec(0, IDENTITY, False, kind="flatten")


def picture_network(*layers: LayerSpec, picture: tuple[int, int, int] = (1, 8, 8), n_classes: int = 3) -> NetworkSpec:
    """These layers, flattened if they are not yet, and a softmax over the classes."""
    behind = () if any(layer.kind == "flatten" for layer in layers) else (flatten(),)
    every = (*layers, *behind, LayerSpec(n_classes, Choice("softmax")))
    keyed = tuple(replace(layer, key=key) for key, layer in enumerate(every, 1))
    channels, height, width = picture
    return NetworkSpec(channels * height * width, keyed, picture=picture)


def convolution(**more: object) -> NetworkSpec:
    """Two layers of filters over two channels."""
    return picture_network(conv(3, padding=1, **more), conv(2, 2, 2, **more), picture=(2, 6, 5))


def pooling_network() -> NetworkSpec:
    """Filters between poolings of both kinds, one with squares that overlap."""
    return picture_network(conv(3), pool(kernel=3, stride=1), pool("average_pool2d"), picture=(1, 8, 8))
