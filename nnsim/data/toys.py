"""Toy sets: points made by a rule, with the geometry of TensorFlow Playground where it has the same set.

Noise 0 to 1 moves the points, or spreads them, and leaves their labels as they are. Noise 1 is what the Playground
calls 50 %: on a disc of radius 5 a point then moves by up to 2.5 in each direction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.random import Generator

from nnsim.data.dataset import Dataset, Numbers, Task, frozen
from nnsim.data.spec import ScalingKind, ToySource
from nnsim.data.split import check_seed
from nnsim.data.wording import name_hint, quoted
from nnsim.errors import SpecError
from nnsim.words import QT_TRANSLATE_NOOP

RADIUS = 5.0
_PLAYGROUND_NOISE = 0.5
_MOST_SAMPLES = 1_000_000


class Points(NamedTuple):
    """What a rule draws: inputs (n, inputs) and their targets (n,)."""

    inputs: Numbers
    targets: Numbers


Rule = Callable[[int, float, Generator], Points]


@dataclass(frozen=True)
class Toy:
    """A toy set that can be chosen.

    Parameters
    ----------
    name : as stored in projects and typed on the command line
    label, help : marked for translation in the context ``data``
    n_inputs : 1 or 2
    rule : draws points from (samples, noise, generator)
    classes : names of the classes; empty for regression
    is_truth_table : its four points are always the same
    """

    name: str
    label: str
    help: str
    task: Task
    n_inputs: int
    rule: Rule = field(repr=False)
    classes: tuple[str, ...] = ()
    is_truth_table: bool = False

    @property
    def scaling(self) -> ScalingKind:
        """What suits it: figures on the plane learn better around 0; truth tables and curves are read as they are."""
        return "standardize" if self.classes and not self.is_truth_table else "none"

    @property
    def test_fraction(self) -> float:
        """Half for testing; a truth table is too small to lose a row."""
        return 0.0 if self.is_truth_table else 0.5


def toy_called(name: str) -> Toy:
    """The toy set of this name; ``xor-table`` means ``xor_table``.

    Raises
    ------
    SpecError
        ``data.unknown_toy``
    """
    known = TOYS.get(name.replace("-", "_"))
    if known is None:
        raise SpecError(
            "data.unknown_toy", f"There is no toy set {quoted(name)}.", where="data", hint=name_hint(name, TOYS)
        )
    return known


def make(source: ToySource) -> Dataset:
    """Draw the points that ``source`` describes: the same ones for the same seed, in random order.

    Raises
    ------
    SpecError
        ``data.unknown_toy``, ``data.samples``, ``data.noise`` or ``data.seed``
    """
    toy = toy_called(source.kind)
    _check(source)
    generator = np.random.default_rng(source.seed)
    points = toy.rule(source.n_samples, source.noise, generator)
    if not toy.is_truth_table:
        order = generator.permutation(len(points.inputs))
        points = Points(points.inputs[order], points.targets[order])
    return Dataset(
        name=toy.name,
        inputs=frozen(points.inputs),
        input_names=("x1", "x2")[: toy.n_inputs],
        targets=frozen(points.targets[:, np.newaxis]),
        target_names=("class" if toy.classes else "y",),
        classes=toy.classes,
    )


def _check(source: ToySource) -> None:
    if not 1 <= source.n_samples <= _MOST_SAMPLES:
        raise SpecError(
            "data.samples",
            f"A toy set of {source.n_samples:,} samples is not possible.",
            where="data",
            hint=f"Choose 1 to {_MOST_SAMPLES:,}.",
        )
    if not 0 <= source.noise <= 1:
        raise SpecError(
            "data.noise", f"Noise of {source.noise:g} is not possible.", where="data", hint="Choose 0 to 1."
        )
    check_seed(source.seed)


def _halves(n_samples: int) -> tuple[int, int]:
    return (n_samples + 1) // 2, n_samples // 2


def _numbered(*groups: Numbers) -> Points:
    """Groups of points as classes 0, 1, …"""
    numbers = np.repeat(np.arange(len(groups), dtype=np.float64), [len(group) for group in groups])
    return Points(np.concatenate(groups), numbers)


def _moved(points: Points, reach: float, noise: float, generator: Generator) -> Points:
    """Each point moved by up to ``reach`` × the Playground's noise in each direction, its label kept."""
    shifts = generator.uniform(-reach, reach, points.inputs.shape)
    return Points(points.inputs + shifts * (_PLAYGROUND_NOISE * noise), points.targets)


def _ring(n_samples: int, inner: float, outer: float, generator: Generator) -> Numbers:
    radius = generator.uniform(inner, outer, n_samples)
    angle = generator.uniform(0.0, 2.0 * np.pi, n_samples)
    return np.column_stack((radius * np.sin(angle), radius * np.cos(angle)))


def _circle(n_samples: int, noise: float, generator: Generator) -> Points:
    n_outside, n_inside = _halves(n_samples)
    outside = _ring(n_outside, 0.7 * RADIUS, RADIUS, generator)
    inside = _ring(n_inside, 0.0, 0.5 * RADIUS, generator)
    return _moved(_numbered(outside, inside), RADIUS, noise, generator)


def _xor(n_samples: int, noise: float, generator: Generator) -> Points:
    padding = 0.3
    distances = generator.uniform(padding, RADIUS, (n_samples, 2))
    first = generator.choice((-1.0, 1.0), n_samples)
    targets = np.arange(n_samples) % 2.0
    signs = np.column_stack((first, np.where(targets == 1.0, -first, first)))
    return _moved(Points(distances * signs, targets), RADIUS, noise, generator)


