"""Dates in cells: read as the days that workbooks count, and written again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

FIRST_DAY: Final = datetime(1899, 12, 30)
"""Day 0, as in workbooks."""
_TIME: Final = r"(?:(?:T| +)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?)?Z?"
_YEAR_FIRST: Final = re.compile(rf"(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{1,2}})-(?P<day>[0-9]{{1,2}}){_TIME}")
_DAY_FIRST: Final = re.compile(rf"(?P<day>[0-9]{{1,2}})\. ?(?P<month>[0-9]{{1,2}})\. ?(?P<year>[0-9]{{4}}){_TIME}")
_EITHER: Final = re.compile(rf"(?P<one>[0-9]{{1,2}})([/-])(?P<other>[0-9]{{1,2}})\2(?P<year>[0-9]{{4}}){_TIME}")
_SECONDS: Final = 86_400


def days_in(texts: Sequence[str]) -> list[float | None]:
    """The days since 30 December 1899 of each text, ``None`` of one that is no date.

    ``2025-05-01`` and ``1.5.2025`` are dates, each with a time of day or without. ``13/5/2025`` is one if the texts
    tell in which order day and month stand: somewhere one of them is larger than 12, and always the same one.
    """
    order = _order(texts)
    return [_days(text, order) for text in texts]


def day_in(text: str) -> float | None:
    """The days of a single text."""
    return days_in([text])[0]


def date_text(days: float) -> str:
    """``2025-05-01``, with ``08:30`` behind it if it is not midnight, and seconds if there are any."""
    moment = moment_of(days)
    if moment is None:
        return repr(days)
    if moment.second:
        return moment.isoformat(" ", "seconds")
    return moment.isoformat(" ", "minutes") if moment.hour or moment.minute else moment.date().isoformat()


def moment_of(days: float) -> datetime | None:
    """The date and time, to the second; ``None`` beyond the calendar, which ends with the year 9999."""
    try:
        return FIRST_DAY + timedelta(seconds=round(days * _SECONDS))
    except (OverflowError, ValueError):
        return None


def _order(texts: Iterable[str]) -> tuple[str, str] | None:
    """What stands in front of the first stroke and behind it: day and month, or month and day."""
    found = [match for match in map(_EITHER.fullmatch, texts) if match is not None]
    day_first, month_first = (any(int(match[name]) > 12 for match in found) for name in ("one", "other"))
    if day_first == month_first:
        return None
    return ("one", "other") if day_first else ("other", "one")


def _days(text: str, order: tuple[str, str] | None) -> float | None:
    match = _YEAR_FIRST.fullmatch(text) or _DAY_FIRST.fullmatch(text)
    day, month = ("day", "month")
    if match is None and order is not None:
        match = _EITHER.fullmatch(text)
        day, month = order
    if match is None:
        return None
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    try:
        moment = datetime(int(match["year"]), int(match[month]), int(match[day]), hour, minute, second)
    except ValueError:
        return None
    return (moment - FIRST_DAY) / timedelta(days=1)
