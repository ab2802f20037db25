"""Dates in cells, as the user's language writes them in digits."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from nnsim.data.dates import date_text, moment_of


def shown_date(days: float) -> str:
    """``31.05.2025`` where dates are written with points, else ``2025-05-31``; it can be typed again as it stands."""
    said, moment = date_text(days), moment_of(days)
    if moment is None or not _has_points():
        return said
    time = said.partition(" ")[2]
    day = f"{moment.day:02d}.{moment.month:02d}.{moment.year:04d}"
    return f"{day} {time}" if time else day


def _has_points() -> bool:
    written = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    return written.startswith("d") and "." in written
