"""What a toy set is: a rule that draws points, and what it may be asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.random import Generator

from nnsim.data.dataset import Numbers, Task
from nnsim.data.spec import ScalingKind, ToySource

RADIUS: Final = 5.0
"""Of the disc, or half the side of the square, in which points of the plane lie without noise."""
MOST_CLASSES: Final = 10
_PLAYGROUND_NOISE: Final = 0.5

MOST_AXES: Final = 2
"""What can be drawn: a curve over one input, a plane of two. Only of these are there features."""
Group = Literal["two", "more", "curves", "surfaces", "logic", "codes", "tables", "own"]
"""What is shown together: two classes, more of them, y over x, y over the plane, gates, rows of bits and pictures,
other tables that ship, and what people bring."""


class Points(NamedTuple):
    """What a rule draws: inputs (n, inputs) and their targets, (n,) of one and (n, targets) of several."""

    inputs: Numbers
    targets: Numbers


@dataclass(frozen=True, slots=True)
class Draw:
    """What a rule is asked for.

    Parameters
    ----------
    counts : how many points of each class; of a quantity how many points
    noise : 0 to 1
    """

    counts: tuple[int, ...]
    noise: float
    generator: Generator
    source: ToySource

    @property
    def n_samples(self) -> int:
        """Points of all classes."""
        return sum(self.counts)


Rule = Callable[[Draw], Points]


@dataclass(frozen=True)
class Toy:
    """A toy set that can be chosen.

    Parameters
    ----------
    name : as stored in projects and typed on the command line
    label, help : marked for translation in the context ``data``
    n_inputs : how many numbers a sample has; of a formula as many as there are in it
    rule : draws points
    classes : names of the classes it usually has; empty for quantities
    most_classes : how many it can have, 2 or more; 0 if their number is fixed
    n_rows : of a table whose rows are always the same; ``None`` for points that are drawn
    target_names : of what is predicted
    is_code : whether what is predicted are bits, each 0 or 1
    hidden : sizes of the hidden layers without which it would make no sense; empty if any will do
    """

    name: str
    label: str
    help: str
    group: Group
    n_inputs: int
    rule: Rule = field(repr=False)
    classes: tuple[str, ...] = ()
    most_classes: int = 0
    n_rows: int | None = None
    input_names: tuple[str, ...] = ("x1", "x2")
    target_names: tuple[str, ...] = ("y",)
    is_code: bool = False
    hidden: tuple[int, ...] = ()

    @property
    def task(self) -> Task:
        """Classification if there are classes, regression otherwise."""
        return "classification" if self.classes else "regression"

    @property
    def is_truth_table(self) -> bool:
        """Whether its rows are always the same: there is no number of points to choose, no noise, no first class."""
        return self.n_rows is not None

    @property
    def is_formula(self) -> bool:
        """Whether the rule is typed by the user, with a range of x."""
        return self.name == FORMULA

    @property
    def has_drawn_classes(self) -> bool:
        """Whether its points have labels that can be wrong, and classes that can be rare."""
        return bool(self.classes) and not self.is_truth_table

    @property
    def scaling(self) -> ScalingKind:
        """What suits it: figures on the plane learn better around 0, and so does a formula, which may reach anywhere;
        truth tables and curves made to measure are read as they are.
        """
        return "standardize" if self.has_drawn_classes or self.is_formula else "none"

    @property
    def test_fraction(self) -> float:
        """Half for testing; a truth table is too small to lose a row."""
        return 0.0 if self.is_truth_table else 0.5


FORMULA: Final = "formula"


def numbered(*groups: Numbers) -> Points:
    """Groups of points as classes 0, 1, …"""
    numbers = np.repeat(np.arange(len(groups), dtype=np.float64), [len(group) for group in groups])
    return Points(np.concatenate(groups), numbers)


def in_turn(counts: tuple[int, ...]) -> Numbers:
    """Class numbers 0, 1, …, 0, 1, … until each class has as many as ``counts`` says."""
    numbers = np.repeat(np.arange(len(counts)), counts)
    turns = np.concatenate([np.arange(count) for count in counts])
    return numbers[np.lexsort((numbers, turns))].astype(np.float64)


def moved(points: Points, reach: float, draw: Draw) -> Points:
    """Each point moved by up to ``reach`` × the Playground's noise in each direction, its label kept."""
    shifts = draw.generator.uniform(-reach, reach, points.inputs.shape)
    return Points(points.inputs + shifts * (_PLAYGROUND_NOISE * draw.noise), points.targets)
