"""What is wrong with a table as a dialog shows it: the parts of the error, its place, and choices that help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from nnsim.data.choices import Choices, Preview, Problem, Remedy
from nnsim.data.column_faults import StrangeCellError
from nnsim.data.csv_records import RaggedError
from nnsim.data.encodings import UnknownEncodingError, encoding_title
from nnsim.data.gathering import Gathered
from nnsim.data.heads import UnknownDelimiterError
from nnsim.data.notation import Notation, is_grouped
from nnsim.data.picture_files import UNREADABLE
from nnsim.data.thousands import readable_with
from nnsim.data.wording import cells_counted, quoted
from nnsim.errors import NnsimError, TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words

_OF_A_MARK = ("table.decimal_mixed", "table.not_a_number")
_TITLE_HINT = QT_TRANSLATE_NOOP(
    "errors", "What stands above seems to be a title: skip it. Else each line needs as many cells as the first."
)
_OF_LABELS = (*_OF_A_MARK, "table.not_a_date", "table.thousands", "table.currencies")


def problem_of(error: NnsimError, choices: Choices, seen: Preview, cells: Gathered | None = None) -> Problem:
    """The problem that an error tells of, in a column the one of these ``cells``; ``seen`` was understood before it."""
    placed = error if isinstance(error, TableError) else None
    is_title = next(_for_titles(error, choices, seen), None) is not None
    return Problem(
        code=error.code,
        message=error.message,
        where=error.where,
        hint=_TITLE_HINT if is_title else error.hint,
        line=placed.line if placed else None,
        column=placed.column if placed else None,
        remedies=tuple(_remedies(error, choices, seen, cells)),
    )


def _remedies(error: NnsimError, choices: Choices, seen: Preview, cells: Gathered | None) -> list[Remedy]:
    titles = _for_titles(error, choices, seen)
    return [
        *titles,
        *_for_the_file(error, choices, seen),
        *_for_thousands(error, choices, seen, cells),
        *_for_marks(error, choices, seen),
        *_for_the_column(error, choices),
    ]


def _for_titles(error: NnsimError, choices: Choices, seen: Preview) -> Iterator[Remedy]:
    """To skip what stands above the first row that is as long as most, if the first is shorter."""
    if not isinstance(error, RaggedError) or error.n_cells <= error.n_expected or not seen.rows:
        return
    width, _ = Counter(map(len, seen.rows)).most_common(1)[0]
    n_above = next(line for line, row in zip(seen.lines, seen.rows, strict=True) if len(row) == width) - 1
    if width <= error.n_expected or n_above <= choices.n_above:
        return
    if n_above == choices.n_above + 1:
        label = _label(QT_TRANSLATE_NOOP("tables", "Skip line {0}"), n_above)
    else:
        label = _label(QT_TRANSLATE_NOOP("tables", "Skip lines {0} to {1}"), choices.n_above + 1, n_above)
    yield Remedy(label, replace(choices, n_above=n_above, kinds=()))


def _for_the_file(error: NnsimError, choices: Choices, seen: Preview) -> Iterator[Remedy]:
    if seen.pictures is not None and error.code in UNREADABLE:
        label = _label(QT_TRANSLATE_NOOP("tables", "Leave out what cannot be read"))
        yield Remedy(label, replace(choices, pictures=replace(choices.pictures, leaves_out=True)))
    if isinstance(error, UnknownDelimiterError):
        label = _label(QT_TRANSLATE_NOOP("tables", "{0} separates the cells"), quoted(error.delimiter))
        yield Remedy(label, replace(choices, delimiter=error.delimiter))
    if error.code == "table.one_or_two":
        yield Remedy(_label(QT_TRANSLATE_NOOP("tables", "The decimal mark is a comma")), replace(choices, decimal=","))
        label = _label(QT_TRANSLATE_NOOP("tables", "{0} separates the cells"), quoted(","))
        yield Remedy(label, replace(choices, delimiter=","))
    if isinstance(error, UnknownEncodingError):
        for codec, word in error.examples.items():
            label = _label(QT_TRANSLATE_NOOP("tables", "It is {0}: {1}"), encoding_title(codec), quoted(word))
            yield Remedy(label, replace(choices, encoding=codec))
    if error.code == "table.encoding" and choices.encoding is not None:
        label = _label(QT_TRANSLATE_NOOP("tables", "Find the encoding out"))
        yield Remedy(label, replace(choices, encoding=None))


def _for_thousands(error: NnsimError, choices: Choices, seen: Preview, cells: Gathered | None) -> Iterator[Remedy]:
    """To read thousands that are set apart, if then each cell is a number."""
    if error.code not in _OF_LABELS or choices.has_thousands:
        return
    if cells is None:
        found = Notation(".", has_thousands=True) if error.code == "table.thousands" else None
    else:
        found = readable_with(cells)
    if found is None or (seen.decimal is None and found.decimal != "."):
        return
    example = "" if cells is None else next(text for text in cells.texts if is_grouped(text, found.decimal))
    if not example:
        label = _label(QT_TRANSLATE_NOOP("tables", "The comma sets thousands apart"))
    else:
        template = QT_TRANSLATE_NOOP("tables", "Thousands are set apart: {0} is {1}")
        label = _label(template, quoted(example), f"{found.number_in(example):.15g}")
    yield Remedy(label, replace(choices, decimal=None if seen.decimal is None else found.decimal, has_thousands=True))


def _for_marks(error: NnsimError, choices: Choices, seen: Preview) -> Iterator[Remedy]:
    """The other decimal mark, or the one that was doubted; not in turns with the one that was chosen."""
    guess = seen.decimal
    is_doubt = isinstance(error, TableError) and error.code == "table.thousands" and "decimal mark" in error.hint
    is_of_column = error.code in _OF_A_MARK and "decimal mark" in error.hint
    if guess is not None and not guess.is_asked:
        if (is_doubt and guess.value == ",") or (is_of_column and guess.value == "."):
            label = _label(QT_TRANSLATE_NOOP("tables", "The decimal mark is a comma"))
            yield Remedy(label, replace(choices, decimal=","))
        if (is_doubt and guess.value == ".") or (is_of_column and guess.value == ","):
            label = _label(QT_TRANSLATE_NOOP("tables", "The decimal mark is a point"))
            yield Remedy(label, replace(choices, decimal="."))
    if error.code == "table.decimal_mixed" and choices.decimal is not None:
        label = _label(QT_TRANSLATE_NOOP("tables", "Find the decimal mark out"))
        yield Remedy(label, replace(choices, decimal=None))


def _for_the_column(error: NnsimError, choices: Choices) -> Iterator[Remedy]:
    if not isinstance(error, TableError) or error.column is None:
        return
    if isinstance(error, StrangeCellError) and error.n_cells:
        template = QT_TRANSLATE_NOOP("tables", "Take {0} as missing ({1})")
        label = _label(template, quoted(error.cell), cells_counted(error.n_cells))
        yield Remedy(label, replace(choices, gaps=(*choices.gaps, error.cell)))
    if error.code in _OF_LABELS:
        label = _label(QT_TRANSLATE_NOOP("tables", "Take the column as categories"))
        yield Remedy(label, choices.with_kind(error.column, "category"))
    label = _label(QT_TRANSLATE_NOOP("tables", "Leave the column out"))
    yield Remedy(label, choices.with_kind(error.column, "left_out"))


def _label(template: str, *arguments: object) -> str:
    return Words(template, *arguments, context="tables")
