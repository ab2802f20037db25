"""What is wrong with the cells of a column, each named by its line; and what may be."""

from __future__ import annotations

from typing import Final

from nnsim.data.cells import has_failed, has_mark, has_thousands
from nnsim.data.gathering import Gathered
from nnsim.data.notation import OTHER, Notation, is_grouped
from nnsim.data.wording import listed, quoted
from nnsim.errors import TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words

_ONE_MARK: Final = QT_TRANSLATE_NOOP("errors", "Write every number with the same decimal mark, a point or a comma.")


def refuse_failed(cells: Gathered) -> None:
    """Refuse formulas without a result: ``table.formula``."""
    failed = [has_failed(text) for text in cells.texts]
    if any(failed):
        row = int(cells.rows_of(failed)[0])
        raise TableError(
            "table.formula",
            Words(
                QT_TRANSLATE_NOOP("errors", "The cell holds {0}: its formula has no result."),
                quoted(cells.text_at(row)),
            ),
            where=cells.place(row),
            line=int(cells.lines[row]),
            column=cells.name,
            hint=QT_TRANSLATE_NOOP(
                "errors",
                "Put the formula right, have the spreadsheet program work it out and save again, or empty the cell.",
            ),
        )


class StrangeCellError(TableError):
    """Text stands among numbers or dates: ``cell`` in ``n_cells``, 0 if it seems to be a number in the other mark."""

    def __init__(self, code: str, message: str, hint: str, cells: Gathered, row: int, n_cells: int) -> None:
        line = int(cells.lines[row])
        super().__init__(code, message, where=cells.place(row), line=line, column=cells.name, hint=hint)
        self.cell = cells.text_at(row)
        self.n_cells = n_cells


def not_a_number(cells: Gathered, row: int, n_numbers: int) -> StrangeCellError:
    """What to say of text among numbers: ``table.not_a_number``."""
    cell, n_cells = cells.text_at(row), _n_alike(cells, row)
    if has_mark(cell, OTHER[cells.decimal]):
        hint, n_cells = _ONE_MARK, 0
    elif has_thousands(cell):
        hint = QT_TRANSLATE_NOOP("errors", "Say that thousands are set apart, or write the number without them.")
    else:
        hint = QT_TRANSLATE_NOOP(
            "errors",
            "Write the number in digits, without unit or thousands separator; if the value is missing, say that the "
            "text stands for that, or empty the cell.",
        )
    message = (
        Words(
            QT_TRANSLATE_NOOP("errors", "{0} is not a number, but {1} of the {2} cells of the column are."),
            quoted(cell),
            f"{n_numbers:,}",
            f"{cells.n_rows:,}",
        )
        if n_numbers
        else Words(QT_TRANSLATE_NOOP("errors", "{0} is not a number, and no cell of the column is."), quoted(cell))
    )
    return StrangeCellError("table.not_a_number", message, hint, cells, row, n_cells)


def not_a_date(cells: Gathered, row: int, n_dates: int) -> StrangeCellError:
    """What to say of what is no date among dates: ``table.not_a_date``."""
    message = Words(
        QT_TRANSLATE_NOOP("errors", "{0} is not a date, but {1} of the {2} cells of the column are."),
        quoted(cells.text_at(row)),
        f"{n_dates:,}",
        f"{cells.n_rows:,}",
    )
    hint = QT_TRANSLATE_NOOP(
        "errors",
        "Write the date as 2025-05-31 or 31.5.2025; if the value is missing, say that the text stands for that, or "
        "empty the cell.",
    )
    return StrangeCellError("table.not_a_date", message, hint, cells, row, _n_alike(cells, row))


def _n_alike(cells: Gathered, row: int) -> int:
    """How many cells hold the same text as that of ``row``."""
    cell = cells.text_at(row).casefold()
    return len(cells.rows_of([text.casefold() == cell for text in cells.texts]))


def refuse_other_decimal(cells: Gathered) -> None:
    """Refuse a column of numbers in the other decimal mark, which would else become categories without a word."""
    other = OTHER[cells.decimal]
    marked = [has_mark(text, other) for text in cells.texts]
    others = [
        text
        for text in cells.texts
        if not cells.is_gap(text, among_numbers=True) and cells.notation.number_in(text) is None
    ]
    if cells.notation.is_sure and all(is_grouped(text, cells.decimal) for text in others):
        return  # of which something else is to be said
    if any(marked) and all(Notation(other).number_in(text) is not None for text in others):
        row = int(cells.rows_of(marked)[0])
        raise TableError(
            "table.decimal_mixed",
            Words(
                QT_TRANSLATE_NOOP(
                    "errors",
                    "The numbers of this column are written with {0}, the decimal mark of the file is {1}.",
                ),
                quoted(other),
                quoted(cells.decimal),
            ),
            where=cells.place(row),
            line=int(cells.lines[row]),
            column=cells.name,
            hint=_ONE_MARK,
        )


def refuse_currencies(cells: Gathered) -> None:
    """Refuse amounts in several currencies, which cannot be compared: ``table.currencies``."""
    if len(cells.currencies) > 1:
        raise TableError(
            "table.currencies",
            Words(
                QT_TRANSLATE_NOOP("errors", "The amounts of this column are in several currencies: {0}."),
                listed(sorted(cells.currencies)),
            ),
            where=f"{cells.file}, column {quoted(cells.name)}",
            column=cells.name,
            hint=QT_TRANSLATE_NOOP("errors", "Write all of them in one currency, or leave the column out."),
        )


def refuse_thousands(cells: Gathered) -> None:
    """Refuse a column of numbers whose thousands are set apart, which would else become categories without a word."""
    is_other = [
        not cells.is_gap(text, among_numbers=True) and cells.notation.number_in(text) is None for text in cells.texts
    ]
    others = [text for text, is_one in zip(cells.texts, is_other, strict=True) if is_one]
    if others and all(map(has_thousands, others)):
        row = int(cells.rows_of(is_other)[0])
        raise TableError(
            "table.thousands",
            Words(
                QT_TRANSLATE_NOOP(
                    "errors",
                    "{0} seems to be a number whose thousands are set apart, as all of this column.",
                ),
                quoted(cells.text_at(row)),
            ),
            where=cells.place(row),
            line=int(cells.lines[row]),
            column=cells.name,
            hint=QT_TRANSLATE_NOOP(
                "errors",
                "Say that thousands are set apart, or take the column as categories.",
            ),
        )
