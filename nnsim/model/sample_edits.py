"""Edits of the samples in hand cell by cell: of a table (``table_edits.py``), of drawn points (``drawn_cells.py``)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from nnsim.data.dataset import Rows
from nnsim.data.spec import DrawnSource
from nnsim.model import drawn_cells, drawn_edits, table_edits
from nnsim.model.change import Edited
from nnsim.model.project import Project


def set_cells(project: Project, rows: Sequence[int], column: int, block: table_edits.Texts) -> Edited:
    """Type texts into the cells from ``column`` on to the right, for each of ``rows`` a line of the block."""
    if isinstance(project.data.source, DrawnSource):
        return drawn_cells.set_point_cells(project, rows, column, block)
    return table_edits.set_cells(project, rows, column, block)


def clear_cells(project: Project, rows_of: Mapping[int, Rows]) -> Edited:
    """Let cells, of each column the rows, have no value; points have no gaps."""
    if isinstance(project.data.source, DrawnSource):
        raise drawn_cells.no_gaps()
    return table_edits.clear_cells(project, rows_of)


def add_row(project: Project, at: int) -> Edited:
    """A row more before row ``at``, empty; a point more stands behind all others, of the class of the one before."""
    if isinstance(project.data.source, DrawnSource):
        return drawn_cells.add_point(project, at - 1 if at > 0 else None)
    return table_edits.add_row(project, at)


def delete_rows(project: Project, rows: Collection[int]) -> Edited:
    """Without these rows."""
    if isinstance(project.data.source, DrawnSource):
        return drawn_edits.delete_points(project, rows)
    return table_edits.delete_rows(project, rows)
