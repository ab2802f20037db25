"""The first records of a table, with the texts of all cells: they tell what the numbers of the rest do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, islice

import numpy as np

from nnsim.data.blocks import Block
from nnsim.data.choices import Choices
from nnsim.data.gathering import Gathered, Gathering
from nnsim.data.opening import Opened, below_names, no_rows
from nnsim.data.thousands import are_decimals

_ENOUGH_CELLS = 50_000


def first_records(opened: Opened, most_rows: int | None = None) -> tuple[Block, tuple[str, ...]]:
    """The first records below the names as one block, all if they are few, and what is to be told of them.

    Parameters
    ----------
    most_rows : not more are taken than these; ``None`` for as many as tell enough

    Raises
    ------
    TableError
        as the records, and ``table.no_rows``
    """
    records = opened.records()
    blocks = []
    for block in below_names(records, opened.head):
        blocks.append(block)
        if sum(len(each.lines) * len(each.columns) for each in blocks) > _ENOUGH_CELLS:
            break
    if not blocks:
        raise no_rows(opened)
    columns = [list(islice(chain(*cells), most_rows)) for cells in zip(*(each.columns for each in blocks), strict=True)]
    lines = list(islice(chain(*(each.lines for each in blocks)), most_rows))
    return Block(columns, lines, blocks[-1].share), records.notices()


def first_cells(opened: Opened, block: Block, choices: Choices) -> list[Gathered]:
    """The columns of these records. That a mark is a decimal one is sure in all if it is in one."""
    named = zip(opened.head.names, block.columns, strict=True)
    columns = [_cells(opened, name, cells, block, choices) for name, cells in named]
    if are_decimals(columns):
        return [replace(each, notation=replace(each.notation, is_sure=True)) for each in columns]
    return columns


def _cells(opened: Opened, name: str, cells: Sequence[str], block: Block, choices: Choices) -> Gathered:
    gathering = Gathering(opened.place, name, opened.head.notation, keeps_texts=True, gaps=choices.gaps)
    gathering.take(cells)
    return gathering.gathered(np.array(block.lines, np.intp))
