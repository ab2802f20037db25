"""Activation functions to choose from. To add one: its class in ``engine/activations.py`` and its entry here."""

from __future__ import annotations

from nnsim.engine import activations
from nnsim.engine.catalog.entries import Entry, Family
from nnsim.words import QT_TRANSLATE_NOOP

ACTIVATIONS: Family[activations.Activation] = Family(
    "activation",
    (
        Entry(
            "tanh",
            QT_TRANSLATE_NOOP("catalog", "tanh"),
            r"h = \tanh z",
            QT_TRANSLATE_NOOP(
                "catalog", "Squeezes every number between −1 and 1; 0 stays 0. A good first choice for hidden layers."
            ),
            activations.Tanh,
        ),
        Entry(
            "sigmoid",
            QT_TRANSLATE_NOOP("catalog", "sigmoid"),
            r"h = \frac{1}{1 + e^{-z}}",
            QT_TRANSLATE_NOOP(
                "catalog", "Squeezes every number between 0 and 1, so that the output can be read as a probability."
            ),
            activations.Sigmoid,
        ),
        Entry(
            "relu",
            QT_TRANSLATE_NOOP("catalog", "ReLU"),
            r"h = \max(0, z)",
            QT_TRANSLATE_NOOP(
                "catalog", "Keeps positive numbers and turns negative ones into 0. Fast, and usual in deep networks."
            ),
            activations.ReLU,
        ),
        Entry(
            "identity",
            QT_TRANSLATE_NOOP("catalog", "identity"),
            r"h = z",
            QT_TRANSLATE_NOOP(
                "catalog", "Passes the number on unchanged. Right for the output when the network predicts a quantity."
            ),
            activations.Identity,
        ),
        Entry(
            "softmax",
            QT_TRANSLATE_NOOP("catalog", "softmax"),
            r"h_j = \frac{e^{z_j}}{\sum_k e^{z_k}}",
            QT_TRANSLATE_NOOP(
                "catalog", "Turns the outputs into shares that add up to 1: one probability for each class."
            ),
            activations.Softmax,
        ),
    ),
)
