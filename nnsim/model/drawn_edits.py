"""Edits of points set by hand: the run goes on with the points as they are now.

Samples of a plane or a line that follow from a rule become points of one's own with the first edit, in the same step of
undo. Weights, the optimizer's memory and the record stay; undo takes the points back and leaves learning alone, as it
does of any setting. What becomes of the epoch under way: docs/decisions/0044-points-by-hand.md.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from nnsim.data.dataset import Numbers, frozen
from nnsim.data.drawn import (
    MOST_DRAWN_CLASSES,
    MOST_POINTS,
    begun_with,
    new_sheet,
    with_moved,
    with_points,
    with_targets,
    without_points,
)
from nnsim.data.prepare import prepare
from nnsim.data.spec import DataSpec, DrawnSource, Source
from nnsim.data.split import Split
from nnsim.data.wording import quoted
from nnsim.engine.snapshot import Checkpoint
from nnsim.errors import SpecError
from nnsim.model.change import Change, Edited, Part
from nnsim.model.data_edits import use_data, with_same_data
from nnsim.model.project import Project
from nnsim.words import QT_TRANSLATE_NOOP, Words

TWO_CLASSES: Final = ("0", "1")
_TEST_FRACTION: Final = 0.5


def new_points(project: Project) -> Edited:
    """A new sheet with two classes in the plane."""
    return use_data(project, DataSpec(new_sheet(2, TWO_CLASSES), test_fraction=_TEST_FRACTION))


def new_curve(project: Project) -> Edited:
    """A new sheet with a quantity over one input."""
    return use_data(project, DataSpec(new_sheet(1, ()), test_fraction=_TEST_FRACTION))


def can_be_drawn(project: Project) -> bool:
    """Whether points can be set among the samples: in a plane or on a line."""
    return prepare(project.data).can_be_drawn


def drawn_of(data: DataSpec) -> DrawnSource:
    """The points of data that can be drawn, also where they are no points of one's own yet: always the same ones."""
    if isinstance(data.source, DrawnSource):
        return data.source
    prepared = prepare(data)
    low = min((extent.low for extent in prepared.extents), default=-1.0)
    high = max((extent.high for extent in prepared.extents), default=1.0)
    split = Split(prepared.train_rows, prepared.test_rows)
    return begun_with(prepared.dataset, split, data.test_fraction, low, high)


def add_points(project: Project, points: Sequence[Sequence[float]], target: float) -> Edited:
    """More points, all of one class or with the same quantity.

    Raises
    ------
    SpecError
        ``data.not_drawn``, ``data.too_many_points``, ``data.unknown_class``
    """
    return add_values(project, points, [target] * len(points))


def add_values(project: Project, points: Sequence[Sequence[float]], targets: Sequence[float]) -> Edited:
    """More points, each with a class or a quantity of its own; raises as ``add_points``."""
    source = points_in_hand(project)
    check_room(source, len(points))
    _check_classes(source, targets)
    places = np.array(points, np.float64).reshape(-1, source.n_inputs)
    more = with_points(source, places, np.array(targets, np.float64))
    return with_drawn(project, more, QT_TRANSLATE_NOOP("edits", "draw points"), (), "draw")


def move_points(project: Project, rows: Sequence[int], points: Numbers) -> Edited:
    """Some points elsewhere: (n, coordinates). They stay on the sheet."""
    source = points_in_hand(project)
    moved = with_moved(source, rows, np.asarray(points, np.float64).reshape(-1, source.n_inputs))
    return with_drawn(project, moved, QT_TRANSLATE_NOOP("edits", "move points"), (), "move")


def move_heights(project: Project, rows: Sequence[int], points: Numbers, targets: Numbers) -> Edited:
    """Points of a curve elsewhere: along the input, and with other quantities."""
    source = points_in_hand(project)
    moved = with_moved(source, rows, np.asarray(points, np.float64).reshape(-1, source.n_inputs))
    raised = with_targets(moved, rows, np.asarray(targets, np.float64))
    return with_drawn(project, raised, QT_TRANSLATE_NOOP("edits", "move points"), (), "move")


def delete_points(project: Project, rows: Collection[int]) -> Edited:
    """Without these points; raises ``SpecError`` ``data.no_points`` if none would be left to learn from."""
    source = points_in_hand(project)
    if len(rows) >= len(source.rows):
        raise SpecError(
            "data.no_points",
            QT_TRANSLATE_NOOP("errors", "At least one point must stay: nothing can be learnt of none."),
            where="data",
            hint=QT_TRANSLATE_NOOP("errors", "Draw another one first."),
            unchanged=QT_TRANSLATE_NOOP("errors", "Nothing has changed."),
        )
    return with_drawn(
        project, without_points(source, sorted(rows)), QT_TRANSLATE_NOOP("edits", "delete points"), (), "delete"
    )


def clear_points(project: Project) -> Edited:
    """Back to the points of a new sheet: one of each class. Size and scaling of the sheet stay."""
    source = points_in_hand(project)
    few = replace(new_sheet(source.n_inputs, source.classes), made=source.made)
    reach = (source.high - source.low) / (few.high - few.low)
    rows = few.rows.copy()
    rows[:, :-2] = (rows[:, :-2] - few.low) * reach + source.low
    cleared = replace(source, rows=frozen(rows))
    return with_drawn(project, cleared, QT_TRANSLATE_NOOP("edits", "clear the sheet"), (), "clear")


