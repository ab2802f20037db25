"""Optimizers to choose from."""

from __future__ import annotations

from nnsim.engine import optimizers
from nnsim.engine.catalog.entries import Entry, Family, Parameter
from nnsim.words import QT_TRANSLATE_NOOP

_MOMENTUM = Parameter(
    "momentum",
    QT_TRANSLATE_NOOP("catalog", "momentum"),
    0.9,
    0.0,
    0.999,
    QT_TRANSLATE_NOOP("catalog", "How much of the last movement is kept: 0 is plain gradient descent."),
)
_BETA1 = Parameter(
    "beta1",
    QT_TRANSLATE_NOOP("catalog", "β₁"),
    0.9,
    0.0,
    0.9999,
    QT_TRANSLATE_NOOP("catalog", "How slowly the running mean of the gradients forgets."),
)
_BETA2 = Parameter(
    "beta2",
    QT_TRANSLATE_NOOP("catalog", "β₂"),
    0.999,
    0.0,
    0.99999,
    QT_TRANSLATE_NOOP("catalog", "How slowly the running mean of the squared gradients forgets."),
)
_EPSILON = Parameter(
    "epsilon",
    QT_TRANSLATE_NOOP("catalog", "ε"),
    1e-8,
    1e-12,
    1.0,
    QT_TRANSLATE_NOOP("catalog", "A small number that keeps the division from running wild."),
)

OPTIMIZERS: Family[optimizers.Optimizer] = Family(
    "optimizer",
    (
        Entry(
            "sgd",
            QT_TRANSLATE_NOOP("catalog", "gradient descent"),
            r"w \leftarrow w - \eta \, g",
            QT_TRANSLATE_NOOP(
                "catalog", "Goes one step against the gradient after each batch. What one computes by hand."
            ),
            optimizers.SGD,
        ),
        Entry(
            "momentum",
            QT_TRANSLATE_NOOP("catalog", "momentum"),
            r"v \leftarrow \mu v + g, \quad w \leftarrow w - \eta \, v",
            QT_TRANSLATE_NOOP("catalog", "Like a ball that rolls on: steps in the same direction add up."),
            optimizers.Momentum,
            (_MOMENTUM,),
        ),
        Entry(
            "adam",
            QT_TRANSLATE_NOOP("catalog", "Adam"),
            r"w \leftarrow w - \eta \, \frac{\hat m}{\sqrt{\hat v} + \varepsilon}",
            QT_TRANSLATE_NOOP(
                "catalog", "Gives every weight a step length of its own. Quick and forgiving on most problems."
            ),
            optimizers.Adam,
            (_BETA1, _BETA2, _EPSILON),
        ),
    ),
)
