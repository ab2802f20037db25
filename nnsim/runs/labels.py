"""Classes as numbers that a network can aim at."""

from __future__ import annotations

from math import isfinite

import numpy as np

from nnsim.data.dataset import Dataset, Numbers
from nnsim.engine.catalog.activations import ACTIVATIONS
from nnsim.engine.catalog.losses import LOSSES
from nnsim.engine.spec import Choice, LayerSpec


def ends(output: LayerSpec, loss: Choice) -> tuple[float, float]:
    """What "not this class" and "this class" are: −1 and 1 for tanh and for the hinge loss, 0 and 1 for all others."""
    demanded = LOSSES.build(loss).class_labels
    if demanded is not None:
        return demanded
    low, high = ACTIVATIONS.build(output.activation).bounds
    return (low, high) if isfinite(low) and isfinite(high) else (0.0, 1.0)


def threshold(output: LayerSpec, loss: Choice) -> float:
    """The value of a single output above which it means class 1."""
    return sum(ends(output, loss)) / 2.0


def labels(dataset: Dataset, targets: Numbers, output: LayerSpec, loss: Choice) -> Numbers:
    """(samples, outputs) from (samples, columns) ``targets``: numbers stay, classes become one output or one each."""
    if dataset.task == "regression":
        return targets
    low, high = ends(output, loss)
    numbers = np.arange(output.size) if output.size > 1 else np.ones(1)
    return np.where(targets[:, :1] == numbers, high, low)
