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
            r"\frac{1}{2} (x^2 + 100 y^2)",
            QT_TRANSLATE_NOOP(
                "catalog",
                "½ (x² + 100 y²): a hundred times as steep across as along. A learning rate that is safe across is "
                "slow along.",
            ),
            terrains.Valley,
        ),
        Entry(
            "rosenbrock",
            QT_TRANSLATE_NOOP("catalog", "bent valley"),
            r"(1 - x)^2 + 100 (y - x^2)^2",
            QT_TRANSLATE_NOOP(
                "catalog",
                "(1 − x)² + 100 (y − x²)², Rosenbrock’s: the valley is soon found, its lowest place (1, 1) late.",
            ),
            terrains.Rosenbrock,
        ),
        Entry(
            "saddle",
            QT_TRANSLATE_NOOP("catalog", "saddle"),
            r"\frac{1}{2} (x^2 - y^2)",
            QT_TRANSLATE_NOOP(
                "catalog",
                "½ (x² − y²): uphill one way, downhill the other. Its middle has slope 0, and yet is not lowest.",
            ),
            terrains.Saddle,
        ),
    ),
)
