"""Dates and times of a workbook as the numbers of days that it holds.

A workbook knows numbers only; how a cell is shown tells which are dates. So 26 hours shown as ``hh:mm`` come out of the
reader of workbooks as a moment in January 1900, and the first days of that year as they are counted since Lotus 1-2-3,
which took 1900 for a leap year: day 60 is a 29 February that never was, and the reader gives 28 February for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from nnsim.data.dates import FIRST_DAY

_MARCH: Final = date(1900, 3, 1)
"""From here on days are counted as the calendar has them."""
_TWO_DAYS: Final = date(1900, 2, 28)


def hold_spans(values: Sequence[Any]) -> bool:
    """Whether what looks like dates are spans of time: most are times of day, or lie within some weeks of day 0."""
    n_late = n_spans = 0
    for value in values:
        if isinstance(value, date):
            is_late = _day(value) >= _MARCH
            n_late, n_spans = n_late + is_late, n_spans + (not is_late)
        elif isinstance(value, time | timedelta):
            n_spans += 1
    return n_spans > n_late


def days_since(value: date | time | timedelta) -> float:
    """The days since 30 December 1899, by the calendar; of a time of day the part of a day."""
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if isinstance(value, time):
        value = datetime.combine(FIRST_DAY, value)
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    return (moment - FIRST_DAY) / timedelta(days=1)


def days_of_span(value: date) -> float | None:
    """The number that the workbook holds; ``None`` where two numbers are shown as the same moment."""
    day = _day(value)
    if day == _TWO_DAYS:
        return None
    return days_since(value) - (day < _MARCH)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
