"""How the numbers of a table are written: the mark in front of the decimals, and whether thousands are set apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nnsim.data.amounts import currencies_in, without_currency
from nnsim.data.cells import Decimal, has_mark, number_in, numbers_in

OTHER: Final[dict[Decimal, Decimal]] = {",": ".", ".": ","}
_GROUPED: Final[dict[Decimal, re.Pattern[str]]] = {
    decimal: re.compile(
        rf"[+\-−]?[1-9][0-9]{{0,2}}([{re.escape(other)}'’\s\u202f])[0-9]{{3}}(?:\1[0-9]{{3}})*(?:{re.escape(decimal)}[0-9]*)?"
    )
    for decimal, other in OTHER.items()
}
_EITHER: Final = re.compile(r"[+\-−]?[1-9][0-9]{0,2}[.,][0-9]{3}")


@dataclass(frozen=True, slots=True)
class Notation:
    """How numbers are written.

    Parameters
    ----------
    decimal : the mark in front of the decimals
    has_thousands : the thousands may be set apart, by the other mark, spaces or apostrophes: ``1.234,5``, ``1 234,5``
    is_sure : a person has said so, or some number leaves no doubt
    is_likely : hardly anybody would write thousands so: with points, where commas separate the cells
    """

    decimal: Decimal = "."
    has_thousands: bool = False
    is_sure: bool = True
    is_likely: bool = True

    def number_in(self, cell: str) -> float | None:
        """The number that a cell spells, with or without the sign of a currency, or ``None``."""
        return number_in(self._plain(cell), self.decimal)

    def numbers_in(self, cells: Sequence[str]) -> list[float | None]:
        """The same of each cell, faster."""
        is_plain = not self.has_thousands and not currencies_in(cells)
        return numbers_in(cells if is_plain else [self._plain(cell) for cell in cells], self.decimal)

    def _plain(self, cell: str) -> str:
        cell = without_currency(cell)
        found = _GROUPED[self.decimal].fullmatch(cell) if self.has_thousands else None
        return cell.replace(found[1], "") if found else cell


def is_grouped(cell: str, decimal: Decimal) -> bool:
    """Whether ``cell`` is a number whose thousands are set apart, in a notation with this decimal mark."""
    return _GROUPED[decimal].fullmatch(without_currency(cell)) is not None


def may_be_grouped(cell: str) -> bool:
    """Whether the one mark of a number may as well set thousands apart, as in ``12,345``; in ``0,345`` it does not."""
    return _EITHER.fullmatch(without_currency(cell)) is not None


def told_decimal(cell: str) -> Decimal | None:
    """The decimal mark of a cell in a table whose thousands are set apart; ``None`` if it does not tell."""
    decimals: tuple[Decimal, ...] = (",", ".")
    grouped = [mark for mark in decimals if is_grouped(cell, mark)]
    if grouped:
        return grouped[0] if len(grouped) == 1 else None
    return next((mark for mark in decimals if has_mark(cell, mark)), None)
