"""Numbers as people write them: decimal comma or point, fractions, a true minus sign."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLocale

from nnsim.data.typed_numbers import parse_number
from nnsim.model.written import part_of, written_epochs

MINUS: Final = "\u2212"
NARROW_SPACE: Final = "\u202f"
_SCIENTIFIC_BELOW: Final = -4
_SCIENTIFIC_FROM: Final = 6
_MOST_DIGITS: Final = 17
"""So many tell any two numbers apart."""
_SHARE_ROUNDED: Final = 1e-12
_SETTING_DIGITS: Final = 6


def format_number(value: float, digits: int = 3) -> str:
    """The number with ``digits`` significant digits, without trailing zeros, in the decimal sign of the locale.

    From a million on and below 0.0001 it is written with a power of ten: ``3e−5``. Thousands are not grouped, so that
    ``parse_number`` reads back what is written.
    """
    special = _special(value)
    if special is not None:
        return special
    mantissa, _, power = f"{value:.{digits - 1}e}".partition("e")
    exponent = int(power)
    if value and not _SCIENTIFIC_BELOW <= exponent < max(_SCIENTIFIC_FROM, digits):
        return _localized(f"{_trimmed(mantissa)}e{exponent}")
    return _localized(_trimmed(f"{value:.{max(digits - 1 - exponent, 0)}f}"))


def format_fixed(value: float, decimals: int) -> str:
    """The number with a fixed number of decimals, for columns of numbers that must line up."""
    return _special(value) or _localized(f"{value:.{decimals}f}")


def steady(value: float) -> str:
    """About three digits, zeros at the end kept, so that a number in motion does not change its length."""
    if 0.001 <= value < 1000:
        return format_fixed(value, 3 if 0.1 <= value < 10 else max(2 - math.floor(math.log10(value)), 0))
    if 0 < value < 0.001:
        mantissa, _, power = f"{value:.2e}".partition("e")
        return f"{format_fixed(float(mantissa), 2)}e{int(power)}".replace("-", MINUS)
    return format_number(value)


def in_percent(share: float, digits: int = 3) -> str:
    """A share in percent with ``digits`` significant digits, without the sign: ``98.5``.

    Only all of it reads ``100``, and only nothing ``0``: what would be rounded to all of it is ``>99.9``.
    """
    said = format_number(share * 100, digits)
    is_rounded_up = share < 1 and said == format_number(100, digits)
    return f">{format_number(100 - 10.0 ** (2 - digits), digits)}" if is_rounded_up else said


def in_percent_fixed(share: float, decimals: int) -> str:
    """A share in percent with so many decimals, without the sign: ``98.5``, and ``<0.1`` or ``>99.9`` near the ends."""
    return _part(share * 100, 100, decimals)


def format_part(share: float, decimals: int) -> str:
    """A share from 0 to 1 with so many decimals: ``0.985``, and ``<0.001`` or ``>0.999`` near the ends."""
    return _part(share, 1, decimals)


def digits_apart(values: Iterable[float], say: Callable[[float, int], str], least: int = 3) -> int:
    """How many digits, ``least`` or more, different numbers need so as to read differently when ``say`` writes them."""
    different = {value for value in values if math.isfinite(value)}
    for digits in range(least, _MOST_DIGITS):
        if len({say(value, digits) for value in different}) == len(different):
            return digits
    return _MOST_DIGITS


def format_count(value: int) -> str:
    """A whole number with its thousands grouped as the locale does: ``1,234``."""
    return f"{value:,}".replace(",", QLocale().groupSeparator()).replace("-", MINUS)


def format_epochs(value: float) -> str:
    """Epochs with up to two decimals of the one under way, rounded down: ``1,234.4``, ``2`` only when 2 are done."""
    whole, point, part = written_epochs(value).partition(".")
    return format_count(int(whole.replace(",", ""))) + _localized(point + part)


class Rounded:
    """Writes numbers with so many digits, and remembers whether one of them had to be rounded."""

    def __init__(self, digits: int) -> None:
        self._digits = digits
        self.is_exact = True

    def __call__(self, value: float) -> str:
        """The number as text."""
        text = format_number(value, self._digits)
        self.is_exact = self.is_exact and _reads_back(text, value)
        return text

    def setting(self, value: float) -> str:
        """A number that was set, with as many digits as it needs; of one that needs very many the first."""
        for digits in range(self._digits, _SETTING_DIGITS + 1):
            text = format_number(value, digits)
            if _reads_back(text, value):
                return text
        self.is_exact = False
        return format_number(value, max(self._digits, _SETTING_DIGITS))


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How one quantity is written and read.

    Parameters
    ----------
    digits : significant digits shown
    whole : only whole numbers; a comma or point before three digits then groups thousands
    percent : shown and typed in percent, kept as a share
    words : ``((word, value), …)`` for values that have a name, such as “all”
    empty : what nothing at all means, if it means something
    """

    digits: int = 4
    whole: bool = False
    percent: bool = False
    words: tuple[tuple[str, float], ...] = ()
    empty: float | None = None

    def text(self, value: float) -> str:
        """``value`` as it is shown."""
        for word, meant in self.words:
            if value == meant:
                return word
        if self.percent:
            digits = digits_apart((value * 100, 100), format_number, self.digits)
            return f"{format_number(value * 100, digits)}{NARROW_SPACE}%"
        if self.whole and math.isfinite(value):
            return str(round(value)).replace("-", MINUS)
        return format_number(value, self.digits)

    def value(self, text: str) -> float:
        """The value that ``text`` means; raises ``ValueError``."""
        plain = text.strip()
        if not plain and self.empty is not None:
            return self.empty
        for word, meant in self.words:
            if plain.casefold() == word.casefold():
                return meant
        if self.percent:
            return parse_number(plain.removesuffix("%")) / 100
        if self.whole:
            value = parse_number(re.sub(r"(?<=\d)[.,](?=\d{3}(?:\D|$))", "", plain))
            if value != round(value):
                raise ValueError(text)
            return value
        return parse_number(plain)


def _reads_back(text: str, value: float) -> bool:
    """Whether what is written is the number itself."""
    return value - value != 0.0 or abs(parse_number(text) - value) <= _SHARE_ROUNDED * abs(value)  # or not finite


def _special(value: float) -> str | None:
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    return None


def _part(value: float, whole: float, decimals: int) -> str:
    """A part of ``whole``: only all of it reads as the whole, and only nothing as 0."""
    return _special(value) or _localized(part_of(value, whole, decimals))


def _trimmed(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _localized(digits: str) -> str:
    if digits.startswith("-") and not digits.strip("-0."):
        digits = digits[1:]
    return digits.replace("-", MINUS).replace(".", QLocale().decimalPoint())
