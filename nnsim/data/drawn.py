"""Points set by hand: the samples that they are, and which of them are tested.

The split is by the draw that each point carries, so that it stays what it was for all others when one is added, moved
or taken away. Draws follow each other as multiples of the golden section, which lie evenly however many there are: of
any points in a row nearly the share that was asked for is tested. Scaling is measured on what the points were begun
with, and the sheet keeps its size. Why: docs/decisions/0044-points-by-hand.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import sqrt
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nnsim.data.dataset import Dataset, Numbers, Rows, frozen
from nnsim.data.spec import DrawnSource
from nnsim.data.split import Split, check_fraction

SHEET: Final = 6.0
"""A new sheet reaches from minus so much to so much."""
HEIGHT: Final = 1.0
"""And for a quantity from minus so much to so much."""
MOST_POINTS: Final = 10_000
MOST_DRAWN_CLASSES: Final = 9
"""As many as there are keys for."""
_GOLDEN: Final = (sqrt(5.0) - 1.0) / 2.0
_START: Final = 0.5
"""Where on its half of a new sheet the first point of each class stands, as a share of the sheet's reach."""


class Basis(NamedTuple):
    """On what the scaling is measured: points (m, coordinates) and targets (m, 1)."""

    points: Numbers
    targets: Numbers


def points_of(source: DrawnSource) -> Numbers:
    """(n, coordinates)."""
    return source.rows[:, :-2]


def targets_of(source: DrawnSource) -> Numbers:
    """(n,) numbers of classes, or quantities."""
    return np.asarray(source.rows[:, -2])


def draws_of(source: DrawnSource) -> Numbers:
    """(n,) 0 to below 1, of each point its own."""
    return np.asarray(source.rows[:, -1])


def basis_of(source: DrawnSource) -> Basis:
    """On what the scaling of the points is measured."""
    return Basis(source.basis[:, :-1], source.basis[:, -1:])


def dataset_of_points(source: DrawnSource) -> Dataset:
    """The points as samples, in the order in which they were made."""
    return Dataset(
        name="own points",
        inputs=frozen(points_of(source)),
        input_names=("x1", "x2")[: source.n_inputs],
        targets=frozen(targets_of(source).reshape(-1, 1)),
        target_names=("class",) if source.classes else ("y",),
        classes=source.classes,
    )


def split_of_points(source: DrawnSource, test_fraction: float) -> Split:
    """The points whose draw lies below the share are tested, but for one at least.

    Raises
    ------
    SpecError
        ``data.test_fraction``
    """
    check_fraction(test_fraction)
    draws = draws_of(source)
    in_test = draws < test_fraction
    if in_test.all():
        in_test[int(draws.argmax())] = False
    return Split(_rows(~in_test), _rows(in_test))


def _rows(chosen: NDArray[np.bool_]) -> Rows:
    rows = np.flatnonzero(chosen)
    rows.flags.writeable = False
    return rows


def next_draws(made: int, count: int) -> Numbers:
    """(count,) the draws that follow after ``made`` of them."""
    return (np.arange(made + 1, made + count + 1) * _GOLDEN) % 1.0


def dealt_anew(source: DrawnSource, seed: int) -> DrawnSource:
    """The same points with other draws, as the seed says: exactly the share that was asked for is tested."""
    generator = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(1,)))
    draws = (generator.permutation(len(source.rows)) + 0.5) / max(1, len(source.rows))
    return replace(source, rows=frozen(np.column_stack([source.rows[:, :-1], draws])))


def begun_with(dataset: Dataset, split: Split, test_fraction: float, low: float, high: float) -> DrawnSource:
    """The samples of a plane or a line as points by hand: in the same order, with the same ones tested.

    Parameters
    ----------
    dataset : (n, 1 or 2) inputs and one target, a class or a quantity
    low, high : ends of the sheet, within which all of them lie
    """
    n = dataset.n_samples
    shares = next_draws(0, n)
    in_test = np.zeros(n, np.bool_)
    in_test[split.test] = True
    draws = np.where(in_test, shares * test_fraction, test_fraction + shares * (1.0 - test_fraction))
    targets = dataset.targets[:, :1]
    return DrawnSource(
        rows=frozen(np.column_stack([dataset.inputs, targets, draws])),
        basis=frozen(np.column_stack([dataset.inputs, targets])[split.train]),
        classes=dataset.classes,
        low=low,
        high=high,
        **_heights(targets, is_quantity=not dataset.classes),
        made=n,
    )


