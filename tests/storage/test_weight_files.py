"""Weights in files come back to the last bit, and what is no weight is told with its place."""

from __future__ import annotations

import io
import zipfile
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
        ("W1,1,1,\nW1,1,2,2", "weights.empty", "w.csv, row 1"),
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


def test_a_table_with_a_slip_is_told_what_to_do_about_weights(tmp_path: Path) -> None:
    path = tmp_path / "w.csv"
    path.write_text("name,from,to,value\nW1,1,1,1\nW1,1,2,abc\n")
    with pytest.raises(InputError) as refused:
        read_weights(path)
    assert "no weight can be missing" in refused.value.hint
    path.write_text("name,from,to,value\nW1,1,1,1\nW1,1,2,2\nW1,2,1,3\nW1,3,2,4\n")
    with pytest.raises(InputError) as refused:
        read_weights(path)
    assert str(refused.value.message) == "W1 holds 4 of its 6 numbers; the first that is missing is W1 2 → 2."


def _archive(path: Path, content: bytes, flags: int = 0, method: int = 0, n_damaged: int = 0) -> None:
    """An archive of one array, with the flags and the method of packing set as asked in both of its heads."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("W1.npy", content)
    raw = bytearray(path.read_bytes())
    central = raw.rfind(b"PK\x01\x02")
    raw[6] |= flags
    raw[central + 8] |= flags
    if method:
        raw[8] = raw[central + 10] = method
    raw[60 : 60 + n_damaged] = b"\xff" * n_damaged
    path.write_bytes(raw)


def _npy(array: np.ndarray, shape: str = "") -> bytes:
    content = io.BytesIO()
    np.save(content, array)
    raw = content.getvalue()
    told = str(array.shape).encode()
    return raw.replace(told, shape.encode()).replace(b" " * (len(shape) - len(told)), b"", 1) if shape else raw


def test_an_archive_that_is_damaged_locked_or_no_real_numbers_is_told_and_brings_nothing_down(tmp_path: Path) -> None:
    path, array = tmp_path / "w.npz", np.random.default_rng(0).random((9, 8))
    refused = {}
    for name, content, how in [
        ("damaged", _npy(array), {"n_damaged": 30}),
        ("locked", _npy(array), {"flags": 1}),
        ("packed in an unknown way", _npy(array), {"method": 99}),
        ("of eight tebibytes", _npy(array, "(1099511627776, 1)"), {}),
        ("with a nonsensical head", b"\x93NUMPY\x01\x00\x80\x20" + b"-" * 0x2080, {}),
        ("imaginary", _npy(array * 1j), {}),
        ("of truths", _npy(array > 0.5), {}),
    ]:
        _archive(path, content, **how)
        with pytest.raises(InputError) as error:
            read_weights(path)
        refused[name] = error.value.code
        assert error.value.unchanged == "The weights are as they were."
    assert {name for name, code in refused.items() if code == "weights.not_real"} == {"imaginary", "of truths"}
    assert set(refused.values()) == {"weights.unreadable", "weights.not_real"}


def test_arrays_of_whole_numbers_and_of_columns_first_are_read(tmp_path: Path) -> None:
    path, array = tmp_path / "w.npz", np.arange(6, dtype=">i2").reshape(2, 3)
    np.savez(path, W1=array, W2=np.asfortranarray(array.astype("<f4")))
    assert all(np.array_equal(found, array) for found in read_weights(path).values())
