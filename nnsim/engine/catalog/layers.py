"""Kinds of layers to choose from. What an entry builds is the description of a layer, a ``LayerSpec``.

Size, bias, activation and all else that a kind does not prescribe is what ``LayerSpec`` has by itself.
"""

from __future__ import annotations

from dataclasses import replace

from nnsim.engine.catalog.entries import Entry, Family
from nnsim.engine.catalog.settings import KERNEL, PADDING, STRIDE
from nnsim.engine.spec import Choice, LayerKind, LayerSpec
from nnsim.words import QT_TRANSLATE_NOOP

_IDENTITY = Choice("identity")


def dense(size: int = 8) -> LayerSpec:
    """Neurons that are linked to all numbers that come in."""
    return LayerSpec(size)


def conv2d(size: int = 8, kernel: int = 3, stride: int = 1, padding: int = 0) -> LayerSpec:
    """Filters that slide over a picture."""
    return LayerSpec(size, kind="conv2d", kernel=kernel, stride=stride, padding=padding)


def max_pool2d(kernel: int = 2, stride: int = 2) -> LayerSpec:
    """The largest number of each square of a picture."""
    return _without_weights("max_pool2d", kernel, stride)


def average_pool2d(kernel: int = 2, stride: int = 2) -> LayerSpec:
    """The mean of each square of a picture."""
    return _without_weights("average_pool2d", kernel, stride)


def flatten() -> LayerSpec:
    """A picture as a row of numbers."""
    return _without_weights("flatten")


def _without_weights(kind: LayerKind, kernel: int = 3, stride: int = 1) -> LayerSpec:
    return LayerSpec(0, _IDENTITY, bias=False, kind=kind, kernel=kernel, stride=stride)


_POOLING = (
    replace(
        KERNEL,
        default=2,
        help=QT_TRANSLATE_NOOP("catalog", "Side of the square of pixels that becomes one pixel."),
    ),
    replace(
        STRIDE,
        default=2,
        help=QT_TRANSLATE_NOOP("catalog", "How many pixels lie between one square and the next."),
    ),
)

LAYER_KINDS: Family[LayerSpec] = Family(
    "layer",
    (
        Entry(
            "dense",
            QT_TRANSLATE_NOOP("catalog", "dense"),
            r"z_j = \sum_i x_i \, w_{ij} + b_j",
            QT_TRANSLATE_NOOP("catalog", "Every neuron is linked to every number that comes in."),
            dense,
        ),
        Entry(
            "conv2d",
            QT_TRANSLATE_NOOP("catalog", "convolution"),
            r"z_{j}(r, s) = \sum_{c, u, v} x_c(r + u, s + v) \, w_{cuv,j} + b_j",
            QT_TRANSLATE_NOOP(
                "catalog",
                "Small filters slide over the picture, each with the same few weights everywhere, and look for edges "
                "and patterns.",
            ),
            conv2d,
            (KERNEL, STRIDE, PADDING),
        ),
        Entry(
            "max_pool2d",
            QT_TRANSLATE_NOOP("catalog", "largest of each square"),
            r"z(r, s) = \max_{u, v} x(r + u, s + v)",
            QT_TRANSLATE_NOOP(
                "catalog",
                "Makes the picture smaller: of each square of pixels only the strongest stays. Learns nothing.",
            ),
            max_pool2d,
            _POOLING,
        ),
        Entry(
            "average_pool2d",
            QT_TRANSLATE_NOOP("catalog", "mean of each square"),
            r"z(r, s) = \frac{1}{k^2} \sum_{u, v} x(r + u, s + v)",
            QT_TRANSLATE_NOOP(
                "catalog", "Makes the picture smaller: each square of pixels becomes its mean. Learns nothing."
            ),
            average_pool2d,
            _POOLING,
        ),
        Entry(
            "flatten",
            QT_TRANSLATE_NOOP("catalog", "flatten"),
            r"z = (x_1, x_2, \ldots)",
            QT_TRANSLATE_NOOP("catalog", "Puts all pixels in one row, so that a dense layer can take them."),
            flatten,
        ),
    ),
)
