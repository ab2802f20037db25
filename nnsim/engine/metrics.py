"""What a prediction is worth, in numbers people can judge."""

from __future__ import annotations

from collections.abc import Callable
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.engine.parameters import Array

Metric = Callable[[Array, Array], float]
"""From prediction and label, both (rows, outputs), to a number."""
Counts = NDArray[np.int64]
"""Of a confusion matrix, (classes, classes): rows the true classes, columns the predicted ones."""


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


def mean_absolute_error(unit: Array) -> Metric:
    """Mean of |prediction − label|, each output first brought back to its unit by (outputs,) ``unit``."""

    def measure(prediction: Array, label: Array) -> float:
        return float(np.mean(np.abs((prediction - label) * unit)))

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


def confusion_matrix(prediction: Array, label: Array, n_classes: int, threshold: float = 0.5) -> Counts:
    """(classes, classes) counts: rows the true classes, columns the predicted ones."""
    true, predicted = class_numbers(label, threshold), class_numbers(prediction, threshold)
    counts = np.bincount(true * n_classes + predicted, minlength=n_classes * n_classes)
    return counts.reshape(n_classes, n_classes).astype(np.int64)


def precision(counts: Counts) -> Array:
    """(classes,) how much of what was taken for a class belongs to it; 0 for a class that nothing was taken for.

    As scikit-learn's ``precision_score`` with ``zero_division=0``. ``counts`` as ``confusion_matrix`` gives them.
    """
    return _shares(np.diagonal(counts), counts.sum(axis=0))


def recall(counts: Counts) -> Array:
    """(classes,) how much of a class was recognised; 0 for a class that does not occur (``zero_division=0``)."""
    return _shares(np.diagonal(counts), counts.sum(axis=1))


def f1(counts: Counts) -> Array:
    """(classes,) harmonic mean of precision and recall, 2·right / (true + predicted).

    0 for a class that neither occurs nor is predicted (``zero_division=0``).
    """
    return _shares(2 * np.diagonal(counts), counts.sum(axis=0) + counts.sum(axis=1))


def macro_mean(values: Array, counts: Counts) -> float:
    """Mean of (classes,) ``values`` over the classes that occur or are predicted, each as heavy as the others.

    As scikit-learn's ``average="macro"``: a class that is nowhere to be seen does not count. NaN without samples.
    """
    seen = counts.sum(axis=0) + counts.sum(axis=1) > 0
    return float(np.mean(values[seen])) if seen.any() else nan


def balanced_accuracy(counts: Counts) -> float:
    """Mean recall of the classes that occur: accuracy as if each class had equally many samples. NaN without samples.

    As scikit-learn's ``balanced_accuracy_score``. The macro mean of the recall is smaller where a class is predicted
    that does not occur.
    """
    occurs = counts.sum(axis=1) > 0
    return float(np.mean(recall(counts)[occurs])) if occurs.any() else nan


def _shares(part: Counts, whole: Counts) -> Array:
    """(classes,) ``part / whole``, 0 where that is 0 / 0."""
    return part / np.maximum(whole, 1)
