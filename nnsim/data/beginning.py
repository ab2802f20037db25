"""The first records of a table, with the texts of all cells: they tell what the numbers of the rest do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from nnsim.data.blocks import Block
from nnsim.data.choices import Choices
from nnsim.data.gathering import Gathered, Gathering
from nnsim.data.opening import Opened, below_names, no_rows
from nnsim.data.thousands import are_decimals

_ENOUGH_CELLS = 50_000


def first_records(opened: Opened) -> tuple[Block, tuple[str, ...]]:
    """The first records below the names as one block, all if they are few, and what is to be told of them.

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
    columns = [list(chain(*cells)) for cells in zip(*(block.columns for block in blocks), strict=True)]
    return Block(columns, list(chain(*(block.lines for block in blocks))), blocks[-1].share), records.notices()


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
