"""The ROC curves of one class against all others."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import numpy as np
from numpy.typing import NDArray

from nnsim.engine.metrics import class_numbers
from nnsim.engine.parameters import Array
from nnsim.engine.ranking import roc_curve
from nnsim.engine.roc import Decided, Roc, RocCurve, RocLook
from nnsim.engine.snapshot import frozen

MOST_POINTS = 1000
"""No eye could tell more of them apart."""


def roc_of(
    look: RocLook, predictions: tuple[Array, Array], label: tuple[Array, Array], threshold: float, n_classes: int
) -> Roc | None:
    """As the network is now; ``None`` if there is no such class.

    Parameters
    ----------
    predictions, label : (samples, outputs) of training and of test
    threshold : of a single output, above which it means the second class
    """
    if not 0 <= look.positive < n_classes:
        return None
    parts = [_part(*pair, look.positive, threshold) for pair in zip(predictions, label, strict=True)]
    (train, train_decided), (test, test_decided) = parts
    single = predictions[0].shape[1] == 1
    limit = (threshold if look.positive == 1 else -threshold) if single else nan
    return Roc(look, train, test, train_decided, test_decided, limit)


def _part(prediction: Array, label: Array, positive: int, threshold: float) -> tuple[RocCurve, Decided]:
    is_positive = class_numbers(label, threshold) == positive
    taken = class_numbers(prediction, threshold) == positive
    decided = Decided(_share(taken[~is_positive]), _share(taken[is_positive]))
    return _seen(roc_curve(_scores(prediction, positive), is_positive)), decided


def _scores(prediction: Array, positive: int) -> Array:
    """(samples,) the larger, the more likely; a single output speaks for the second class."""
    if prediction.shape[1] > 1:
        return np.asarray(prediction[:, positive])
    return prediction[:, 0] if positive == 1 else -prediction[:, 0]


def _share(taken: NDArray[np.bool_]) -> float:
    return float(np.count_nonzero(taken)) / len(taken) if len(taken) else nan


def _seen(curve: RocCurve) -> RocCurve:
    """Without points in the middle of straight lines; of still too many some at equal distances. The area is kept."""
    x, y = curve.false_positive_rate, curve.true_positive_rate
    if len(x) > 2:
        across, up = np.diff(x), np.diff(y)
        bends = np.abs(across[:-1] * up[1:] - across[1:] * up[:-1]) > 0
        kept = np.flatnonzero(np.concatenate([[True], bends, [True]]))
        if len(kept) > MOST_POINTS:
            kept = kept[np.linspace(0, len(kept) - 1, MOST_POINTS).astype(np.intp)]
        return replace(
            curve,
            false_positive_rate=frozen(x[kept]),
            true_positive_rate=frozen(y[kept]),
            thresholds=frozen(curve.thresholds[kept]),
        )
    return curve
