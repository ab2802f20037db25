"""Optimizers to choose from."""

from __future__ import annotations

from dataclasses import replace

from nnsim.engine import adaptive_optimizers, optimizers
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
_WEIGHT_DECAY = Parameter(
    "weight_decay",
    QT_TRANSLATE_NOOP("catalog", "weight decay"),
    0.01,
    0.0,
    1.0,
    QT_TRANSLATE_NOOP(
        "catalog",
        "How strongly every weight and bias is pulled towards 0: times the learning rate, its share per step.",
    ),
)
_SMOOTHING = Parameter(
    "smoothing",
    QT_TRANSLATE_NOOP("catalog", "α"),
    0.99,
    0.0,
    0.99999,
    QT_TRANSLATE_NOOP("catalog", "How slowly the running mean of the squared gradients forgets."),
)
_RPROP = (
    Parameter(
        "shrink",
        QT_TRANSLATE_NOOP("catalog", "factor when the slope turns"),
        0.5,
        0.01,
        0.99,
        QT_TRANSLATE_NOOP("catalog", "A weight's step is multiplied by this when it has gone too far."),
    ),
    Parameter(
        "grow",
        QT_TRANSLATE_NOOP("catalog", "factor while it goes on"),
        1.2,
        1.01,
        10.0,
        QT_TRANSLATE_NOOP("catalog", "A weight's step is multiplied by this while the direction stays the same."),
    ),
    Parameter(
        "smallest",
        QT_TRANSLATE_NOOP("catalog", "smallest step"),
        1e-6,
        1e-12,
        1.0,
        QT_TRANSLATE_NOOP("catalog", "No weight's step becomes smaller than this."),
    ),
    Parameter(
        "largest",
        QT_TRANSLATE_NOOP("catalog", "largest step"),
        50.0,
        1.0,
        1000.0,
        QT_TRANSLATE_NOOP("catalog", "No weight's step becomes larger than this."),
    ),
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
            "nesterov",
            QT_TRANSLATE_NOOP("catalog", "Nesterov momentum"),
            r"v \leftarrow \mu v + g, \quad w \leftarrow w - \eta \, (g + \mu v)",
            QT_TRANSLATE_NOOP("catalog", "Momentum that looks ahead to where it is rolling, and so brakes earlier."),
            optimizers.Nesterov,
            (_MOMENTUM,),
        ),
        Entry(
            "adagrad",
            QT_TRANSLATE_NOOP("catalog", "Adagrad"),
            r"s \leftarrow s + g^2, \quad w \leftarrow w - \eta \, \frac{g}{\sqrt{s} + \varepsilon}",
            QT_TRANSLATE_NOOP(
                "catalog",
                "The more a weight's gradients have added up to, the shorter its steps. Slows down with time.",
            ),
            adaptive_optimizers.Adagrad,
            (replace(_EPSILON, default=1e-10),),
        ),
        Entry(
            "rmsprop",
            QT_TRANSLATE_NOOP("catalog", "RMSprop"),
            r"v \leftarrow \alpha v + (1 - \alpha) g^2, \quad w \leftarrow w - \eta \frac{g}{\sqrt{v} + \varepsilon}",
            QT_TRANSLATE_NOOP(
                "catalog",
                "Divides each gradient by its usual size of late, so that flat and steep ways are equally quick.",
            ),
            adaptive_optimizers.RMSprop,
            (_SMOOTHING, _EPSILON),
        ),
        Entry(
            "adam",
            QT_TRANSLATE_NOOP("catalog", "Adam"),
            r"w \leftarrow w - \eta \, \frac{\hat m}{\sqrt{\hat v} + \varepsilon}",
            QT_TRANSLATE_NOOP(
                "catalog", "Gives every weight a step length of its own. Quick and forgiving on most problems."
            ),
            adaptive_optimizers.Adam,
            (_BETA1, _BETA2, _EPSILON),
        ),
        Entry(
            "adamw",
            QT_TRANSLATE_NOOP("catalog", "AdamW"),
            r"w \leftarrow w - \eta \left( \frac{\hat m}{\sqrt{\hat v} + \varepsilon} + \lambda w \right)",
            QT_TRANSLATE_NOOP(
                "catalog", "Adam that also pulls weights and biases a little towards 0, so that none grows needlessly."
            ),
            adaptive_optimizers.AdamW,
            (_BETA1, _BETA2, _EPSILON, _WEIGHT_DECAY),
        ),
        Entry(
            "rprop",
            QT_TRANSLATE_NOOP("catalog", "Rprop"),
            r"w \leftarrow w - \Delta \, \mathrm{sign}(g)",
            QT_TRANSLATE_NOOP(
                "catalog",
                "Looks only at the gradient's sign: each weight's step grows while it stays and shrinks when it turns. "
                "The learning rate is the first step. Take all samples as one batch.",
            ),
            optimizers.Rprop,
            _RPROP,
        ),
    ),
)
