"""Numbers as people type them: decimal comma or point, grouped thousands, fractions, a true minus sign."""

from __future__ import annotations

import math
import re
from typing import Final

_MINUSES: Final = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2012": "-", "\ufe63": "-", "\uff0d": "-"})
_SPACES: Final = re.compile(r"[\s\u00a0\u2009\u202f'’]")
_FIRST_GROUP: Final = re.compile(r"[+-]?[1-9]\d{0,2}")
_THOUSAND: Final = re.compile(r"\d{3}")
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:[\s\u00a0\u2009\u202f'’]\d{3})+(?!\d).*")


def parse_number(text: str) -> float:
    """The finite number that a person meant; raises ``ValueError``.

    A single comma or point is the decimal sign, whichever it is. If there are several, or both, the last kind that
    stands alone is the decimal sign and the others group thousands, by three. ``1/3`` is a third.
    """
    plain = text.strip().translate(_MINUSES)
    numerator, slash, denominator = plain.partition("/")
    value = _plain_number(numerator)
    if slash:
        below = _plain_number(denominator)
        if below == 0:
            raise ValueError(text)
        value /= below
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _plain_number(text: str) -> float:
    """One number without a fraction stroke."""
    plain = text.strip()
    if _GROUPED.fullmatch(plain):
        plain = _SPACES.sub("", plain)
    commas, points = plain.count(","), plain.count(".")
    if commas and points:
        decimal, groups = (",", ".") if plain.rfind(",") > plain.rfind(".") else (".", ",")
        whole, *rest = plain.split(decimal)
        plain = ".".join([_ungrouped(whole, groups), *rest])
    elif commas > 1 or points > 1:
        plain = _ungrouped(plain, "," if commas else ".")
    plain = plain.replace(",", ".")
    if "_" in plain or not any(sign.isdigit() for sign in plain):
        raise ValueError(text)
    return float(plain)


def _ungrouped(text: str, sign: str) -> str:
    """Without the signs that group thousands; raises ``ValueError`` where they do not: ``0.0.5`` is a slip, not 5."""
    first, *groups = text.split(sign)
    if not _FIRST_GROUP.fullmatch(first) or any(not _THOUSAND.fullmatch(group) for group in groups):
        raise ValueError(text)
    return first + "".join(groups)
