"""Dates in cells are written as the language of the window writes them, and can be typed again as they stand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from nnsim.data.dates import day_in
from nnsim.ui.dates import shown_date


@pytest.fixture(params=[("de_DE", "31.05.2025"), ("en_US", "2025-05-31"), ("sv_SE", "2025-05-31")])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    before = QLocale()
    QLocale.setDefault(QLocale(request.param[0]))
    yield request.param[1]
    QLocale.setDefault(before)


def test_a_date_is_written_so_that_it_can_be_typed_again(language: str) -> None:
    for text in ("2025-05-31", "2025-05-31 08:30", "0999-01-02"):
        day = day_in(text)
        assert day is not None
        assert day_in(shown_date(day)) == day
    assert shown_date(day_in("2025-05-31") or 0.0) == language
