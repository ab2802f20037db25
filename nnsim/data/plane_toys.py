"""Toy sets of classes in the plane, with the geometry of TensorFlow Playground where it has the same set."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.random import Generator

from nnsim.data.dataset import Numbers
from nnsim.data.toy import MOST_CLASSES, RADIUS, Draw, Group, Points, Rule, Toy, in_turn, moved, numbered
from nnsim.words import QT_TRANSLATE_NOOP

_SQUARES: Final = 4
"""Of the checkerboard, along each side."""
_GAP: Final = 0.15
"""Between what is drawn and the border of its square or ring, as a share of either."""


def _ring(n_samples: int, inner: float, outer: float, generator: Generator) -> Numbers:
    radius = generator.uniform(inner, outer, n_samples)
    angle = generator.uniform(0.0, 2.0 * np.pi, n_samples)
    return np.column_stack((radius * np.sin(angle), radius * np.cos(angle)))


def _circle(draw: Draw) -> Points:
    n_outside, n_inside = draw.counts
    outside = _ring(n_outside, 0.7 * RADIUS, RADIUS, draw.generator)
    inside = _ring(n_inside, 0.0, 0.5 * RADIUS, draw.generator)
    return moved(numbered(outside, inside), RADIUS, draw)


def _xor(draw: Draw) -> Points:
    padding = 0.3
    distances = draw.generator.uniform(padding, RADIUS, (draw.n_samples, 2))
    first = draw.generator.choice((-1.0, 1.0), draw.n_samples)
    targets = in_turn(draw.counts)
    signs = np.column_stack((first, np.where(targets == 1.0, -first, first)))
    return moved(Points(distances * signs, targets), RADIUS, draw)


def _around(centres: Numbers, draw: Draw) -> Points:
    """Normal clouds with a variance of 0.5 to 4 around each centre."""
    deviation = np.sqrt(0.5 + 3.5 * draw.noise)
    targets = in_turn(draw.counts)
    return Points(draw.generator.normal(centres[targets.astype(int)], deviation), targets)


def _gauss(draw: Draw) -> Points:
    return _around(np.array([[-2.0, -2.0], [2.0, 2.0]]), draw)


def _blobs(draw: Draw) -> Points:
    n_classes = len(draw.counts)
    angles = np.deg2rad(90.0 + 360.0 * np.arange(n_classes) / n_classes)
    distance = 3.5 if n_classes <= 6 else 4.5
    return _around(distance * np.column_stack((np.cos(angles), np.sin(angles))), draw)


def _arm(n_samples: int, turned: float) -> Numbers:
    share = np.arange(n_samples) / max(n_samples, 1)
    radius, angle = share * RADIUS, 1.75 * share * 2.0 * np.pi + turned
    return np.column_stack((radius * np.sin(angle), radius * np.cos(angle)))


def _spiral(draw: Draw) -> Points:
    n_arms = len(draw.counts)
    arms = [_arm(count, 2.0 * np.pi * arm / n_arms) for arm, count in enumerate(draw.counts)]
    # The arms lie close together: the Playground, too, moves these points by its noise alone, not by noise × radius.
    return moved(numbered(*arms), 1.0, draw)


def _moons(draw: Draw) -> Points:
    """Half circles of radius 3, each with its end in the hollow of the other."""
    angles = [draw.generator.uniform(0.0, np.pi, count) for count in draw.counts]
    upper = np.column_stack((3.0 * np.cos(angles[0]) - 1.5, 3.0 * np.sin(angles[0]) - 0.75))
    lower = np.column_stack((1.5 - 3.0 * np.cos(angles[1]), 0.75 - 3.0 * np.sin(angles[1])))
    return moved(numbered(upper, lower), 0.6 * RADIUS, draw)


def _rings(draw: Draw) -> Points:
    """A disc and rings around it, all of the same width."""
    width = RADIUS / len(draw.counts)
    rings = [
        _ring(count, width * (number + _GAP * bool(number)), width * (number + 1 - _GAP), draw.generator)
        for number, count in enumerate(draw.counts)
    ]
    return moved(numbered(*rings), 0.4 * RADIUS, draw)


def _checkerboard(draw: Draw) -> Points:
    side = 2.0 * RADIUS / _SQUARES
    targets = in_turn(draw.counts)
    rows = draw.generator.integers(0, _SQUARES, draw.n_samples)
    pairs = draw.generator.integers(0, _SQUARES // 2, draw.n_samples)
    columns = 2 * pairs + (rows + targets.astype(int)) % 2
    within = draw.generator.uniform(_GAP / 2, 1.0 - _GAP / 2, (draw.n_samples, 2))
    places = (np.column_stack((columns, rows)) + within) * side - RADIUS
    return moved(Points(places, targets), 0.4 * RADIUS, draw)


def _toy(name: str, label: str, text: str, rule: Rule, n_classes: int = 2, most: int = 0, group: Group = "two") -> Toy:
    classes = tuple(map(str, range(n_classes)))
    return Toy(name, label, text, group, 2, rule, classes, most, target_names=("class",))


PLANE_TOYS: Final = (
    _toy(
        "circle",
        QT_TRANSLATE_NOOP("data", "Circle"),
        QT_TRANSLATE_NOOP("data", "A disc inside a ring: no straight line parts them."),
        _circle,
    ),
    _toy(
        "xor",
        QT_TRANSLATE_NOOP("data", "XOR"),
        QT_TRANSLATE_NOOP("data", "Four squares: class 1 where x₁ and x₂ have different signs."),
        _xor,
    ),
    _toy(
        "gauss",
        QT_TRANSLATE_NOOP("data", "Gauss"),
        QT_TRANSLATE_NOOP("data", "Two round clouds: one neuron is enough."),
        _gauss,
    ),
    _toy(
        "spiral",
        QT_TRANSLATE_NOOP("data", "Spiral"),
        QT_TRANSLATE_NOOP("data", "Arms wound around each other: hard, even for two hidden layers."),
        _spiral,
        most=MOST_CLASSES,
    ),
    _toy(
        "moons",
        QT_TRANSLATE_NOOP("data", "Moons"),
        QT_TRANSLATE_NOOP("data", "Two half moons, each in the hollow of the other: a bent line parts them."),
        _moons,
    ),
    _toy(
        "checkerboard",
        QT_TRANSLATE_NOOP("data", "Checkerboard"),
        QT_TRANSLATE_NOOP("data", "Sixteen squares of two classes: it takes many neurons, and many points."),
        _checkerboard,
    ),
    _toy(
        "blobs",
        QT_TRANSLATE_NOOP("data", "Blobs"),
        QT_TRANSLATE_NOOP("data", "Round clouds, a class each: 3, or as many as you choose."),
        _blobs,
        3,
        MOST_CLASSES,
        "more",
    ),
    _toy(
        "rings",
        QT_TRANSLATE_NOOP("data", "Rings"),
        QT_TRANSLATE_NOOP("data", "A disc and rings around it, a class each: 3, or as many as you choose."),
        _rings,
        3,
        MOST_CLASSES,
        "more",
    ),
)
