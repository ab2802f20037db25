"""Where samples sit in the space that a layer's neurons span: what is asked for, and what is seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnsim.engine.parameters import Array


@dataclass(frozen=True, slots=True)
class LayerLook:
    """Which space to look into, and from where: a part of a snapshot that has to be told more than its name.

    Parameters
    ----------
    layer : index into ``NetworkSpec.layers``; −1 means the inputs, as the network sees them
    neurons : the two whose answers are the axes; ``None`` looks at all of them from where the samples lie farthest
        apart, in the plane of the first two principal components
    """

    layer: int
    neurons: tuple[int, int] | None = None


@dataclass(frozen=True, eq=False)
class LayerSpace:
    """The samples in the space of one layer; of very many, some at equal distances.

    Parameters
    ----------
    look : what was asked for
    width : coordinates of the space: neurons of the layer; pixels of all its pictures
    train_rows, test_rows : (n,) rows in the data set
    train, test : (n, 2) where they sit; of a layer with a single neuron the second number is 0
    grid : (lines, points, 2) lines at equal distances over the plane of the two inputs, first those of equal x from
        left to right, then those of equal y upwards, sent through the network up to here; empty without two inputs
    shares : (2,) which part of the training samples' variance lies along each axis; NaN where the axes are neurons
    scores : (outputs, 3) a, b, c: each output stands for its class where a·x + b·y + c is the largest, a single one for
        the second class where it is above 0. Empty where the output cannot be drawn as straight lines: if another layer
        comes between, if it depends on more neurons than the two, or if there are no classes
    """

    look: LayerLook
    width: int
    train_rows: NDArray[np.intp]
    train: Array
    test_rows: NDArray[np.intp]
    test: Array
    grid: Array
    shares: Array
    scores: Array
