"""Records of a table, some at a time: column by column, as cells and where that is possible as numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, overload

from nnsim.data.dataset import Numbers


class Block(NamedTuple):
    """Some records of a table.

    Parameters
    ----------
    columns : for each column the cells of these records, without spaces around them
    lines : for each record the line where it starts, from 1
    share : how much of the text is done with them, 0 to 1
    numbers : of some columns of numbers alone, by their places, the same as numbers
    """

    columns: Sequence[Sequence[str]]
    lines: Sequence[int]
    share: float
    numbers: Mapping[int, Numbers] = MappingProxyType({})


class Cells(Sequence[list[str]]):
    """The columns of a text without quotes, cut when somebody asks for them: who has the numbers does not."""

    def __init__(self, text: str, delimiter: str, width: int) -> None:
        self._text = text
        self._delimiter = delimiter
        self._width = width
        self._cells: list[str] = []

    def __len__(self) -> int:
        return self._width

    @overload
    def __getitem__(self, column: int) -> list[str]: ...

    @overload
    def __getitem__(self, column: slice) -> list[list[str]]: ...

    def __getitem__(self, column: int | slice) -> list[str] | list[list[str]]:
        if isinstance(column, slice):
            return [self[each] for each in range(*column.indices(self._width))]
        if not 0 <= column < self._width:
            raise IndexError(column)
        if not self._cells:
            text = self._text
            self._cells = text.replace("\n", self._delimiter).split(self._delimiter)
            if not text.isascii() or any(space in text for space in " \t\v\f"):
                self._cells = [cell.strip() for cell in self._cells]
        return self._cells[column :: self._width]
