"""Toy sets of a quantity: curves over x, surfaces over the plane, and what a formula of one's own says.

Noise 1 spreads y with a standard deviation of 0.5, where y itself reaches from about −1 to 1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from nnsim.data.dataset import Numbers
from nnsim.data.formula_values import values_of
from nnsim.data.formulas import formula_of
from nnsim.data.toy import FORMULA, RADIUS, Draw, Group, Points, Rule, Toy
from nnsim.words import QT_TRANSLATE_NOOP

DEFAULT_FORMULA: Final = "sin(2x)"
_DEVIATION: Final = 0.5


def _spread(draw: Draw) -> Numbers:
    return draw.generator.normal(0.0, _DEVIATION, draw.n_samples) * draw.noise


def _over_x(curve: Callable[[Numbers], Numbers]) -> Rule:
    def rule(draw: Draw) -> Points:
        inputs = draw.generator.uniform(-3.0, 3.0, (draw.n_samples, 1))
        return Points(inputs, curve(inputs[:, 0]) + _spread(draw))

    return rule


def _over_plane(surface: Callable[[Numbers], Numbers]) -> Rule:
    def rule(draw: Draw) -> Points:
        inputs = draw.generator.uniform(-RADIUS, RADIUS, (draw.n_samples, 2))
        return Points(inputs, surface(inputs) + _spread(draw))

    return rule


def _formula(draw: Draw) -> Points:
    """Noise 1 spreads y as far, compared with the reach of y, as it does on the sine."""
    source = draw.source
    formula = formula_of(source.formula)
    inputs = draw.generator.uniform(source.low, source.high, (draw.n_samples, formula.n_inputs))
    values = values_of(formula, inputs)
    reach = (float(values.max()) - float(values.min())) / 2.0 or 1.0
    return Points(inputs, values + _spread(draw) * reach)


def _toy(name: str, label: str, text: str, rule: Rule, n_inputs: int, group: Group) -> Toy:
    return Toy(name, label, text, group, n_inputs, rule)


CURVE_TOYS: Final = (
    _toy(
        "line",
        QT_TRANSLATE_NOOP("data", "Line"),
        QT_TRANSLATE_NOOP("data", "A straight line: y = x / 2 + 1 / 4 for x from −3 to 3."),
        _over_x(lambda x: x / 2.0 + 0.25),
        1,
        "curves",
    ),
    _toy(
        "sine",
        QT_TRANSLATE_NOOP("data", "Sine"),
        QT_TRANSLATE_NOOP("data", "A curve to follow: y = sin 2x for x from −3 to 3."),
        _over_x(lambda x: np.sin(2.0 * x)),
        1,
        "curves",
    ),
    _toy(
        "step",
        QT_TRANSLATE_NOOP("data", "Step"),
        QT_TRANSLATE_NOOP("data", "A jump at 0, from −1 to 1: it takes very large weights."),
        _over_x(lambda x: np.where(x < 0.0, -1.0, 1.0)),
        1,
        "curves",
    ),
    _toy(
        "plane",
        QT_TRANSLATE_NOOP("data", "Plane"),
        QT_TRANSLATE_NOOP("data", "A tilted plane: y = (x₁ + x₂) / 10, from −1 to 1."),
        _over_plane(lambda points: points.sum(axis=1) / 10.0),
        2,
        "surfaces",
    ),
    _toy(
        "saddle",
        QT_TRANSLATE_NOOP("data", "Saddle"),
        QT_TRANSLATE_NOOP("data", "Up along x₁, down along x₂: y = (x₁² − x₂²) / 25."),
        _over_plane(lambda points: (points[:, 0] ** 2 - points[:, 1] ** 2) / 25.0),
        2,
        "surfaces",
    ),
    _toy(
        FORMULA,
        QT_TRANSLATE_NOOP("data", "Formula"),
        QT_TRANSLATE_NOOP("data", "A formula of your own: y = … in x, or in x₁ and x₂."),
        _formula,
        1,
        "own",
    ),
)
