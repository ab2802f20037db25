"""Which class computes which kind of layer."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from nnsim.engine.layers.conv2d import Conv2D
from nnsim.engine.layers.dense import Dense
from nnsim.engine.layers.flatten import Flatten
from nnsim.engine.layers.pooling import AveragePool2D, MaxPool2D
from nnsim.engine.layers.transform import Transform
from nnsim.engine.spec import LayerKind

TRANSFORMS: Mapping[LayerKind, type[Transform]] = MappingProxyType(
    {
        "dense": Dense,
        "conv2d": Conv2D,
        "max_pool2d": MaxPool2D,
        "average_pool2d": AveragePool2D,
        "flatten": Flatten,
    }
)
