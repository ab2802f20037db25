"""Reading a table that people have, a file or pasted text, whole. ``previewing.py`` shows what would come of it."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from nnsim.data.beginning import first_cells, first_records
from nnsim.data.choices import Choices
from nnsim.data.column_kinds import column_of, kind_of, lacks_texts, refuse_too_much_text
from nnsim.data.dataset import Rows
from nnsim.data.file_bytes import Progress
from nnsim.data.gathering import Gathered, Gathering
from nnsim.data.opening import Opened, Source, below_names, no_rows, no_values, open_table, settled, unheard
from nnsim.data.tables import Table
from nnsim.data.wording import name_hint, quoted
from nnsim.errors import NnsimError, TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words

UNCHANGED = QT_TRANSLATE_NOOP("errors", "Nothing has changed: of a table that cannot be read, nothing is taken.")
_OF_ARRAYS: Final = 16
"""Rows that tell enough where numbers are no texts."""
_OF_TEXTS: Final = ("category", "text")
_FIRST_PASS = 0.9
_OPENING = 0.8
"""Share of pictures that their opening is; other tables are opened at once."""


def read_table(source: Source, choices: Choices | None = None, progress: Progress | None = None) -> Table:
    """Read the table, or raise the first of its problems.

    Every number equals Python's ``float`` of the cell's text (with a point for a decimal comma, a hyphen for
    U+2212, without the sign of a currency).

    Parameters
    ----------
    progress : is told the share that is done, 0 to 1; whatever it raises ends the reading and comes out of here

    Raises
    ------
    TableError
        ``table.…``, with the place in the file, and that nothing was taken
    UsageError
        for a delimiter or decimal mark that cannot be one
    """
    try:
        return _read(source, settled(source, choices or Choices()), progress or unheard)
    except NnsimError as error:
        error.unchanged = error.unchanged or UNCHANGED
        raise


def _read(source: Source, choices: Choices, tell: Progress) -> Table:
    begun = 0.0

    def tell_opening(share: float) -> None:
        nonlocal begun
        begun = _OPENING * share
        tell(begun)

    tell(begun)
    opened = open_table(source, choices, tell_opening)
    table = _table(opened, choices, lambda share: tell(begun + (1 - begun) * share))
    tell(1.0)
    return table


def _table(opened: Opened, choices: Choices, tell: Progress) -> Table:
    _refuse_unknown(choices, opened)
    for doubt in opened.head.doubts:
        raise doubt
    names = opened.head.names
    beginning = _beginning(opened, choices)
    likely = {name for name, first in beginning.items() if kind_of(first, choices.kind_of(name)).value in _OF_TEXTS}
    passed = _pass(opened, choices, set(names), likely, lambda share: tell(_FIRST_PASS * share))
    gathered = {each.name: replace(each, notation=beginning[each.name].notation) for each in passed.columns}
    kinds = {name: kind_of(gathered[name], choices.kind_of(name)) for name in names}
    again = [name for name in names if lacks_texts(gathered[name], kinds[name], beginning[name])]
    if again:
        second = _pass(
            opened, choices, set(again), set(again), lambda share: tell(_FIRST_PASS + (1 - _FIRST_PASS) * share)
        )
        gathered |= {each.name: replace(each, notation=beginning[each.name].notation) for each in second.columns}
    found = [column_of(gathered[name], kinds[name], choices.bag_of(name), beginning[name]) for name in names]
    columns = tuple(each.column for each in found if each.column is not None)
    if not columns:
        raise no_values(opened)
    refuse_too_much_text(columns, opened.place)
    of_columns = found if opened.pictures is None else []  # of pictures the classes have been told
    notices = (*opened.notices, *passed.notices, *(notice for each in of_columns for notice in each.notices))
    return Table(opened.name, columns, notices, gaps=choices.gaps)


class _Pass(NamedTuple):
    """What going through the table once has brought."""

    columns: list[Gathered]
    notices: tuple[str, ...]


def _pass(opened: Opened, choices: Choices, names: Set[str], with_texts: Set[str], tell: Progress) -> _Pass:
    """Gather the columns of these names; those of ``with_texts`` with the texts of their numbers."""
    head = opened.head
    gatherings = {
        place: Gathering(opened.place, name, head.notation, keeps_texts=name in with_texts, gaps=choices.gaps)
        for place, name in enumerate(head.names)
        if name in names
    }
    taken = {place: each for place, each in gatherings.items() if choices.kind_of(each.name) != "left_out"}
    lines: list[Rows] = []
    labels = {place for place, name in enumerate(head.names) if place not in taken or name in with_texts}
    records = opened.records(labels)
    for block in below_names(records, head):
        for place, gathering in taken.items():
            if place in block.numbers:
                gathering.take_numbers(block.numbers[place])
            else:
                gathering.take(block.columns[place])
        lines.append(np.array(block.lines, np.intp))
        tell(block.share)
    if not lines:
        raise no_rows(opened)
    all_lines = np.concatenate(lines)
    return _Pass([gathering.gathered(all_lines) for gathering in gatherings.values()], records.notices())


def _beginning(opened: Opened, choices: Choices) -> dict[str, Gathered]:
    """The first cells of each column. Most are what they seem by these, so that one pass through a table is enough."""
    block, _ = first_records(opened, _OF_ARRAYS if opened.head.is_named else None)
    return {cells.name: cells for cells in first_cells(opened, block, choices)}


def _refuse_unknown(choices: Choices, opened: Opened) -> None:
    for name, _ in choices.kinds:
        if name not in opened.head.names:
            raise TableError(
                "table.unknown_column",
                Words(QT_TRANSLATE_NOOP("errors", "There is no column {0}."), quoted(name)),
                where=opened.place,
                hint=name_hint(name, opened.head.names),
            )
