"""How well scores put one class before the rest, whatever the threshold."""

from __future__ import annotations

from math import nan

import numpy as np
from numpy.typing import NDArray

from nnsim.engine.metrics import class_numbers
from nnsim.engine.parameters import Array
from nnsim.engine.roc import RocCurve
from nnsim.engine.snapshot import frozen


def roc_curve(scores: Array, positive: NDArray[np.bool_]) -> RocCurve:
    """The curve of one score.

    Samples of equal score pass the threshold together: one point, reached in a straight line.

    Parameters
    ----------
    scores : (rows,) the larger, the more likely positive
    positive : (rows,) whether it is
    """
    order = np.argsort(scores)[::-1]
    descending, positive = scores[order], positive[order]
    last_of_ties = np.append(descending[1:] != descending[:-1], True)[: len(scores)]
    hits = _from_0(np.cumsum(positive)[last_of_ties])
    alarms = _from_0(np.cumsum(~positive)[last_of_ties])
    thresholds = np.append(np.inf, descending[last_of_ties])
    return RocCurve(
        frozen(_rates(alarms)), frozen(_rates(hits)), frozen(thresholds), _area(alarms, hits, thresholds[1:])
    )


def _from_0(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.append(0, counts)


def _rates(counts: NDArray[np.int64]) -> Array:
    return counts / counts[-1] if counts[-1] else np.full(len(counts), nan)


def _area(alarms: NDArray[np.int64], hits: NDArray[np.int64], thresholds: Array) -> float:
    """In whole numbers to the last division, so that no rounding makes a perfect order less than 1."""
    pairs = int(alarms[-1]) * int(hits[-1])
    if not pairs or np.isnan(thresholds).any():
        return nan
    return int(np.dot(np.diff(alarms), hits[1:] + hits[:-1])) / (2 * pairs)


def areas_under_curve(prediction: Array, label: Array, threshold: float = 0.5) -> Array:
    """Area under the ROC curve of each class against all others.

    Parameters
    ----------
    prediction, label : (rows, outputs)
    threshold : what separates the labels of a single output

    Returns
    -------
    (outputs,) of a single output that of class 1; NaN for a class that no sample or every sample belongs to
    """
    classes = class_numbers(label, threshold)
    n_outputs = prediction.shape[1]
    numbers = range(n_outputs) if n_outputs > 1 else (1,)
    pairs = zip(prediction.T, numbers, strict=True)
    return np.array([roc_curve(scores, classes == number).area for scores, number in pairs])


def area_under_curve(prediction: Array, label: Array, threshold: float = 0.5) -> float:
    """Mean area over the classes that have one; NaN if none has, as with samples of one class only.

    Of several outputs each class stands against all others, and each counts the same: scikit-learn's
    ``roc_auc_score(multi_class="ovr", average="macro")``, which however refuses classes that do not occur.
    """
    areas = areas_under_curve(prediction, label, threshold)
    defined = ~np.isnan(areas)
    return float(np.mean(areas[defined])) if defined.any() else nan
