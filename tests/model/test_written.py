"""Numbers in words: parts of a whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.model.written import part_of


@pytest.mark.parametrize(
    ("value", "said"), [(0, "0"), (0.2, "<1"), (1, "1"), (99.4, "99"), (99.6, ">99"), (100, "100"), (130.2, "130")]
)
def test_a_part_is_rounded_but_not_to_all_or_nothing(value: float, said: str) -> None:
    assert part_of(value, 100) == said


@given(st.floats(0, 100), st.integers(0, 4))
def test_only_all_reads_as_all_and_only_nothing_as_0(value: float, decimals: int) -> None:
    said = part_of(value, 100, decimals)
    assert (said == f"{100:.{decimals}f}") == (value == 100)
    assert (said == f"{0:.{decimals}f}") == (value == 0)
