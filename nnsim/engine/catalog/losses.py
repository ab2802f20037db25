"""Losses to choose from."""

from __future__ import annotations

from nnsim.engine import losses
from nnsim.engine.catalog.entries import Entry, Family
from nnsim.words import QT_TRANSLATE_NOOP

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
            losses.CrossEntropy,
        ),
        Entry(
            "quadratic",
            QT_TRANSLATE_NOOP("catalog", "quadratic"),
            r"\frac{1}{2} \sum_k (h_k - y_k)^2",
            QT_TRANSLATE_NOOP(
                "catalog",
                "Half the squared difference between prediction and label: its slope is the difference itself.",
            ),
            losses.Quadratic,
        ),
        Entry(
            "mse",
            QT_TRANSLATE_NOOP("catalog", "mean squared error"),
            r"\frac{1}{K} \sum_k (h_k - y_k)^2",
            QT_TRANSLATE_NOOP(
                "catalog",
                "The squared difference between prediction and label, without ½: its slope is twice the difference.",
            ),
            losses.MeanSquaredError,
        ),
    ),
)
