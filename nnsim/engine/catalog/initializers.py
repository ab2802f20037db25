"""Rules for first weights to choose from."""

from __future__ import annotations

from nnsim.engine import initializers
from nnsim.engine.catalog.entries import Entry, Family, Parameter
from nnsim.words import QT_TRANSLATE_NOOP

INITIALIZERS: Family[initializers.Initializer] = Family(
    "initializer",
    (
        Entry(
            "xavier_normal",
            QT_TRANSLATE_NOOP("catalog", "Xavier, normal"),
            r"\sigma^2 = \frac{2}{n_\mathrm{from} + n_\mathrm{to}}",
            QT_TRANSLATE_NOOP(
                "catalog", "Random weights, smaller the more links meet. Made by Xavier Glorot for tanh and sigmoid."
            ),
            initializers.XavierNormal,
        ),
        Entry(
            "xavier_uniform",
            QT_TRANSLATE_NOOP("catalog", "Xavier, uniform"),
            r"|w| \le \sqrt{\frac{6}{n_\mathrm{from} + n_\mathrm{to}}}",
            QT_TRANSLATE_NOOP("catalog", "Like Xavier, normal, but no weight is ever far out."),
            initializers.XavierUniform,
        ),
        Entry(
            "he_normal",
            QT_TRANSLATE_NOOP("catalog", "He, normal"),
            r"\sigma^2 = \frac{2}{n_\mathrm{from}}",
            QT_TRANSLATE_NOOP("catalog", "Random weights, a little larger than Xavier's. Made for ReLU."),
            initializers.HeNormal,
        ),
        Entry(
            "he_uniform",
            QT_TRANSLATE_NOOP("catalog", "He, uniform"),
            r"|w| \le \sqrt{\frac{6}{n_\mathrm{from}}}",
            QT_TRANSLATE_NOOP("catalog", "Like He, normal, but no weight is ever far out."),
            initializers.HeUniform,
        ),
        Entry(
            "lecun_normal",
            QT_TRANSLATE_NOOP("catalog", "LeCun, normal"),
            r"\sigma^2 = \frac{1}{n_\mathrm{from}}",
            QT_TRANSLATE_NOOP("catalog", "Random weights, a little smaller than He's. Made for SELU."),
            initializers.LeCunNormal,
        ),
        Entry(
            "lecun_uniform",
            QT_TRANSLATE_NOOP("catalog", "LeCun, uniform"),
            r"|w| \le \sqrt{\frac{3}{n_\mathrm{from}}}",
            QT_TRANSLATE_NOOP("catalog", "Like LeCun, normal, but no weight is ever far out."),
            initializers.LeCunUniform,
        ),
        Entry(
            "orthogonal",
            QT_TRANSLATE_NOOP("catalog", "orthogonal"),
            r"W^\top W = \mathrm{gain}^2 \, I",
            QT_TRANSLATE_NOOP(
                "catalog",
                "Random weights that turn what comes in without stretching it, so that it gets through many layers.",
            ),
            initializers.Orthogonal,
            (
                Parameter(
                    "gain",
                    QT_TRANSLATE_NOOP("catalog", "gain"),
                    1.0,
                    0.0,
                    100.0,
                    QT_TRANSLATE_NOOP("catalog", "How many times longer what comes in can become at most."),
                ),
            ),
        ),
        Entry(
            "normal",
            QT_TRANSLATE_NOOP("catalog", "normal"),
            r"\sigma = \mathrm{sd}",
            QT_TRANSLATE_NOOP("catalog", "Random weights with a spread that you choose."),
            initializers.Normal,
            (
                Parameter(
                    "sd",
                    QT_TRANSLATE_NOOP("catalog", "standard deviation"),
                    0.5,
                    0.0,
                    100.0,
                    QT_TRANSLATE_NOOP("catalog", "How far the weights spread around 0."),
                ),
            ),
        ),
        Entry(
            "uniform",
            QT_TRANSLATE_NOOP("catalog", "uniform"),
            r"|w| \le \mathrm{limit}",
            QT_TRANSLATE_NOOP("catalog", "Random weights within limits that you choose, all equally likely."),
            initializers.Uniform,
            (
                Parameter(
                    "limit",
                    QT_TRANSLATE_NOOP("catalog", "limit"),
                    0.5,
                    0.0,
                    100.0,
                    QT_TRANSLATE_NOOP("catalog", "How far from 0 a weight can be at most."),
                ),
            ),
        ),
        Entry(
            "zero",
            QT_TRANSLATE_NOOP("catalog", "zero"),
            r"w = 0",
            QT_TRANSLATE_NOOP("catalog", "Every weight 0. Shows why chance is needed: all neurons stay alike."),
            initializers.Zero,
        ),
        Entry(
            "constant",
            QT_TRANSLATE_NOOP("catalog", "constant"),
            r"w = c",
            QT_TRANSLATE_NOOP(
                "catalog", "Every weight the same number. All neurons of a layer stay copies of each other."
            ),
            initializers.Constant,
            (
                Parameter(
                    "value",
                    QT_TRANSLATE_NOOP("catalog", "value"),
                    0.5,
                    -1000.0,
                    1000.0,
                    QT_TRANSLATE_NOOP("catalog", "The number that every weight starts with."),
                ),
            ),
        ),
    ),
)
