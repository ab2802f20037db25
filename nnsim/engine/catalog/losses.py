"""Losses to choose from."""

from __future__ import annotations

from nnsim.engine import cross_entropy, losses
from nnsim.engine.catalog.entries import Entry, Family, Parameter
from nnsim.words import QT_TRANSLATE_NOOP

_DELTA = Parameter(
    "delta",
    QT_TRANSLATE_NOOP("catalog", "δ"),
    1.0,
    0.001,
    1000.0,
    QT_TRANSLATE_NOOP("catalog", "Up to this distance the error is squared; beyond it grows in a straight line."),
)

LOSSES: Family[losses.Loss] = Family(
    "loss",
    (
        Entry(
            "cross_entropy",
            QT_TRANSLATE_NOOP("catalog", "cross-entropy"),
            r"-\sum_k y_k \ln h_k",
            QT_TRANSLATE_NOOP(
                "catalog", "How surprised the network is by the right class. For sigmoid or softmax outputs only."
            ),
            cross_entropy.CrossEntropy,
        ),
        Entry(
            "quadratic",
            QT_TRANSLATE_NOOP("catalog", "quadratic"),
            r"\frac{1}{2} \sum_k (h_k - y_k)^2",
            QT_TRANSLATE_NOOP(
                "catalog",
                "½ Σ(prediction − label)²: half the squared difference, added up over the outputs. Its "
                "slope is the difference itself. The mean squared error is the same without ½, and a mean.",
            ),
            losses.Quadratic,
        ),
        Entry(
            "mse",
            QT_TRANSLATE_NOOP("catalog", "mean squared error"),
            r"\frac{1}{K} \sum_k (h_k - y_k)^2",
            QT_TRANSLATE_NOOP(
                "catalog",
                "1/K Σ(prediction − label)²: the squared difference, as a mean over the K outputs. "
                "Without the ½ of the quadratic loss its slope is, for one output, twice the difference.",
            ),
            losses.MeanSquaredError,
        ),
        Entry(
            "mae",
            QT_TRANSLATE_NOOP("catalog", "mean absolute error"),
            r"\frac{1}{K} \sum_k |h_k - y_k|",
            QT_TRANSLATE_NOOP(
                "catalog",
                "The distance between prediction and label: one sample that is far off counts less than if squared.",
            ),
            losses.MeanAbsoluteError,
        ),
        Entry(
            "huber",
            QT_TRANSLATE_NOOP("catalog", "Huber"),
            r"\frac{1}{K} \sum_k c_k \left(|h_k - y_k| - \frac{c_k}{2}\right), \quad c_k = \min(|h_k - y_k|, \delta)",
            QT_TRANSLATE_NOOP(
                "catalog", "Quadratic near the label, a straight line far from it, so that outliers do not rule."
            ),
            losses.Huber,
            (_DELTA,),
        ),
        Entry(
            "hinge",
            QT_TRANSLATE_NOOP("catalog", "hinge"),
            r"\frac{1}{K} \sum_k \max(0, 1 - y_k h_k)",
            QT_TRANSLATE_NOOP(
                "catalog",
                "For classes, labelled −1 and 1: content as soon as an answer has the right sign by a margin of 1.",
            ),
            losses.Hinge,
        ),
    ),
)
