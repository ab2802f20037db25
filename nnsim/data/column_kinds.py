"""What a column is: numbers, categories, texts, or nothing; with its values, and every decision told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from nnsim.data.bags import Bag
from nnsim.data.choices import ColumnKind, Guess
from nnsim.data.column_faults import (
    not_a_date,
    not_a_number,
    refuse_currencies,
    refuse_failed,
    refuse_other_decimal,
    refuse_thousands,
)
from nnsim.data.dataset import Rows, frozen
from nnsim.data.dates import date_text
from nnsim.data.gathering import MOST_LABELS, Gathered
from nnsim.data.lost_digits import lost_digits_notices
from nnsim.data.sentences import are_sentences, small_words_per_cell
from nnsim.data.tables import Column
from nnsim.data.thousands import needs_texts, refuse_doubtful, thousands_notice
from nnsim.data.wording import listed, quoted, said
from nnsim.errors import TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words, counted_words, translate

_MOST_COLUMN_BYTES = 4_000_000
_MOST_BYTES = 8_000_000
_MOST_TEXTS = 400_000
_LONGEST = 100_000
"""What a project file has room for: of a column, of all together, and characters of one text."""


class Found(NamedTuple):
    """A column and the decisions taken about it; ``column`` is ``None`` if it is left out."""

    column: Column | None
    notices: tuple[str, ...]


def kind_of(cells: Gathered, asked: ColumnKind | None) -> Guess[ColumnKind]:
    """What the column is, and why: numbers if at least half of the cells that are not missing are, else labels."""
    if asked is not None:
        return Guess(asked, said(QT_TRANSLATE_NOOP("tables", "You have chosen it.")), is_asked=True)
    n_numbers = int(cells.is_number.sum())
    n_present = cells.n_rows - len(cells.missing())
    if not n_present:
        return Guess("left_out", said(QT_TRANSLATE_NOOP("tables", "Every cell is empty.")))
    if n_numbers == n_present:
        return Guess("number", said(QT_TRANSLATE_NOOP("tables", "Every cell that is not empty is a number.")))
    if n_numbers and 2 * n_numbers >= n_present:
        reason = QT_TRANSLATE_NOOP("tables", "{0} of {1} cells are numbers.")
        return Guess("number", said(reason, f"{n_numbers:,}", f"{n_present:,}"))
    texts = [text for text in cells.texts if not cells.is_gap(text)]
    n_dates = 0 if n_numbers else cells.n_dates
    if n_dates == n_present:
        return Guess("date", said(QT_TRANSLATE_NOOP("tables", "Every cell that is not empty is a date.")))
    if n_dates and 2 * n_dates >= n_present:
        reason = QT_TRANSLATE_NOOP("tables", "{0} of {1} cells are dates.")
        return Guess("date", said(reason, f"{n_dates:,}", f"{n_present:,}"))
    if are_sentences(texts, n_present):
        reason = QT_TRANSLATE_NOOP("tables", "Its cells are sentences, all different, of {0} small words on average.")
        return Guess("text", said(reason, f"{small_words_per_cell(texts):.1f}"))
    if not _can_be_kept(texts):
        reason = QT_TRANSLATE_NOOP("tables", "It holds more different texts, or longer ones, than can be kept.")
        return Guess("left_out", said(reason))
    if len(texts) == 1:
        return Guess("category", said(QT_TRANSLATE_NOOP("tables", "It holds one text.")))
    reason = QT_TRANSLATE_NOOP("tables", "It holds {0} different texts.")
    return Guess("category", said(reason, f"{len(texts):,}"))


def lacks_texts(cells: Gathered, kind: Guess[ColumnKind], beginning: Gathered) -> bool:
    """Whether the texts of its numbers matter and were not kept, so that the column has to be gathered once more."""
    if cells.has_all_texts or not cells.is_number.any():
        return False
    return kind.value in ("category", "text") or (kind.value == "number" and needs_texts(cells, beginning))


def column_of(cells: Gathered, kind: Guess[ColumnKind], bag: Bag, beginning: Gathered | None = None) -> Found:
    """The column of this kind; in texts is counted what ``bag`` says.

    Parameters
    ----------
    beginning : the first cells, with the texts of their numbers, if ``cells`` has none of these

    Raises
    ------
    TableError
        ``table.not_a_number`` for text among numbers, ``table.not_a_date`` for text among dates, ``table.overflow`` for
        a number beyond ±1.8e308, ``table.decimal_mixed`` if the column uses the other decimal mark,
        ``table.thousands``, ``table.currencies`` for amounts in several, ``table.formula`` for a formula without a
        result, ``table.too_many_texts``
    """
    if kind.value == "left_out":
        return Found(None, (_left_out(cells, kind),))
    refuse_failed(cells)
    if kind.value == "date" or (kind.value == "number" and _are_dates(cells)):
        return _dates(cells, as_numbers=kind.value == "number")
    if kind.value == "number":
        return _numbers(cells, beginning or cells)
    if not kind.is_asked:
        refuse_other_decimal(cells)
        refuse_thousands(cells)
    return _labels(cells, kind.value, bag)


def _numbers(cells: Gathered, beginning: Gathered) -> Found:
    missing = cells.missing(among_numbers=True)
    n_numbers = int(cells.is_number.sum())
    if len(missing) + n_numbers < cells.n_rows:
        others = np.setdiff1d(np.flatnonzero(~cells.is_number), missing)
        raise not_a_number(cells, int(others[0]), n_numbers)
    is_infinite = np.isinf(cells.numbers)
    if is_infinite.any():
        row = int(np.argmax(is_infinite))
        raise TableError(
            "table.overflow",
            Words(
                QT_TRANSLATE_NOOP("errors", "{0} is too large: numbers reach up to about 1.8e308."),
                quoted(cells.text_at(row)),
            ),
            where=cells.place(row),
            line=int(cells.lines[row]),
            column=cells.name,
            hint=QT_TRANSLATE_NOOP("errors", "Correct the cell, or leave it empty if the value is not known."),
        )
    refuse_currencies(cells)
    refuse_doubtful(cells, beginning)
    doubts = (*thousands_notice(cells, beginning), *lost_digits_notices(cells, beginning))
    notices = (*_missing_notice(cells, missing), *_currency_notice(cells), *doubts)
    return Found(Column(cells.name, "number", frozen(cells.numbers)), notices)


def _currency_notice(cells: Gathered) -> tuple[str, ...]:
    amounts = QT_TRANSLATE_NOOP("tables", "Column {0}: amounts in {1} are read as numbers.")
    return tuple(said(amounts, quoted(cells.name), sign) for sign in cells.currencies)


def _are_dates(cells: Gathered) -> bool:
    """Whether each cell that has a value is a date, and there are some."""
    return cells.n_rows > len(cells.missing()) == cells.n_rows - cells.n_dates


def _dates(cells: Gathered, *, as_numbers: bool) -> Found:
    values = np.full(cells.n_rows, np.nan)
    values[cells.rows] = np.array([*cells.days, np.nan])[cells.codes]  # −1 is the last one
    missing = cells.missing()
    others = np.setdiff1d(np.flatnonzero(np.isnan(values)), missing)
    if len(others):
        raise not_a_date(cells, int(others[0]), int((~np.isnan(values)).sum()))
    gaps = _missing_notice(cells, missing)
    name = quoted(cells.name)
    if as_numbers:
        template = QT_TRANSLATE_NOOP(
            "tables", "Column {0}: dates became days since 30 December 1899, as workbooks count."
        )
        told = said(template, name)
        return Found(Column(cells.name, "number", frozen(values)), (told, *gaps))
    if len(missing) == len(values):
        return Found(Column(cells.name, "date", frozen(values)), gaps)
    first, last = date_text(float(np.nanmin(values))), date_text(float(np.nanmax(values)))
    template = QT_TRANSLATE_NOOP(
        "tables", "Column {0} holds dates, {1} to {2}: no input unless it is chosen; then days are counted."
    )
    told = said(template, name, first, last)
    return Found(Column(cells.name, "date", frozen(values)), (told, *gaps))


def _labels(cells: Gathered, kind: ColumnKind, bag: Bag) -> Found:
    present = [text for text in cells.texts if not cells.is_gap(text)]
    if not _can_be_kept(present) or -1 in cells.codes:
        raise TableError(
            "table.too_many_texts",
            Words(
                QT_TRANSLATE_NOOP(
                    "errors",
                    "The column holds more different texts than can be kept, {0}, or longer ones.",
                ),
                f"{MOST_LABELS:,}",
            ),
            where=f"{cells.file}, column {quoted(cells.name)}",
            column=cells.name,
            hint=QT_TRANSLATE_NOOP("errors", "Leave the column out, or take fewer rows."),
        )
    labels = in_order(present)
    number_of = {label: float(number) for number, label in enumerate(labels)}
    values = np.full(cells.n_rows, np.nan)
    values[cells.rows] = np.array([number_of.get(text, np.nan) for text in cells.texts])[cells.codes]
    told = _told(cells, labels, kind)
    if kind == "text":
        column = Column(cells.name, "text", frozen(values), labels, bag.fitted(labels))
    else:
        column = Column(cells.name, "category", frozen(values), labels)
    return Found(column, (told, *_missing_notice(cells, cells.missing())))


def _told(cells: Gathered, labels: tuple[str, ...], kind: ColumnKind) -> str:
    if kind == "text":
        template = QT_TRANSLATE_NOOP(
            "tables", "Column {0} holds sentences: what is counted in them is found in all rows, test rows too."
        )
        return said(template, quoted(cells.name))
    n_numbers, told = int(cells.is_number.sum()), labels_told(cells.name, labels)
    if not 0 < n_numbers < cells.n_rows:
        return told
    return counted_words(
        n_numbers,
        QT_TRANSLATE_NOOP("tables", "{0} Also 1 number, taken as text."),
        translate("tables", "{0} Also {n} numbers, taken as text.", None, 2),
        told,
    )


def labels_told(column: str, labels: tuple[str, ...]) -> str:
    """What is told of a column of categories."""
    return counted_words(
        len(labels),
        QT_TRANSLATE_NOOP("tables", "Column {0} holds text: 1 category ({1})."),
        translate("tables", "Column {0} holds text: {n} categories ({1}).", None, 2),
        quoted(column),
        listed(labels, most=5),
    )


def refuse_too_much_text(columns: Sequence[Column], place: str) -> None:
    """Refuse columns whose labels together are more than a project file can hold: ``table.too_many_texts``."""
    sizes = {column.name: _n_bytes(column.labels) for column in columns}
    if sum(sizes.values()) > _MOST_BYTES or sum(len(column.labels) for column in columns) > _MOST_TEXTS:
        longest = max(sizes, key=lambda name: sizes[name])
        raise TableError(
            "table.too_many_texts",
            Words(
                QT_TRANSLATE_NOOP(
                    "errors",
                    "The different texts of all columns together are more than can be kept: {0} MB.",
                ),
                f"{_MOST_BYTES / 1e6:.0f}",
            ),
            where=f"{place}, column {quoted(longest)}",
            column=longest,
            hint=QT_TRANSLATE_NOOP("errors", "Leave columns of long texts out, or take fewer rows."),
        )


def in_order(labels: Iterable[str]) -> tuple[str, ...]:
    """Labels in alphabetical order, or by size if all are whole numbers."""
    labels = sorted(labels)
    if all(label.removeprefix("-").isdecimal() and label.isascii() and len(label) < 20 for label in labels):
        labels.sort(key=int)
    return tuple(labels)


def _can_be_kept(texts: list[str]) -> bool:
    is_short = max(map(len, texts), default=0) <= _LONGEST
    return len(texts) <= MOST_LABELS and is_short and _n_bytes(texts) <= _MOST_COLUMN_BYTES


def _n_bytes(texts: Iterable[str]) -> int:
    return sum(len(text.encode("utf-8", "replace")) for text in texts)


def _left_out(cells: Gathered, kind: Guess[ColumnKind]) -> str:
    if kind.is_asked:
        return said(QT_TRANSLATE_NOOP("tables", "Column {0} was left out, as asked."), quoted(cells.name))
    if len(cells.missing()) == cells.n_rows:
        return said(QT_TRANSLATE_NOOP("tables", "Column {0} is empty and was left out."), quoted(cells.name))
    return said(QT_TRANSLATE_NOOP("tables", "Column {0} was left out. {1}"), quoted(cells.name), kind.reason)


def _missing_notice(cells: Gathered, missing: Rows) -> tuple[str, ...]:
    if not len(missing):
        return ()
    written = sorted({cells.texts[code] for code in np.unique(cells.codes[np.searchsorted(cells.rows, missing)])})
    empty = said(QT_TRANSLATE_NOOP("tables", "empty"))
    return (
        counted_words(
            len(missing),
            QT_TRANSLATE_NOOP("tables", "Column {0}: 1 cell is missing ({1}), the first in line {2}."),
            translate("tables", "Column {0}: {n} cells are missing ({1}), the first in line {2}.", None, 2),
            quoted(cells.name),
            empty if written == [""] else listed(quoted(mark) if mark else empty for mark in written),
            cells.lines[missing[0]],
        ),
    )
