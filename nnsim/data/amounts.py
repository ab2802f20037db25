"""Amounts of money among numbers: the sign of a currency in front of a number or behind it is no part of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

CURRENCIES: Final = "€$£"
_AMOUNT: Final = re.compile(
    rf"([+\-−]?)[{CURRENCIES}]\s?([0-9.,][^{CURRENCIES}]*)|([+\-−]?[0-9.,][^{CURRENCIES}]*?)\s?[{CURRENCIES}]"
)


def without_currency(cell: str) -> str:
    """``1.031,00`` of ``1.031,00 €`` and ``-5`` of ``-$5``; any other cell as it is."""
    found = _AMOUNT.fullmatch(cell) if currencies_in((cell,)) else None
    if found is None:
        return cell
    sign, after, before = found.groups()
    return before or f"{sign}{after}"


def currencies_in(cells: Sequence[str]) -> frozenset[str]:
    """The signs of currencies that stand in some of the cells."""
    joined = "\n".join(cells)
    return frozenset(sign for sign in CURRENCIES if sign in joined)
