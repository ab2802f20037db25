"""Numbers in words: as they were set, with as many digits as it takes to be that number; parts of a whole, rounded."""

from __future__ import annotations

from decimal import Decimal
from math import floor
from typing import Final

_TINY: Final = 1e-6
"""So that 0.29 · 100 is not 28."""


def written(value: float) -> str:
    """The shortest digits that read back as the same number: ``0.03``, ``1234567``, ``1e-05``."""
    return repr(value) if isinstance(value, int) else repr(float(value)).removesuffix(".0")


def written_percent(share: float) -> str:
    """A share in percent, exactly: ``12.5%``."""
    digits = f"{Decimal(repr(float(share))).scaleb(2):f}"
    return f"{digits.rstrip('0').rstrip('.') if '.' in digits else digits}%"


def written_epochs(epochs: float) -> str:
    """Epochs with up to two decimals of the one under way, rounded down: ``1,234.4``, ``2`` only when 2 are done."""
    return f"{floor(100 * epochs + _TINY) / 100:,.2f}".rstrip("0").rstrip(".")


def part_of(value: float, whole: float, decimals: int = 0) -> str:
    """A part of ``whole`` with so many decimals: only all of it reads as the whole, and only nothing as 0.

    ``part_of(99.6, 100)`` is ``>99``, ``part_of(0.2, 100)`` is ``<1``.
    """
    said, least = f"{value:.{decimals}f}", 10.0**-decimals
    if value > 0 and said == f"{0:.{decimals}f}":
        return f"<{least:.{decimals}f}"
    if value < whole and said == f"{whole:.{decimals}f}":
        return f">{whole - least:.{decimals}f}"
    return said
