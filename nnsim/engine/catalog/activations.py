"""Activation functions to choose from. To add one: its class in ``engine/activations.py`` and its entry here."""

from __future__ import annotations

from nnsim.engine import activations, rectifiers
from nnsim.engine.catalog.entries import Entry, Family, Parameter
from nnsim.words import QT_TRANSLATE_NOOP

_SLOPE = Parameter(
    "slope",
    QT_TRANSLATE_NOOP("catalog", "slope"),
    0.01,
    0.0,
    1.0,
    QT_TRANSLATE_NOOP("catalog", "How much of a negative number is let through: 0 is ReLU, 1 is identity."),
)
_ALPHA = Parameter(
    "alpha",
    QT_TRANSLATE_NOOP("catalog", "α"),
    1.0,
    0.0,
    10.0,
    QT_TRANSLATE_NOOP("catalog", "Negative numbers bend towards minus this. Only at 1 there is no corner at 0."),
)

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
            rectifiers.ReLU,
        ),
        Entry(
            "leaky_relu",
            QT_TRANSLATE_NOOP("catalog", "leaky ReLU"),
            r"h = \max(s z, z)",
            QT_TRANSLATE_NOOP(
                "catalog",
                "Keeps positive numbers and lets a little of negative ones through, so that no neuron stops learning.",
            ),
            rectifiers.LeakyReLU,
            (_SLOPE,),
        ),
        Entry(
            "elu",
            QT_TRANSLATE_NOOP("catalog", "ELU"),
            r"h = \max(0, z) + \alpha (e^{\min(0, z)} - 1)",
            QT_TRANSLATE_NOOP("catalog", "Keeps positive numbers and bends negative ones smoothly towards −α."),
            rectifiers.ELU,
            (_ALPHA,),
        ),
        Entry(
            "gelu",
            QT_TRANSLATE_NOOP("catalog", "GELU"),
            r"h = \frac{z}{2} \left(1 + \tanh\left(\sqrt{2 / \pi} \, (z + 0.044715 z^3)\right)\right)",
            QT_TRANSLATE_NOOP(
                "catalog", "Like ReLU, but smooth, with a small dip below 0. Usual in networks that work with language."
            ),
            rectifiers.GELU,
        ),
        Entry(
            "silu",
            QT_TRANSLATE_NOOP("catalog", "SiLU"),
            r"h = \frac{z}{1 + e^{-z}}",
            QT_TRANSLATE_NOOP(
                "catalog", "The number times its sigmoid, also called swish: like ReLU, but smooth, with a dip below 0."
            ),
            rectifiers.SiLU,
        ),
        Entry(
            "softplus",
            QT_TRANSLATE_NOOP("catalog", "softplus"),
            r"h = \ln(1 + e^z)",
            QT_TRANSLATE_NOOP("catalog", "ReLU with a rounded corner: always positive, and nowhere without a slope."),
            rectifiers.Softplus,
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
        Entry(
            "step",
            QT_TRANSLATE_NOOP("catalog", "step"),
            r"h = \begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases}",
            QT_TRANSLATE_NOOP(
                "catalog",
                "1 for positive numbers, else 0. It has no slope: in a hidden layer it keeps the layers in front from "
                "learning. As output, with the quadratic loss, it learns by the perceptron rule.",
            ),
            activations.Step,
        ),
    ),
)
