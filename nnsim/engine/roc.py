"""ROC curves of a classifier as it is now: what is asked for, and what is seen."""

from __future__ import annotations

from dataclasses import dataclass

from nnsim.engine.parameters import Array


@dataclass(frozen=True, eq=False)
class RocCurve:
    """The receiver operating characteristic: what each threshold gets right, and at what price.

    A sample is taken for positive if its score is at least the threshold. The first threshold is ∞, at which nothing
    is; then comes every score that occurs, from the largest to the smallest, at which everything is.

    Parameters
    ----------
    false_positive_rate : (points,) share of the negative samples that are taken for positive; NaN if there are none
    true_positive_rate : (points,) share of the positive samples that are; NaN if there are none
    thresholds : (points,) descending
    area : under the curve, by trapezia: the chance that a positive sample has a larger score than a negative one, ties
        counted half. 1 is perfect, ½ no better than guessing. NaN if one of the two classes does not occur, or a score
        is not a number
    """

    false_positive_rate: Array
    true_positive_rate: Array
    thresholds: Array
    area: float


@dataclass(frozen=True, slots=True)
class RocLook:
    """Which class stands against all others: its number."""

    positive: int


@dataclass(frozen=True, eq=False)
class Decided:
    """What the network decides now: shares of the others and of the class that it takes for the class; NaN of none."""

    false_positive_rate: float
    true_positive_rate: float


@dataclass(frozen=True, eq=False)
class Roc:
    """One class against all others, for all training and all test samples; of very many points those that are seen.

    Parameters
    ----------
    look : what was asked for
    train, test : the curves; ``test`` has one point only if there are no test samples
    train_decided, test_decided : where on its curve the network stands. With more than two outputs the largest decides,
        whatever the others are, so that this point need not lie on the curve
    threshold : above which the score of a single output means the class; NaN with several outputs
    """

    look: RocLook
    train: RocCurve
    test: RocCurve
    train_decided: Decided
    test_decided: Decided
    threshold: float
