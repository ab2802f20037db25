"""Lengths of tables and of the sheet that opens one, beside those of ``theme.py``."""

from __future__ import annotations

from typing import Final


class TableSize:
    """In device-independent pixels."""

    ROW: Final = 24
    """Height of a row."""
    HEAD: Final = 44
    """Height of the head of a column: its name, and below it its kind and what becomes of it."""
    LINE: Final = 18
    """Height of one line there."""
    NUMBERS: Final = 40
    """Width of the numbers of the rows at least."""
    COLUMN: Final = (76, 180)
    """Width of a column at least and at most."""
    TEXTS: Final = 420
    """The same of a column of texts, at most."""
    AIR: Final = 20
    """What a cell has besides its text."""
    MEASURED: Final = 40
    """Rows whose texts are measured to find the width of a column."""
    CHOICES: Final = 312
    """Width of the choices beside the preview."""
    CHOICE: Final = 128
    """The widest word of a choice there."""
    MARK: Final = 52
    """Width of the word that says whether it is a guess."""
    PROBLEMS: Final = 3
    """So many problems are told above the preview; more are counted."""


class PictureSize:
    """Of the sheet that opens a folder of pictures, in device-independent pixels."""

    TILE: Final = 56
    """Side of a picture of the preview."""
    CLASS: Final = 132
    """Width of the name of a class."""
    LINE_WORDS: Final = 64
    """Width of the words before a line of pictures."""
