"""Puts pasted numbers into a block of weights."""

from __future__ import annotations

from nnsim.engine.parameters import Array
from nnsim.errors import TableError
from nnsim.model.cells import Cells, Rows, block_of, neighbours
from nnsim.model.change import Edited
from nnsim.model.project import Project
from nnsim.model.weight_edits import fill_weights, put_block
from nnsim.words import QT_TRANSLATE_NOOP, Words


def paste(project: Project, cells: Cells, values: Array, order: Rows) -> Edited:
    """Put (rows, columns) numbers into the block where ``place_for`` says; a single number fills all of it.

    Raises
    ------
    TableError : as ``place_for``; nothing is pasted then
    """
    if values.size == 1:
        return fill_weights(project, cells, float(values[0, 0]))
    n_rows, n_columns = values.shape
    return put_block(project, place_for(project, cells, (n_rows, n_columns), order), values)


def place_for(project: Project, cells: Cells, shape: tuple[int, int], order: Rows) -> Cells:
    """Where (rows, columns) numbers go: into the whole block, or from a single cell on to the right and down.

    A single number goes into the whole block, too.

    Parameters
    ----------
    order : all rows of the layer as they stand where the cell was chosen, from the top down

    Raises
    ------
    TableError : ``paste.size`` if they do not fit
    """
    if shape in (cells.shape, (1, 1)):
        return cells
    below = order[order.index(cells.rows[0]) :]
    room = len(below), block_of(project, cells).n_to - cells.columns.start
    if cells.size > 1:
        message = QT_TRANSLATE_NOOP("errors", "The clipboard holds {0} × {1} numbers, but {2} × {3} cells are chosen.")
        raise _misfit(message, shape, cells.shape, QT_TRANSLATE_NOOP("errors", "Choose as many, or one to start from."))
    if shape[0] > room[0] or shape[1] > room[1]:
        message = QT_TRANSLATE_NOOP(
            "errors", "The clipboard holds {0} × {1} numbers, but from this cell on there is room for {2} × {3}."
        )
        hint = QT_TRANSLATE_NOOP("errors", "Start further up or further left, or copy fewer cells.")
        raise _misfit(message, shape, room, hint)
    return Cells(cells.layer, neighbours(below[: shape[0]]), range(cells.columns.start, cells.columns.start + shape[1]))


def _misfit(message: str, shape: tuple[int, int], room: tuple[int, int], hint: str) -> TableError:
    unchanged = QT_TRANSLATE_NOOP("errors", "Nothing was pasted; the weights are as they were.")
    return TableError("paste.size", Words(message, *shape, *room), hint=hint, unchanged=unchanged)
