"""Numbers in words as they were set: as many digits as it takes to be that number, and no more."""

from __future__ import annotations

from decimal import Decimal


def written(value: float) -> str:
    """The shortest digits that read back as the same number: ``0.03``, ``1234567``, ``1e-05``."""
    return repr(value) if isinstance(value, int) else repr(float(value)).removesuffix(".0")


def written_percent(share: float) -> str:
    """A share in percent, exactly: ``12.5%``."""
    digits = f"{Decimal(repr(float(share))).scaleb(2):f}"
    return f"{digits.rstrip('0').rstrip('.') if '.' in digits else digits}%"
