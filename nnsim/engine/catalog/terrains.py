"""Functions of two variables to choose from."""

from __future__ import annotations

from nnsim.engine import terrains
from nnsim.engine.catalog.entries import Entry, Family
from nnsim.words import QT_TRANSLATE_NOOP

TERRAINS: Family[terrains.Terrain] = Family(
    "terrain",
    (
        Entry(
            "valley",
            QT_TRANSLATE_NOOP("catalog", "valley"),
            r"\frac{1}{2} (w_1^2 + 100 w_2^2)",
            QT_TRANSLATE_NOOP(
                "catalog",
                "½ (w₁² + 100 w₂²): a hundred times as steep across as along. A learning rate that is safe across is "
                "slow along.",
            ),
            terrains.Valley,
        ),
        Entry(
            "rosenbrock",
            QT_TRANSLATE_NOOP("catalog", "bent valley"),
            r"(1 - w_1)^2 + 100 (w_2 - w_1^2)^2",
            QT_TRANSLATE_NOOP(
                "catalog",
                "(1 − w₁)² + 100 (w₂ − w₁²)², Rosenbrock’s: the valley is soon found, its lowest place (1, 1) late.",
            ),
            terrains.Rosenbrock,
        ),
        Entry(
            "saddle",
            QT_TRANSLATE_NOOP("catalog", "saddle"),
            r"\frac{1}{2} (w_1^2 - w_2^2)",
            QT_TRANSLATE_NOOP(
                "catalog",
                "½ (w₁² − w₂²): uphill one way, downhill the other. Its middle has slope 0, and yet is not lowest.",
            ),
            terrains.Saddle,
        ),
    ),
)
