"""Toy sets: samples made by a rule, with the geometry of TensorFlow Playground where it has the same set.

Noise 0 to 1 moves the points, or spreads them, and leaves their labels as they are. Noise 1 is what the Playground
calls 50 %: on a disc of radius 5 a point then moves by up to 2.5 in each direction. Labels that are wrong
(``label_noise``) are another matter: they are drawn by a stream of random numbers of their own, so that the points stay
where they are, among all samples, those for testing too: the source of data knows nothing of the split, and in life
nobody has a test set without mistakes either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from nnsim.data.curve_toys import CURVE_TOYS, DEFAULT_FORMULA
from nnsim.data.dataset import Dataset, Numbers, frozen
from nnsim.data.features import features_of
from nnsim.data.formulas import formula_of
from nnsim.data.plane_toys import PLANE_TOYS
from nnsim.data.spec import DrawnSource, ToySource
from nnsim.data.toy import MOST_AXES, Draw, Points, Toy
from nnsim.data.toy_checks import check_source
from nnsim.data.truth_tables import TRUTH_TABLES
from nnsim.data.wording import name_hint, quoted
from nnsim.errors import SpecError
from nnsim.words import QT_TRANSLATE_NOOP, Words

_LABEL_STREAM = 2
"""Its own stream of random numbers, beside that of the points and that of the split (``split.py``)."""

TOYS: Mapping[str, Toy] = MappingProxyType({toy.name: toy for toy in (*PLANE_TOYS, *CURVE_TOYS, *TRUTH_TABLES)})


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
            "data.unknown_toy",
            Words(QT_TRANSLATE_NOOP("errors", "There is no toy set {0}."), quoted(name)),
            where="data",
            hint=name_hint(name, TOYS),
        )
    return known


def usual_source(toy: Toy, seed: int = 0) -> ToySource:
    """The source of a set as it is first chosen."""
    return ToySource(toy.name, seed=seed, formula=DEFAULT_FORMULA if toy.is_formula else "")


def n_inputs_of(source: ToySource | DrawnSource) -> int:
    """How many numbers a sample has; of a formula as many as there are in it."""
    if isinstance(source, DrawnSource):
        return source.n_inputs
    toy = toy_called(source.kind)
    return formula_of(source.formula).n_inputs if toy.is_formula else toy.n_inputs


def available_inputs(source: ToySource | DrawnSource) -> tuple[str, ...]:
    """What the network may be shown: features of points on a line or in the plane; of rows of bits each bit."""
    n_inputs = n_inputs_of(source)
    if n_inputs <= MOST_AXES or isinstance(source, DrawnSource):
        return features_of(n_inputs)
    return toy_called(source.kind).input_names


def n_rows_of(source: ToySource | DrawnSource) -> int:
    """How many samples there will be."""
    if isinstance(source, DrawnSource):
        return len(source.rows)
    fixed = toy_called(source.kind).n_rows
    return source.n_samples if fixed is None else fixed


def classes_of(source: ToySource) -> tuple[str, ...]:
    """Names of the classes; empty for a quantity."""
    toy = toy_called(source.kind)
    return toy.classes if source.n_classes is None else tuple(map(str, range(source.n_classes)))


def make(source: ToySource) -> Dataset:
    """Draw the points that ``source`` describes: the same ones for the same seed, in random order.

    Raises
    ------
    SpecError
        ``data.unknown_toy``, or as ``check_source``, ``formula_of`` and ``values_of``
    """
    toy = toy_called(source.kind)
    check_source(source, toy)
    generator = np.random.default_rng(source.seed)
    classes = classes_of(source)
    counts = _counts(source.n_samples, len(classes) or 1, source.imbalance)
    points = toy.rule(Draw(counts, source.noise, generator, source))
    if not toy.is_truth_table:
        order = generator.permutation(len(points.inputs))
        points = Points(points.inputs[order], points.targets[order])
    if source.label_noise:
        points = points._replace(targets=_with_wrong_labels(points.targets, len(classes), source))
    return Dataset(
        name=toy.name,
        inputs=frozen(points.inputs),
        input_names=toy.input_names[: points.inputs.shape[1]],
        targets=frozen(points.targets.reshape(len(points.targets), -1)),
        target_names=toy.target_names,
        classes=classes,
        is_code=toy.is_code,
    )


def _counts(n_samples: int, n_classes: int, imbalance: float | None) -> tuple[int, ...]:
    """Points of each class: as even as possible, or so many of the first and the others as even as possible.

    With as many points as classes none is left out.
    """
    if imbalance is None:
        return tuple((n_samples + n_classes - 1 - number) // n_classes for number in range(n_classes))
    first = int(np.floor(n_samples * imbalance + 0.5))
    if n_samples >= n_classes:
        first = min(max(first, 1), n_samples - (n_classes - 1))
    return first, *_counts(n_samples - first, n_classes - 1, None)


def _with_wrong_labels(targets: Numbers, n_classes: int, source: ToySource) -> Numbers:
    """A share of the labels changed for another class; more noise leaves those wrong that were wrong with less."""
    generator = np.random.default_rng(np.random.SeedSequence(source.seed, spawn_key=(_LABEL_STREAM,)))
    order = generator.permutation(len(targets))
    shifts = generator.integers(1, n_classes, len(targets))
    wrong = order[: int(np.floor(len(targets) * source.label_noise + 0.5))]
    changed = targets.copy()
    changed[wrong] = (targets[wrong] + shifts[wrong]) % n_classes
    return changed


def other_kind(source: ToySource, kind: str) -> ToySource:
    """Another set with what of ``source`` it can have too: number of points, noise, seed, wrong labels, rare class."""
    toy, new = toy_called(kind), usual_source(toy_called(kind))
    if kind == source.kind:
        return source
    if toy.has_drawn_classes:
        same_classes = len(toy.classes) == len(classes_of(source))
        new = replace(new, label_noise=source.label_noise, imbalance=source.imbalance if same_classes else None)
    return replace(new, n_samples=source.n_samples, noise=source.noise, seed=source.seed)