def set_targets(project: Project, rows: Sequence[int], target: float) -> Edited:
    """Another class, or quantity, for these points."""
    source = points_in_hand(project)
    _check_classes(source, [target])
    label = QT_TRANSLATE_NOOP("edits", "class of points") if source.classes else QT_TRANSLATE_NOOP("edits", "quantity")
    return with_drawn(project, with_targets(source, rows, np.full(len(rows), float(target))), label, (), "target")


def add_class(project: Project) -> Edited:
    """One class more, called by its number. The output has one more then, so training starts anew."""
    source = points_in_hand(project)
    if not source.classes or len(source.classes) >= MOST_DRAWN_CLASSES:
        raise SpecError(
            "data.classes",
            Words(QT_TRANSLATE_NOOP("errors", "At most {0} classes can be drawn."), str(MOST_DRAWN_CLASSES)),
            where="data",
        )
    number = next(n for n in range(len(source.classes) + 1) if str(n) not in source.classes)
    wider = replace(source, classes=(*source.classes, str(number)))
    return with_same_data(project, _data(project, wider), QT_TRANSLATE_NOOP("edits", "add class {0}"), (str(number),))


def rename_class(project: Project, number: int, name: str) -> Edited:
    """Another name for a class; raises ``SpecError`` if it is empty or another one has it."""
    source, name = points_in_hand(project), name.strip()
    if not name or name in (*source.classes[:number], *source.classes[number + 1 :]):
        raise SpecError(
            "data.class_name",
            Words(QT_TRANSLATE_NOOP("errors", "A class cannot be called {0}: each needs its own name."), quoted(name)),
            where="data",
        )
    classes = tuple(name if place == number else one for place, one in enumerate(source.classes))
    renamed = replace(source, classes=classes)
    edited = with_drawn(project, renamed, QT_TRANSLATE_NOOP("edits", "class {0}"), (name,), "name")
    parts = frozenset({Part.POINTS, Part.TRAINING})  # all who name outputs hear of it
    return replace(edited, change=replace(edited.change, parts=parts))


def carried(checkpoint: Checkpoint, n_before: int, n_after: int) -> Checkpoint:
    """Where training goes on with other points.

    With as many to train with as before, amid the epoch, in its order; with more or fewer the order is another one, and
    the epoch under way begins once more.
    """
    if n_before == n_after or (checkpoint.seen == 0 and checkpoint.looked == 0):
        return checkpoint
    return replace(checkpoint, seen=0, looked=0)


def points_in_hand(project: Project) -> DrawnSource:
    """The points in hand; raises ``SpecError`` ``data.not_drawn`` of a table."""
    if not can_be_drawn(project):
        raise SpecError(
            "data.not_drawn",
            QT_TRANSLATE_NOOP("errors", "Points can be drawn only in a plane or on a line, not in a table."),
            where="data",
            hint=QT_TRANSLATE_NOOP("errors", "Choose “Draw your own”, or a toy set with one or two inputs."),
            unchanged=QT_TRANSLATE_NOOP("errors", "Nothing has changed."),
        )
    return drawn_of(project.data)


def check_room(source: DrawnSource, n_more: int) -> None:
    """Raises ``SpecError`` ``data.too_many_points`` if so many more have no room."""
    if len(source.rows) + n_more > MOST_POINTS:
        raise SpecError(
            "data.too_many_points",
            Words(QT_TRANSLATE_NOOP("errors", "At most {0} points can be drawn."), f"{MOST_POINTS:,}"),
            where="data",
            hint=QT_TRANSLATE_NOOP("errors", "Delete some first."),
            unchanged=QT_TRANSLATE_NOOP("errors", "Nothing has changed."),
        )


def _check_classes(source: DrawnSource, targets: Sequence[float]) -> None:
    for target in targets:
        if source.classes and not (float(target).is_integer() and 0 <= target < len(source.classes)):
            raise SpecError(
                "data.unknown_class",
                Words(QT_TRANSLATE_NOOP("errors", "There is no class number {0}."), f"{target:g}"),
                where="data",
            )


def _data(project: Project, source: DrawnSource) -> DataSpec:
    """The inputs that the network sees stay the same ones."""
    return replace(project.data, source=source)


def with_drawn(project: Project, source: DrawnSource, label: str, arguments: tuple[str, ...], merge_key: str) -> Edited:
    """These points instead of those in hand; the run goes on."""
    data, checkpoint = _data(project, source), project.checkpoint
    change = Change(frozenset({Part.POINTS}), label, arguments, f"points {merge_key}")
    if _is_as_before(project.data.source, source):
        return Edited(project, change)
    prepared = prepare(data)
    if checkpoint is not None:
        before = len(prepare(project.data).train_rows)
        checkpoint = carried(checkpoint, before, len(prepared.train_rows))
    return Edited(replace(project, data=data, checkpoint=checkpoint), change, prepared)


def _is_as_before(before: Source, now: DrawnSource) -> bool:
    """Whether all points of one's own are where and what they were."""
    if not isinstance(before, DrawnSource) or (before.classes, before.made) != (now.classes, now.made):
        return False
    are_same_ends = (before.low, before.high, before.least, before.most) == (now.low, now.high, now.least, now.most)
    return are_same_ends and np.array_equal(before.rows, now.rows) and np.array_equal(before.basis, now.basis)
