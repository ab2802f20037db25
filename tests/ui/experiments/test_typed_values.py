"""Several values of a setting, as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.runs.contrasts import CONTRASTS
from nnsim.ui.experiments.typed_values import MOST_VALUES, UnreadableError, read_values, write_values

RATE, BATCH, LAYERS = (CONTRASTS[name] for name in ("learning_rate", "batch_size", "layers"))


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("0.01,0.1", (0.01, 0.1)),
        ("0.01, 0.1 ,1", (0.01, 0.1, 1.0)),
        ("0.01 0.1", (0.01, 0.1)),
        ("0,01; 0,1;1", (0.01, 0.1, 1.0)),
        ("1/4; 3e-4", (0.25, 3e-4)),
        ("0.1; 0.1", (0.1,)),
        (" 0.5 ; ", (0.5,)),
    ],
)
def test_numbers_may_stand_between_semicolons_commas_or_spaces(typed: str, values: tuple[float, ...]) -> None:
    assert read_values(RATE, typed) == values


def test_where_the_comma_is_the_decimal_sign_it_parts_nothing(german: None) -> None:
    assert read_values(RATE, "0,01 0,1") == (0.01, 0.1)
    assert read_values(RATE, "0,01, 0,1") == (0.01, 0.1)
    assert write_values(RATE, (0.01, 0.1)) == "0,01; 0,1"


def test_batches_are_whole_numbers_or_all() -> None:
    assert read_values(BATCH, "1; 10; all") == (1, 10, None)
    assert write_values(BATCH, (1, 10, None)) == "1; 10; all"


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("4; 8; 8,8", ((4,), (8,), (8, 8))),
        ("4,8", ((4,), (8,))),
        ("4 8 8,8", ((4,), (8,), (8, 8))),
        ("none; 8, 8", ((), (8, 8))),
    ],
)
def test_sizes_of_layers_have_commas_of_their_own(typed: str, values: tuple[tuple[int, ...], ...]) -> None:
    assert read_values(LAYERS, typed) == values


@pytest.mark.parametrize(
    ("name", "typed", "part"),
    [
        ("learning_rate", "0.1; fast", "“fast” is no number"),
        ("learning_rate", "", "at least one"),
        ("learning_rate", "-1", "between"),
        ("batch_size", "2.5", "whole"),
        ("layers", "8; x", "no list of neurons"),
        ("layers", "0", "no list of neurons"),
        ("learning_rate", "; ".join(str(k / 100) for k in range(1, MOST_VALUES + 2)), "At most"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, typed: str, part: str) -> None:
    with pytest.raises(UnreadableError, match=part):
        read_values(CONTRASTS[name], typed)


@given(st.lists(st.floats(1e-6, 1).map(lambda value: float(f"{value:.6g}")), min_size=1, max_size=9, unique=True))
def test_written_values_are_read_back(values: list[float]) -> None:
    assert read_values(RATE, write_values(RATE, values)) == tuple(values)


@given(
    st.lists(st.lists(st.integers(1, 99_999), max_size=4).map(tuple), min_size=1, max_size=9, unique=True).filter(
        lambda sizes: len(sizes) > 1 or len(sizes[0]) < 2
    )
)
def test_written_sizes_are_read_back(sizes: list[tuple[int, ...]]) -> None:
    assert read_values(LAYERS, write_values(LAYERS, sizes)) == tuple(sizes)
