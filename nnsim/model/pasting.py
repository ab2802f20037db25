"""Puts numbers that were copied as text into a block of weights."""

from __future__ import annotations

from nnsim.data.cells import Decimal
from nnsim.data.number_block import read_block
from nnsim.errors import TableError
from nnsim.model.cells import Cells, block_of
from nnsim.model.change import Edited
from nnsim.model.project import Project
from nnsim.model.weight_edits import fill_weights, put_block
from nnsim.words import QT_TRANSLATE_NOOP, Words


def paste(project: Project, cells: Cells, text: str, decimal: Decimal) -> Edited:
    """Put the numbers of a text into the block where ``place_for`` says; a single number fills all of it.

    Raises
    ------
    TableError : as ``read_block`` and ``place_for``; nothing is pasted then
    """
    values = read_block(text, decimal).values
    if values.size == 1:
        return fill_weights(project, cells, float(values[0, 0]))
    return put_block(project, place_for(project, cells, values.shape), values)


def place_for(project: Project, cells: Cells, shape: tuple[int, int]) -> Cells:
    """Where (rows, columns) numbers go: into the whole block, or from a single cell on to the right and down.

    A single number goes into the whole block, too.

    Raises
    ------
    TableError : ``paste.size`` if they do not fit
    """
    if shape in (cells.shape, (1, 1)):
        return cells
    n_rows, n_columns = block_of(project, cells).shape
    room = n_rows - cells.rows.start, n_columns - cells.columns.start
    if cells.size > 1:
        message = QT_TRANSLATE_NOOP("errors", "The clipboard holds {0} × {1} numbers, but {2} × {3} cells are chosen.")
        raise _misfit(message, shape, cells.shape, QT_TRANSLATE_NOOP("errors", "Choose as many, or one to start from."))
    if shape[0] > room[0] or shape[1] > room[1]:
        message = QT_TRANSLATE_NOOP(
            "errors", "The clipboard holds {0} × {1} numbers, but from this cell on there is room for {2} × {3}."
        )
        hint = QT_TRANSLATE_NOOP("errors", "Start further up or further left, or copy fewer cells.")
        raise _misfit(message, shape, room, hint)
    rows = range(cells.rows.start, cells.rows.start + shape[0])
    return Cells(cells.layer, rows, range(cells.columns.start, cells.columns.start + shape[1]))


def _misfit(message: str, shape: tuple[int, int], room: tuple[int, int], hint: str) -> TableError:
    unchanged = QT_TRANSLATE_NOOP("errors", "Nothing was pasted; the weights are as they were.")
    return TableError("paste.size", Words(message, *shape, *room), hint=hint, unchanged=unchanged)
