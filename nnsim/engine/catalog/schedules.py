"""Courses of the learning rate to choose from; t in the formulas is the epoch, the first is 0."""

from __future__ import annotations

from nnsim.engine import schedules
from nnsim.engine.catalog.entries import Entry, Family, Parameter
from nnsim.words import QT_TRANSLATE_NOOP

_MOST_EPOCHS = 1_000_000

SCHEDULES: Family[schedules.Schedule] = Family(
    "schedule",
    (
        Entry(
            "constant",
            QT_TRANSLATE_NOOP("catalog", "constant"),
            r"\eta_t = \eta",
            QT_TRANSLATE_NOOP("catalog", "The learning rate stays as it was set."),
            schedules.Constant,
        ),
        Entry(
            "step",
            QT_TRANSLATE_NOOP("catalog", "in steps"),
            r"\eta_t = \eta \, f^{\lfloor t / n \rfloor}",
            QT_TRANSLATE_NOOP("catalog", "Now and then the learning rate drops at once: first roughly, then finely."),
            schedules.Step,
            (
                Parameter(
                    "epochs",
                    QT_TRANSLATE_NOOP("catalog", "every so many epochs"),
                    30,
                    1,
                    _MOST_EPOCHS,
                    QT_TRANSLATE_NOOP("catalog", "Epochs from one drop to the next, a whole number."),
                    whole=True,
                ),
                Parameter(
                    "factor",
                    QT_TRANSLATE_NOOP("catalog", "factor"),
                    0.1,
                    0.0,
                    1.0,
                    QT_TRANSLATE_NOOP("catalog", "The learning rate is multiplied by this at each drop."),
                ),
            ),
        ),
        Entry(
            "exponential",
            QT_TRANSLATE_NOOP("catalog", "exponential"),
            r"\eta_t = \eta \, f^t",
            QT_TRANSLATE_NOOP("catalog", "The learning rate shrinks by the same share in every epoch."),
            schedules.Exponential,
            (
                Parameter(
                    "factor",
                    QT_TRANSLATE_NOOP("catalog", "factor"),
                    0.99,
                    0.0,
                    1.0,
                    QT_TRANSLATE_NOOP("catalog", "The learning rate is multiplied by this after each epoch."),
                ),
            ),
        ),
        Entry(
            "cosine",
            QT_TRANSLATE_NOOP("catalog", "cosine"),
            r"\eta_t = \eta \left( l + (1 - l) \, \frac{1 + \cos(\pi t / n)}{2} \right)",
            QT_TRANSLATE_NOOP(
                "catalog", "The learning rate falls in a soft curve, slowly at both ends, and then stays low."
            ),
            schedules.Cosine,
            (
                Parameter(
                    "epochs",
                    QT_TRANSLATE_NOOP("catalog", "epochs"),
                    100,
                    1,
                    _MOST_EPOCHS,
                    QT_TRANSLATE_NOOP("catalog", "Epochs until the lowest learning rate is reached, a whole number."),
                    whole=True,
                ),
                Parameter(
                    "lowest",
                    QT_TRANSLATE_NOOP("catalog", "lowest share"),
                    0.0,
                    0.0,
                    1.0,
                    QT_TRANSLATE_NOOP("catalog", "What is left of the learning rate in the end, as a share of it."),
                ),
            ),
        ),
        Entry(
            "warm_up",
            QT_TRANSLATE_NOOP("catalog", "warm-up"),
            r"\eta_t = \eta \left( s + (1 - s) \, \frac{\min(t, n)}{n} \right)",
            QT_TRANSLATE_NOOP("catalog", "The learning rate starts small and rises evenly to what was set."),
            schedules.WarmUp,
            (
                Parameter(
                    "epochs",
                    QT_TRANSLATE_NOOP("catalog", "epochs"),
                    10,
                    1,
                    _MOST_EPOCHS,
                    QT_TRANSLATE_NOOP("catalog", "Epochs until the full learning rate is reached, a whole number."),
                    whole=True,
                ),
                Parameter(
                    "first",
                    QT_TRANSLATE_NOOP("catalog", "first share"),
                    0.1,
                    0.0,
                    1.0,
                    QT_TRANSLATE_NOOP("catalog", "What the learning rate starts with, as a share of it."),
                ),
            ),
        ),
    ),
)
