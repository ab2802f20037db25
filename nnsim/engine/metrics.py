"""What a prediction is worth, in numbers people can judge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.engine.parameters import Array

Metric = Callable[[Array, Array], float]
"""From prediction and label, both (rows, outputs), to a number."""


def class_numbers(outputs: Array, threshold: float = 0.5) -> NDArray[np.integer[Any]]:
    """(rows,) the class that each row stands for: of one output 1 above ``threshold``, else the largest output."""
    if outputs.shape[1] == 1:
        return (outputs[:, 0] > threshold).astype(np.int8)
    largest: NDArray[np.intp] = outputs.argmax(axis=1)
    return largest


def wrong(prediction: Array, label: Array, threshold: float = 0.5) -> NDArray[np.bool_]:
    """(rows,) whether each row stands for another class than its label."""
    differs: NDArray[np.bool_] = class_numbers(prediction, threshold) != class_numbers(label, threshold)
    return differs


def accuracy(threshold: float = 0.5) -> Metric:
    """Share of rows whose class is right, 0 to 1."""

    def measure(prediction: Array, label: Array) -> float:
        if prediction.shape[1] == 1:  # as class_numbers has it, without the detour: this is a part of every epoch
            right = (prediction > threshold) == (label > threshold)
        else:
            right = class_numbers(prediction) == class_numbers(label)
        return int(np.count_nonzero(right)) / len(right)

    return measure


def root_mean_squared_error(unit: Array) -> Metric:
    """√ of the mean squared difference, each output first brought back to its unit by (outputs,) ``unit``."""

    def measure(prediction: Array, label: Array) -> float:
        return float(np.sqrt(np.mean(np.square((prediction - label) * unit))))

    return measure


def r_squared(prediction: Array, label: Array) -> float:
    """1 − (squared error) / (squared spread of the labels): 1 is perfect, 0 no better than the mean; mean over outputs.

    Labels that are all alike have no spread: 1 if each is met exactly, 0 if not (as scikit-learn has it).
    """
    spread = np.square(label - label.mean(axis=0)).sum(axis=0)
    with np.errstate(over="ignore"):  # the last good weights of a run that diverged may predict anything
        error = np.square(label - prediction).sum(axis=0)
    known = spread > 0.0
    scores = np.where(known, 1.0 - error / np.where(known, spread, 1.0), error == 0.0)
    return float(np.mean(scores))


def confusion_matrix(prediction: Array, label: Array, n_classes: int, threshold: float = 0.5) -> NDArray[np.int64]:
    """(classes, classes) counts: rows the true classes, columns the predicted ones."""
    true, predicted = class_numbers(label, threshold), class_numbers(prediction, threshold)
    counts = np.bincount(true * n_classes + predicted, minlength=n_classes * n_classes)
    return counts.reshape(n_classes, n_classes).astype(np.int64)
