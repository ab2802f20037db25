"""Lengths of the sheet of numbers, on the screen and on paper, beside those of ``theme.py``."""

from __future__ import annotations

from typing import Final


class SheetSize:
    """In device-independent pixels."""

    SIGNS: Final = 6
    """Signs of a number besides its digits: a minus, a point, zeros behind it, a power of ten."""
    SIGNS_LOW: Final = 4
    CELL_LOW: Final = 16
    """Signs besides the digits where there is little height, and the height of a number there."""
    CELLS_MOST: Final = 16
    CELLS_LEAST: Final = 5
    """Rows and columns of one matrix that are shown, at most and at least, what is left out included."""
    WRITING: Final = 34
    """Height of a box that a number is written into by hand, on paper: 9 mm."""
    PAPER_ROWS: Final = 8
    """Rows of one matrix that are on paper at the most."""
    FOOT: Final = 24
    """Height of the line at the foot of a page."""
    RAISED: Final = 12
    """Width of a sign that stands raised behind a matrix."""
    GAP_CELL: Final = 20
    OPERATOR: Final = 26
    OPERATOR_LOW: Final = 16
    """Width of a column that stands for those left out, and of what stands between two matrices."""
    LOW: Final = 240
    """In less height how a number comes about stands beside the formula, and the signs of matrices beside them."""
    TALL: Final = 420
    WORDS: Final = 120
    """Height from which the sheet has larger type, and what its words take of it."""
    TRAIL_FROM: Final = 200
    """Height of the page from which all stages stand in a line."""
    PAGE_LEAST: Final = (146, 72)
    """Width and height that a page of the inspector has at the least."""
    FAR: Final = 100_000
    """More than any text is high."""