def _around(centres: Numbers, n_samples: int, noise: float, generator: Generator) -> Points:
    """Normal clouds with a variance of 0.5 to 4 around each centre, as many points in each as possible."""
    deviation = np.sqrt(0.5 + 3.5 * noise)
    targets = np.arange(n_samples) % len(centres)
    return Points(generator.normal(centres[targets], deviation), targets.astype(np.float64))


def _gauss(n_samples: int, noise: float, generator: Generator) -> Points:
    return _around(np.array([[-2.0, -2.0], [2.0, 2.0]]), n_samples, noise, generator)


def _blobs(n_samples: int, noise: float, generator: Generator) -> Points:
    angles = np.deg2rad([90.0, 210.0, 330.0])
    return _around(3.5 * np.column_stack((np.cos(angles), np.sin(angles))), n_samples, noise, generator)


def _arm(n_samples: int, turned: float) -> Numbers:
    share = np.arange(n_samples) / max(n_samples, 1)
    radius, angle = share * RADIUS, 1.75 * share * 2.0 * np.pi + turned
    return np.column_stack((radius * np.sin(angle), radius * np.cos(angle)))


def _spiral(n_samples: int, noise: float, generator: Generator) -> Points:
    n_first, n_second = _halves(n_samples)
    # The arms lie close together: the Playground, too, moves these points by its noise alone, not by noise × radius.
    return _moved(_numbered(_arm(n_first, 0.0), _arm(n_second, np.pi)), 1.0, noise, generator)


def _sine(n_samples: int, noise: float, generator: Generator) -> Points:
    inputs = generator.uniform(-3.0, 3.0, (n_samples, 1))
    return Points(inputs, np.sin(2.0 * inputs[:, 0]) + generator.normal(0.0, 0.5, n_samples) * noise)


def _plane(n_samples: int, noise: float, generator: Generator) -> Points:
    inputs = generator.uniform(-RADIUS, RADIUS, (n_samples, 2))
    return Points(inputs, inputs.sum(axis=1) / 10.0 + generator.normal(0.0, 0.5, n_samples) * noise)


_CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def _truth(*values: int) -> Rule:
    return lambda _samples, _noise, _generator: Points(_CORNERS, np.array(values, dtype=np.float64))


def _two_classes(name: str, label: str, text: str, rule: Rule) -> Toy:
    return Toy(name, label, text, "classification", 2, rule, ("0", "1"))


def _table(name: str, label: str, text: str, *values: int) -> Toy:
    return replace(_two_classes(name, label, text, _truth(*values)), is_truth_table=True)


_ALL = (
    _two_classes(
        "circle",
        QT_TRANSLATE_NOOP("data", "Circle"),
        QT_TRANSLATE_NOOP("data", "A disc inside a ring: no straight line parts them."),
        _circle,
    ),
    _two_classes(
        "xor",
        QT_TRANSLATE_NOOP("data", "XOR"),
        QT_TRANSLATE_NOOP("data", "Four squares: class 1 where x₁ and x₂ have different signs."),
        _xor,
    ),
    _two_classes(
        "gauss",
        QT_TRANSLATE_NOOP("data", "Gauss"),
        QT_TRANSLATE_NOOP("data", "Two round clouds: one neuron is enough."),
        _gauss,
    ),
    _two_classes(
        "spiral",
        QT_TRANSLATE_NOOP("data", "Spiral"),
        QT_TRANSLATE_NOOP("data", "Two arms wound around each other: hard, even for two hidden layers."),
        _spiral,
    ),
    Toy(
        "blobs",
        QT_TRANSLATE_NOOP("data", "Three blobs"),
        QT_TRANSLATE_NOOP("data", "Three round clouds, a class each."),
        "classification",
        2,
        _blobs,
        ("0", "1", "2"),
    ),
    Toy(
        "sine",
        QT_TRANSLATE_NOOP("data", "Sine"),
        QT_TRANSLATE_NOOP("data", "A curve to follow: y = sin 2x for x from −3 to 3."),
        "regression",
        1,
        _sine,
    ),
    Toy(
        "plane",
        QT_TRANSLATE_NOOP("data", "Plane"),
        QT_TRANSLATE_NOOP("data", "A tilted plane: y = (x₁ + x₂) / 10, from −1 to 1."),
        "regression",
        2,
        _plane,
    ),
    _table(
        "and",
        QT_TRANSLATE_NOOP("data", "AND table"),
        QT_TRANSLATE_NOOP("data", "Four points: 1 if both inputs are 1. Always without noise."),
        *(0, 0, 0, 1),
    ),
    _table(
        "or",
        QT_TRANSLATE_NOOP("data", "OR table"),
        QT_TRANSLATE_NOOP("data", "Four points: 1 if one of the inputs is 1, or both. Always without noise."),
        *(0, 1, 1, 1),
    ),
    _table(
        "xor_table",
        QT_TRANSLATE_NOOP("data", "XOR table"),
        QT_TRANSLATE_NOOP("data", "Four points: 1 if exactly one of the inputs is 1. Always without noise."),
        *(0, 1, 1, 0),
    ),
)

TOYS: Mapping[str, Toy] = MappingProxyType({toy.name: toy for toy in _ALL})
