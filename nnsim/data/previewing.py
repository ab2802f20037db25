"""The beginning of a table as it would be read, with every guess and every problem, for a person to look at."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from nnsim.data.beginning import first_cells, first_records
from nnsim.data.blocks import Block
from nnsim.data.choices import Choices, ColumnPreview, Preview
from nnsim.data.column_kinds import column_of, kind_of
from nnsim.data.file_bytes import Progress
from nnsim.data.opening import Opened, Source, no_values, open_table, settled, unheard
from nnsim.data.reading_problems import problem_of
from nnsim.data.tables import Column, Table
from nnsim.errors import NnsimError

MOST_SHOWN: Final = 100
"""Rows of a preview."""


def preview_table(source: Source, choices: Choices | None = None, progress: Progress | None = None) -> Preview:
    """The beginning of the table as ``read_table`` would take it with these choices.

    What is wrong is told, not raised.

    Parameters
    ----------
    progress : is called now and then where it takes long; whatever it raises ends it and comes out of here
    """
    tell = progress or unheard
    choices = settled(source, choices or Choices())
    seen = Preview(source.name)
    try:
        opened = open_table(source, choices, tell, is_glance=True)
    except NnsimError as error:
        return replace(seen, problems=(problem_of(error, choices, seen),))
    tell(1.0)
    head = opened.head
    shown = opened.first_rows(MOST_SHOWN + 1)[head.has_header.value :][:MOST_SHOWN]
    seen = replace(
        seen,
        delimiter=head.delimiter,
        decimal=head.decimal,
        encoding=opened.encoding,
        has_header=None if head.is_named else head.has_header,
        first_line=None if head.delimiter is None and opened.sheet is None else head.line,
        gaps=choices.gaps,
        sheet=opened.sheet,
        sheets=opened.sheets,
        rows=tuple(tuple(cell.strip() for cell in row) for _, row in shown),
        lines=tuple(line for line, _ in shown),
        notices=opened.notices,
        scaling=opened.scaling,
        pictures=opened.pictures,
    )
    return _with_columns(seen, opened, choices)


def _with_columns(seen: Preview, opened: Opened, choices: Choices) -> Preview:
    """The preview with kinds and problems of the columns, as far as its first block shows."""
    problems = [problem_of(doubt, choices, seen) for doubt in opened.head.doubts]
    notices = list(seen.notices)
    try:
        block, told = first_records(opened)
        notices += told
    except NnsimError as error:
        problems.append(problem_of(error, choices, seen))
        block = _whole_rows(seen, len(opened.head.names))
    shown: list[ColumnPreview] = []
    columns: list[Column] = []
    for place, gathered in enumerate(first_cells(opened, block, choices)):
        kind = kind_of(gathered, choices.kind_of(gathered.name))
        shown.append(ColumnPreview(gathered.name, place, kind))
        try:
            found = column_of(gathered, kind, choices.bag_of(gathered.name))
        except NnsimError as error:
            problems.append(problem_of(error, choices, seen, gathered))
        else:
            notices += found.notices if block.lines and opened.pictures is None else ()
            columns += [found.column] if found.column is not None else []
    if not problems and not columns:
        problems.append(problem_of(no_values(opened), choices, seen))
    return replace(
        seen,
        columns=tuple(shown),
        problems=tuple(problems),
        notices=tuple(notices),
        n_rows=_n_rows(block),
        is_whole=block.share >= 1,
        table=Table(seen.name, tuple(columns), gaps=choices.gaps) if columns else None,
    )


def _n_rows(block: Block) -> int | None:
    """How many rows there are; where only the beginning has been read, about so many, to two digits."""
    if block.share >= 1:
        return len(block.lines)
    return int(float(f"{len(block.lines) / block.share:.1e}")) if block.share > 0 and block.lines else None


def _whole_rows(seen: Preview, width: int) -> Block:
    """The rows of the preview that are as long as the first."""
    kept = [(line, row) for line, row in zip(seen.lines, seen.rows, strict=True) if len(row) == width]
    columns = [[row[place] for _, row in kept] for place in range(width)]
    return Block(columns, [line for line, _ in kept], 0.0)
