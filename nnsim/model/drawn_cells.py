"""Points set by hand as a table: their coordinates and classes typed, rows added and deleted. The run goes on.

A number is taken as it is typed or refused: one beyond the sheet is not brought to its edge, as a hand that slips over
it is, and a class that is not there is not made, for it may be a typing error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nnsim.data.cells import Decimal
from nnsim.data.dataset import Numbers, frozen
from nnsim.data.drawn import with_points
from nnsim.data.pasted_numbers import decimal_of, no_number, number_of
from nnsim.data.spec import DrawnSource
from nnsim.data.wording import listed, quoted
from nnsim.errors import SpecError, TableError
from nnsim.model.change import Edited
from nnsim.model.drawn_edits import check_room, points_in_hand, with_drawn
from nnsim.model.project import Project
from nnsim.model.written import written
from nnsim.words import QT_TRANSLATE_NOOP, Words

_UNCHANGED = QT_TRANSLATE_NOOP("errors", "The points are as they were.")


def set_point_cells(project: Project, rows: Sequence[int], column: int, block: Sequence[Sequence[str]]) -> Edited:
    """Type texts into the cells from ``column`` on to the right; columns are the coordinates and then the target.

    Parameters
    ----------
    rows : the point of each line of the block; those past the last one are new, in the middle of the sheet if their
        place is not in the block

    Raises
    ------
    SpecError
        ``data.too_many_points``
    TableError
        ``table.not_a_number``, ``table.thousands``, ``table.unknown_label``, ``points.off_the_sheet``,
        ``table.too_wide``
    """
    source = points_in_hand(project)
    n_columns = max(map(len, block), default=0)
    if column + n_columns > source.n_inputs + 1:
        raise TableError(
            "table.too_wide",
            Words(
                QT_TRANSLATE_NOOP("errors", "What is pasted is {0} columns wide, and from here on the table has {1}."),
                n_columns,
                source.n_inputs + 1 - column,
            ),
            where=QT_TRANSLATE_NOOP("errors", "own points"),
            hint=QT_TRANSLATE_NOOP("errors", "Choose a cell farther to the left, or copy fewer columns."),
            unchanged=_UNCHANGED,
        )
    n_new = max(max(rows, default=0) + 1 - len(source.rows), 0)
    check_room(source, n_new)
    values = np.concatenate([source.rows[:, :-1], np.tile(_first_place(source), (n_new, 1))])
    decimal = _decimal(source, column, block)
    for row, texts in zip(rows, block, strict=True):
        for across, text in enumerate(texts, column):
            values[row, across] = _value(source, row, across, text, decimal)
    changed = source.rows.copy()
    changed[:, :-1] = values[: len(changed)]
    typed = replace(source, rows=frozen(changed))
    new = values[len(changed) :]
    grown = with_points(typed, new[:, :-1], new[:, -1]) if n_new else typed
    return with_drawn(project, grown, *_said(rows, block), "cells")


def add_point(project: Project, like: int | None = None) -> Edited:
    """A point more behind the others, in the middle of the sheet, of the class of the point ``like``."""
    source = points_in_hand(project)
    check_room(source, 1)
    new = _first_place(source)
    if like is not None and source.classes:
        new[-1] = source.rows[like, -2]
    more = with_points(source, new[None, :-1], new[-1:])
    return with_drawn(project, more, QT_TRANSLATE_NOOP("edits", "a point more"), (), "row")


def no_gaps() -> SpecError:
    """Why no cell of a point can be emptied: ``points.no_gaps``."""
    return SpecError(
        "points.no_gaps",
        QT_TRANSLATE_NOOP("errors", "A point has all its numbers: it could not be drawn with a gap."),
        where=QT_TRANSLATE_NOOP("errors", "own points"),
        hint=QT_TRANSLATE_NOOP("errors", "Type another number, or delete the row."),
        unchanged=_UNCHANGED,
    )


def _first_place(source: DrawnSource) -> Numbers:
    """Coordinates and target of a point of which nothing else is said."""
    middle = (source.low + source.high) / 2
    target = 0.0 if source.classes else (source.least + source.most) / 2
    return np.array([*[middle] * source.n_inputs, target])


def _decimal(source: DrawnSource, column: int, block: Sequence[Sequence[str]]) -> Decimal | None:
    """The decimal mark of a block, without the names of classes in it; ``None`` of a single cell."""
    if sum(map(len, block)) == 1:
        return None
    end = source.n_inputs - column if source.classes else None
    return decimal_of(text for texts in block for text in texts[:end])


def _value(source: DrawnSource, row: int, column: int, text: str, decimal: Decimal | None) -> float:
    is_target = column == source.n_inputs
    if is_target and source.classes:
        return _class(source, row, text)
    name = "y" if is_target else f"x{column + 1}"
    low, high = (source.least, source.most) if is_target else (source.low, source.high)
    place = Words(QT_TRANSLATE_NOOP("errors", "own points, row {0}, column “{1}”"), f"{row + 1:,}", name)
    try:
        value = number_of(text.strip(), decimal)
    except ValueError:
        hint = QT_TRANSLATE_NOOP("errors", "Type a number such as 0.5, 0,5 or 1/3.")
        raise no_number(text.strip(), decimal, place, hint, _UNCHANGED) from None
    if not low <= value <= high:
        raise TableError(
            "points.off_the_sheet",
            Words(QT_TRANSLATE_NOOP("errors", "{0} lies beyond the sheet."), written(value)),
            where=place,
            hint=Words(QT_TRANSLATE_NOOP("errors", "It reaches from {0} to {1}."), written(low), written(high)),
            unchanged=_UNCHANGED,
        )
    return value


def _class(source: DrawnSource, row: int, text: str) -> float:
    name = " ".join(text.split())
    if name in source.classes:
        return float(source.classes.index(name))
    raise TableError(
        "table.unknown_label",
        Words(QT_TRANSLATE_NOOP("errors", "There is no class {0}."), quoted(name)),
        where=Words(QT_TRANSLATE_NOOP("errors", "own points, row {0}, column “{1}”"), f"{row + 1:,}", "class"),
        hint=Words(
            QT_TRANSLATE_NOOP("errors", "There are: {0}. With the pen in hand, + makes one more."),
            listed(source.classes),
        ),
        unchanged=_UNCHANGED,
    )


def _said(rows: Sequence[int], block: Sequence[Sequence[str]]) -> tuple[str, tuple[str, ...]]:
    count = sum(map(len, block))
    if count == 1:
        return QT_TRANSLATE_NOOP("edits", "point {0}"), (f"{rows[0] + 1:,}",)
    return QT_TRANSLATE_NOOP("edits", "{0} cells"), (f"{count:,}",)
