"""Marks of which nobody can tell whether they set thousands apart or stand in front of decimals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from nnsim.data.cells import Decimal, has_mark
from nnsim.data.gathering import Gathered
from nnsim.data.notation import OTHER, Notation, is_grouped, may_be_grouped
from nnsim.data.wording import quoted
from nnsim.errors import TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words

_THOUSAND: Final = 1000.0


def are_decimals(columns: Iterable[Gathered]) -> bool:
    """Whether it is sure, or some number shows it, that the mark stands in front of decimals: ``2.5``, ``0.345``."""
    return any(cells.notation.is_sure or not all(map(may_be_grouped, _marked(cells))) for cells in columns)


def needs_texts(cells: Gathered, beginning: Gathered) -> bool:
    """Whether only the texts of all numbers tell: the first ones have no mark, and later ones might have thousands."""
    if cells.notation.is_sure or beginning.n_rows == cells.n_rows or _marked(beginning):
        return False
    return _may_be_thousands(cells) and bool((cells.numbers != np.floor(cells.numbers))[cells.is_number].any())


def refuse_doubtful(cells: Gathered, beginning: Gathered) -> None:
    """Refuse numbers of which those without a mark are below 1,000, the others alike ``12,345``: ``table.thousands``.

    So people write thousands, where there are any. ``beginning`` are the first cells, with the texts of numbers.
    """
    known = cells if cells.has_all_texts else beginning
    if cells.notation.is_likely or not _seem_thousands(cells, known):
        return
    marked = _marked(known)
    row = int(known.rows_of([text == marked[0] for text in known.texts])[0])
    mark = quoted(cells.decimal)
    raise TableError(
        "table.thousands",
        Words(
            QT_TRANSLATE_NOOP(
                "errors",
                "{0} may be {1} or {2}: each {3} of this column stands in front of three digits, and numbers without "
                "it are below 1,000.",
            ),
            quoted(marked[0]),
            *(f"{value:.10g}" for value in _both(marked[0], cells.decimal)),
            mark,
        ),
        where=known.place(row),
        line=int(known.lines[row]),
        column=cells.name,
        hint=Words(
            QT_TRANSLATE_NOOP("errors", "Say whether {0} is the decimal mark or sets thousands apart."),
            mark,
        ),
    )


def thousands_notice(cells: Gathered, beginning: Gathered) -> tuple[str, ...]:
    """Of numbers of which all with a mark have three decimals: they may be whole ones."""
    marked = [] if cells.notation.is_sure else _marked(cells if cells.has_all_texts else beginning)
    if not marked or not all(map(may_be_grouped, marked)):
        return ()
    value = cells.notation.number_in(marked[0])
    told = f"{quoted(marked[0])} is read as {value:g}; if the mark sets thousands apart, say that they are"
    return (f"Column {quoted(cells.name)}: {told}.",)


def readable_with(cells: Gathered) -> Notation | None:
    """The notation with thousands set apart in which every cell of the column would be a number, if it is another."""
    texts = [text for text in cells.texts if not cells.is_gap(text, among_numbers=True)]
    if cells.notation.has_thousands or not texts:
        return None
    for decimal in (cells.decimal, OTHER[cells.decimal]):
        notation = Notation(decimal, has_thousands=True)
        is_read = all(notation.number_in(text) is not None for text in texts)
        if is_read and any(is_grouped(text, decimal) for text in texts):
            return notation
    return None


def _marked(cells: Gathered) -> list[str]:
    return [text for text in cells.texts if has_mark(text, cells.decimal)]


def _seem_thousands(cells: Gathered, known: Gathered) -> bool:
    """Whether each mark stands in front of three digits, and there are numbers without one, all below 1,000."""
    marked = [] if cells.notation.is_sure else _marked(known)
    if not marked or not all(map(may_be_grouped, marked)) or not _may_be_thousands(cells):
        return False
    return any(cells.notation.number_in(text) is not None for text in known.texts if text not in marked)


def _may_be_thousands(cells: Gathered) -> bool:
    """Whether all numbers are below 1,000 and have three decimals at most, as far as they tell by themselves."""
    present = cells.numbers[cells.is_number]
    return bool((np.abs(present) < _THOUSAND).all() and (np.round(present, 3) == present).all())


def _both(cell: str, decimal: Decimal) -> tuple[float | None, float | None]:
    """The number with thousands set apart, and with decimals."""
    return Notation(OTHER[decimal], has_thousands=True).number_in(cell), Notation(decimal).number_in(cell)
