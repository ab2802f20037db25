"""Numbers in cells that a person types, or copies from elsewhere as a block, which has one decimal mark."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from nnsim.data.cells import Decimal, has_mark, has_thousands, number_in
from nnsim.data.typed_numbers import parse_number
from nnsim.data.wording import quoted
from nnsim.errors import TableError
from nnsim.words import QT_TRANSLATE_NOOP, Words

_ONE_MARK: Final = QT_TRANSLATE_NOOP("errors", "Write every number with the same decimal mark, a point or a comma.")
_NO_THOUSANDS: Final = QT_TRANSLATE_NOOP(
    "errors", "Have the numbers written without separators of thousands, and copy them again."
)


def decimal_of(texts: Iterable[str]) -> Decimal:
    """The decimal mark of the numbers of a block: a comma if some can only be meant so and none has such a point."""
    is_point = is_comma = False
    for text in texts:
        is_comma = is_comma or _has_clear_mark(text, ",")
        is_point = is_point or _has_clear_mark(text, ".")
    return "," if is_comma and not is_point else "."


def number_of(text: str, decimal: Decimal | None) -> float:
    """The finite number of a cell, also a fraction; raises ``ValueError``.

    Parameters
    ----------
    decimal : of the block that the cell is copied with, whose numbers are read as those of a file are; ``None`` of a
        single cell, in which a single comma or point is the decimal mark
    """
    if decimal is None:
        return parse_number(text)
    above, stroke, below = text.partition("/")
    numbers = [number_in(part.strip(), decimal) for part in ((above, below) if stroke else (above,))]
    value = math.nan
    if None not in numbers and 0.0 not in numbers[1:]:
        first, *rest = (number for number in numbers if number is not None)
        value = first / rest[0] if rest else first
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def may_be_thousands(text: str) -> bool:
    """Whether it is a number like ``1,234``, whose one mark is taken for that of the decimals, and may be another."""
    plain = text.strip()
    return plain.count(",") + plain.count(".") == 1 and has_thousands(plain) and not _begins_with_zero(plain)


def no_number(text: str, decimal: Decimal | None, where: str, hint: str, unchanged: str) -> TableError:
    """What to say of a cell: ``table.thousands`` if it may be a number, else ``table.not_a_number`` with ``hint``."""
    if decimal is not None and has_thousands(text):
        return TableError(
            "table.thousands",
            Words(QT_TRANSLATE_NOOP("errors", "{0} seems to be a number whose thousands are set apart."), quoted(text)),
            where=where,
            hint=_NO_THOUSANDS,
            unchanged=unchanged,
        )
    is_other = decimal is not None and has_mark(text, "," if decimal == "." else ".")
    return TableError(
        "table.not_a_number",
        Words(QT_TRANSLATE_NOOP("errors", "{0} is not a number, and the column holds numbers."), quoted(text)),
        where=where,
        hint=_ONE_MARK if is_other else hint,
        unchanged=unchanged,
    )


def _has_clear_mark(text: str, decimal: Decimal) -> bool:
    """Whether digits stand after this mark, and cannot be a thousand."""
    plain = text.strip()
    return has_mark(plain, decimal) and (not has_thousands(plain) or _begins_with_zero(plain))


def _begins_with_zero(text: str) -> bool:
    """Nobody writes 545 as 0.545."""
    return text.lstrip("+-−").startswith("0")