def _heights(targets: Numbers, *, is_quantity: bool) -> dict[str, float]:
    """Ends for a quantity: those of the samples with a little room, at least of a new sheet."""
    reach = HEIGHT
    if is_quantity and len(targets):
        reach = max(HEIGHT, float(np.ceil(np.abs(targets).max() * 1.2)))
    return {"least": -reach, "most": reach}


def new_sheet(n_inputs: int, classes: Sequence[str]) -> DrawnSource:
    """A sheet with one point of each class, or one of the quantity 0 in its middle: nothing can be learnt of none.

    Scaling is measured on the sheet itself: its corners, the middles of its sides and its centre.
    """
    ends = np.array([-SHEET, 0.0, SHEET])
    grid = np.stack(np.meshgrid(*[ends] * n_inputs, indexing="ij"), axis=-1).reshape(-1, n_inputs)
    heights = np.resize([-HEIGHT, HEIGHT], len(grid))
    count = max(1, len(classes))
    angles = np.pi - 2 * np.pi * np.arange(count) / count
    places = np.round(SHEET * _START * np.column_stack([np.cos(angles), np.sin(angles)]), 3)[:, :n_inputs]
    if not classes:
        places = np.zeros((1, n_inputs))
    targets = np.arange(count, dtype=np.float64)
    # All of them are trained with, whatever the share for testing is: their draws are the largest.
    draws = 1.0 - (np.arange(count) + 1.0) / 1024.0
    return DrawnSource(
        rows=frozen(np.column_stack([places, targets, draws])),
        basis=frozen(np.column_stack([grid, heights])),
        classes=tuple(classes),
        low=-SHEET,
        high=SHEET,
        least=-HEIGHT,
        most=HEIGHT,
        made=0,
    )


def with_points(source: DrawnSource, points: Numbers, targets: Numbers) -> DrawnSource:
    """With more points (n, coordinates) behind those that are there. They lie on the sheet: beyond it, at its edge.

    The first of a class is trained with: a class that is only tested could not be learnt.
    """
    draws = next_draws(source.made, len(points))
    known = set(targets_of(source).tolist()) if source.classes else set()
    for place, target in enumerate(targets.tolist()):
        if source.classes and target not in known:
            known.add(target)
            draws[place] = 1.0 - (1.0 - draws[place]) / 1024.0
    new = np.column_stack([_on_sheet(source, points), _within(source, targets), draws])
    return replace(source, rows=frozen(np.concatenate([source.rows, new])), made=source.made + len(points))


def with_moved(source: DrawnSource, chosen: Sequence[int], points: Numbers) -> DrawnSource:
    """With some points elsewhere: (n, coordinates)."""
    rows = source.rows.copy()
    rows[list(chosen), :-2] = _on_sheet(source, points)
    return replace(source, rows=frozen(rows))


def with_targets(source: DrawnSource, chosen: Sequence[int], targets: Numbers) -> DrawnSource:
    """With other classes, or quantities, of some points."""
    rows = source.rows.copy()
    rows[list(chosen), -2] = _within(source, targets)
    return replace(source, rows=frozen(rows))


def without_points(source: DrawnSource, chosen: Sequence[int]) -> DrawnSource:
    """Without some points."""
    return replace(source, rows=frozen(np.delete(source.rows, list(chosen), axis=0)))


def row_after(before: DrawnSource, after: DrawnSource, row: int) -> int | None:
    """Where a point stands after an edit; ``None`` if it is gone."""
    if not 0 <= row < len(before.rows):
        return None
    found = np.flatnonzero(draws_of(after) == before.rows[row, -1])
    return int(found[0]) if len(found) else None


def _on_sheet(source: DrawnSource, points: Numbers) -> Numbers:
    return np.clip(points, source.low, source.high)


def _within(source: DrawnSource, targets: Numbers) -> Numbers:
    return targets if source.classes else np.clip(targets, source.least, source.most)
