"""Weights in files come back to the last bit, and what is no weight is told with its place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nnsim.errors import InputError
from nnsim.storage.weight_files import read_weights, write_weights

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(NUMBERS, min_size=6, max_size=6), st.lists(NUMBERS, min_size=1, max_size=4), st.sampled_from([8, 4]))
def test_every_number_comes_back_to_the_last_bit(
    tmp_path: Path, weights: list[float], biases: list[float], width: int
) -> None:
    with np.errstate(over="ignore"):
        matrices = {"W1": np.array(weights, f"f{width}").reshape(2, 3), "b1": np.array(biases, f"f{width}")}
    if not all(np.isfinite(matrix).all() for matrix in matrices.values()):
        return
    for ending in (".csv", ".npz"):
        path = tmp_path / f"w{ending}"
        write_weights(path, matrices)
        found = read_weights(path)
        assert list(found) == ["W1", "b1"]
        for name, matrix in matrices.items():
            assert found[name].astype(matrix.dtype).tobytes() == matrix.tobytes()


def test_biases_alone_and_a_table_of_a_spreadsheet_with_decimal_commas_are_read(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    write_weights(path, {"b2": np.array([0.5, -1.25])})
    assert read_weights(path)["b2"].tolist() == [0.5, -1.25]
    path.write_text("name;from;to;value\nW1;1;1;0,5\nW1;2;1;-1,25\nb1;;1;3\n")
    found = read_weights(path)
    assert (found["W1"].tolist(), found["b1"].tolist()) == ([[0.5], [-1.25]], [3.0])


@pytest.mark.parametrize(
    ("rows", "code", "place"),
    [
        ("W1,1,1,1\nW1,1,1,2", "weights.twice", "w.csv, row 2"),
        ("W1,1,1,1\nW1,2,2,1", "weights.gaps", "w.csv"),
        ("W1,1,0,1", "weights.place", "w.csv, row 1"),
        ("weight,1,1,1", "weights.place", "w.csv, row 1"),
        ("1,1,1,1", "weights.place", "w.csv, row 1"),
        ("W1,1,1,one\nW1,1,2,two", "weights.not_a_number", "w.csv"),
    ],
)
def test_what_is_no_table_of_weights_is_refused_with_its_place(
    tmp_path: Path, rows: str, code: str, place: str
) -> None:
    path = tmp_path / "w.csv"
    path.write_text(f"name,from,to,value\n{rows}\n")
    with pytest.raises(InputError) as refused:
        read_weights(path)
    assert (refused.value.code, refused.value.where) == (code, place)
    assert refused.value.unchanged == "The weights are as they were."
