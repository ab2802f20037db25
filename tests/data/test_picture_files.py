"""Pictures in files of arrays: every way to write them, and files that lie."""

from __future__ import annotations

import gzip
import struct
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nnsim.data.choices import Choices, PictureChoices
from nnsim.data.idx_files import read_idx
from nnsim.data.named import named_data
from nnsim.data.opening import unheard
from nnsim.data.picture_tables import is_called_so
from nnsim.data.pixels import picture_shape, picture_size
from nnsim.data.prepare import prepare
from nnsim.data.previewing import preview_table
from nnsim.data.reading import read_table
from nnsim.errors import TableError

CODES = {"u1": 0x08, "i1": 0x09, "i2": 0x0B, "i4": 0x0C, "f4": 0x0D, "f8": 0x0E}
PICTURES, LABELS = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"
REUSED = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def idx(array: NDArray[Any]) -> bytes:
    """As the format has it."""
    code = CODES[array.dtype.str[1:]]
    head = bytes([0, 0, code, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return head + array.astype(array.dtype.newbyteorder(">")).tobytes()


def some(n_samples: int = 12, shape: tuple[int, ...] = (4, 5)) -> tuple[NDArray[Any], NDArray[Any]]:
    rng = np.random.default_rng(0)
    return rng.integers(0, 256, (n_samples, *shape)).astype(np.uint8), (np.arange(n_samples) % 3).astype(np.uint8)


def written(folder: Path, pictures: NDArray[Any], labels: NDArray[Any], *, packed: bool = False) -> Path:
    for name, array in ((PICTURES, pictures), (LABELS, labels)):
        data = gzip.compress(idx(array)) if packed else idx(array)
        (folder / f"{name}{'.gz' if packed else ''}").write_bytes(data)
    return folder / f"{PICTURES}{'.gz' if packed else ''}"


def pixels_of(path: Path, choices: Choices | None = None) -> NDArray[Any]:
    return np.stack([column.values for column in read_table(path, choices).columns[:-1]], axis=1)


@given(
    kind=st.sampled_from(sorted(CODES)),
    shape=st.lists(st.integers(1, 4), min_size=1, max_size=4).map(tuple),
    packed=st.booleans(),
)
@REUSED
def test_every_type_of_number_comes_back(tmp_path: Path, kind: str, shape: tuple[int, ...], packed: bool) -> None:
    values = (np.random.default_rng(1).standard_normal(shape) * 50).astype(kind)
    path = tmp_path / "x-idx"
    path.write_bytes(gzip.compress(idx(values)) if packed else idx(values))
    found = read_idx(path, unheard)
    assert found.shape == values.shape
    assert np.array_equal(found, values)


@given(cut=st.integers(0, 60))
@REUSED
def test_a_file_cut_anywhere_is_refused_in_words(tmp_path: Path, cut: int) -> None:
    whole = idx(some(2)[0])
    path = tmp_path / "x"
    path.write_bytes(whole[:cut] if cut < len(whole) else whole[:-1])
    with pytest.raises(TableError) as error:
        read_idx(path, unheard)
    assert error.value.code in ("pictures.magic", "pictures.dimensions", "pictures.truncated")
    assert error.value.hint


@given(noise=st.binary(max_size=64))
@REUSED
def test_any_bytes_are_numbers_or_a_problem(tmp_path: Path, noise: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"\0\0\x08" + noise)
    with suppress(TableError):
        assert read_idx(path, unheard).size


def test_a_beginning_that_promises_more_than_memory_takes_none(tmp_path: Path) -> None:
    path = tmp_path / PICTURES
    path.write_bytes(bytes([0, 0, 8, 3]) + struct.pack(">3I", 2**32 - 1, 2**32 - 1, 28))
    with pytest.raises(TableError) as error:
        read_idx(path, unheard)
    assert error.value.code == "table.too_large"


@pytest.mark.parametrize("packed", [False, True])
def test_pictures_become_a_table_with_a_column_for_each_pixel(tmp_path: Path, packed: bool) -> None:
    pictures, labels = some()
    path = written(tmp_path, pictures, labels, packed=packed)
    table = read_table(path)
    assert picture_size(table.column_names[:-1]) == (4, 5)
    assert np.array_equal(pixels_of(path), pictures.reshape(12, 20))
    assert table.column("label").values.tolist() == labels.tolist()
    beside = path.with_name(path.name.replace("images-idx3", "labels-idx1"))
    assert np.array_equal(pixels_of(beside), pixels_of(path)), "the labels lead to their pictures"


def test_they_are_classes_to_learn(tmp_path: Path) -> None:
    data = named_data(str(written(tmp_path, *some(30))))
    prepared = prepare(data)
    assert prepared.dataset.classes == ("0", "1", "2")
    assert data.scaling == "minmax"
    assert prepared.train_inputs.min() == 0.0
    assert prepared.train_inputs.max() == 1.0


def test_of_very_many_a_part_is_taken_with_all_classes_alike(tmp_path: Path) -> None:
    pictures, labels = some(90)
    path = written(tmp_path, pictures, labels)
    table = read_table(path, Choices(most_rows=30))
    counts = np.bincount(table.column("label").values.astype(int))
    assert counts.tolist() == [10, 10, 10]
    assert any("30 of 90" in notice for notice in table.notices)
    again = pixels_of(path, Choices(most_rows=30))
    assert np.array_equal(again, np.stack([column.values for column in table.columns[:-1]], axis=1))
    known = {tuple(row) for row in pictures.reshape(90, -1).tolist()}
    assert {tuple(row) for row in again.tolist()} <= known


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda folder: (folder / LABELS).unlink(), "pictures.no_labels"),
        (lambda folder: (folder / LABELS).write_bytes(idx(some(11)[1])), "pictures.counts"),
        (lambda folder: (folder / LABELS).write_bytes(idx(some(12)[0])), "pictures.dimensions"),
        (lambda folder: (folder / PICTURES).write_bytes(idx(some(12)[0]) + b"\0"), "pictures.too_long"),
        (lambda folder: (folder / PICTURES).write_bytes(idx(some(12)[0])[:-1]), "pictures.truncated"),
    ],
    ids=["no_labels", "counts", "not_labels", "too_long", "truncated"],
)
def test_every_fault_is_named(tmp_path: Path, change: Any, code: str) -> None:
    path = written(tmp_path, *some())
    change(tmp_path)
    with pytest.raises(TableError) as error:
        read_table(path)
    assert error.value.code == code
    assert error.value.where
    assert error.value.hint
    assert error.value.unchanged
    (problem,) = preview_table(path).problems
    assert problem.code == code, "the preview has told it"


def test_labels_without_pictures_and_damaged_packing_are_named(tmp_path: Path) -> None:
    path = written(tmp_path, *some(), packed=True)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(TableError) as error:
        read_idx(path, unheard)
    assert error.value.code == "pictures.damaged"
    path.unlink()
    with pytest.raises(TableError) as error:
        read_table(tmp_path / f"{LABELS}.gz")
    assert error.value.code == "pictures.no_pictures"


@pytest.mark.parametrize(
    "names", [("x", "y"), ("X", "Y"), ("images", "labels"), ("x_train", "y_train"), ("foo", "bar")]
)
def test_arrays_find_their_labels_by_name_or_by_shape(tmp_path: Path, names: tuple[str, str]) -> None:
    pictures, labels = some()
    path = tmp_path / "a.npz"
    np.savez_compressed(path, **dict(zip(names, (pictures, labels), strict=True)))
    assert np.array_equal(pixels_of(path), pictures.reshape(12, 20))


def test_several_pairs_are_a_choice_and_training_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    (x, y), (x_test, y_test) = some(12), some(6)
    np.savez(path, x_test=x_test, y_test=y_test, x_train=x, y_train=y)
    seen = preview_table(path)
    assert seen.sheets == ("x_train, y_train", "x_test, y_test")
    assert seen.sheet is not None
    assert seen.sheet.value == seen.sheets[0]
    assert seen.has_header is None, "arrays have no names to choose"
    assert not seen.problems
    assert seen.rows[0][:3] == tuple(str(value) for value in x[0].ravel()[:3])
    assert read_table(path, Choices(sheet=seen.sheets[1])).n_rows == 6
    with pytest.raises(TableError, match="no arrays"):
        read_table(path, Choices(sheet="z, y"))


def test_flat_rows_words_and_colours_are_understood(tmp_path: Path) -> None:
    path, words = tmp_path / "a.npz", np.array(["cat", "dog", "cat"])
    np.savez(path, x=np.array([[0.5, 1.0], [2.0, -3.25], [1e-9, 4.0]]), y=words)
    table = read_table(path)
    assert table.column_names == ("x1", "x2", "label")
    assert table.columns[-1].labels == ("cat", "dog")
    assert table.columns[0].values.tolist() == [0.5, 2.0, 1e-9]
    red = np.zeros((3, 4, 4, 3), np.uint8)
    red[..., 0] = 255
    np.savez(path, x=red, y=words)
    assert picture_shape(read_table(path).column_names[:-1]) == (3, 4, 4)
    assert np.array_equal(pixels_of(path), np.repeat([[255.0, 0.0, 0.0]] * 3, 16, axis=1))
    grey = Choices(pictures=PictureChoices(colour=False))
    assert np.array_equal(pixels_of(path, grey), np.full((3, 16), 76.0)), "0.299 · 255 = 76.2"


def test_nothing_in_an_array_is_run_and_a_lie_takes_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    np.savez(path, x=np.zeros((2, 3)), y=np.array([{"a": 1}, None], dtype=object))
    with pytest.raises(TableError) as error:
        read_table(path)
    assert error.value.code == "pictures.not_numbers"
    head = BytesIO()
    np.lib.format.write_array_header_1_0(head, {"descr": "<f8", "fortran_order": False, "shape": (10**12, 10**6)})
    for shape, code in (((10**12, 10**6), "table.too_large"), ((5, 5), "pictures.truncated")):
        head = BytesIO()
        np.lib.format.write_array_header_1_0(head, {"descr": "<f8", "fortran_order": False, "shape": shape})
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("x.npy", head.getvalue())
        with pytest.raises(TableError) as error:
            read_table(path)
        assert error.value.code == code


@pytest.mark.parametrize(
    ("arrays", "code"),
    [
        ({"a": np.zeros((3, 2)), "b": np.zeros((4,))}, "pictures.no_pair"),
        ({"x": np.array([[1.0, np.nan]]), "y": np.zeros(1)}, "pictures.not_finite"),
        ({"x": np.zeros((2, 3, 3, 2)), "y": np.zeros(2)}, "pictures.dimensions"),
    ],
    ids=["no_pair", "not_finite", "channels"],
)
def test_arrays_that_are_no_samples_are_refused(tmp_path: Path, arrays: dict[str, NDArray[Any]], code: str) -> None:
    path = tmp_path / "a.npz"
    np.savez(path, **arrays)  # type: ignore[arg-type]
    with pytest.raises(TableError) as error:
        read_table(path)
    assert error.value.code == code


def test_files_are_known_by_their_names() -> None:
    for name in (PICTURES, f"{LABELS}.gz", "t10k-images.idx3-ubyte", "a.NPZ"):
        assert is_called_so(Path(name)), name
    for name in ("a.csv", "idx", "images.png", "a.npz.txt"):
        assert not is_called_so(Path(name)), name


@pytest.mark.parametrize(
    "packing",
    [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA],
    ids=["stored", "deflated", "bzip2", "lzma"],
)
@given(changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=4))
@REUSED
def test_arrays_damaged_anywhere_are_read_or_refused_however_they_are_packed(
    tmp_path: Path, packing: int, changes: list[tuple[int, int]]
) -> None:
    path = tmp_path / "a.npz"
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, array in zip(("x.npy", "y.npy"), some(30, (2, 2)), strict=True):
            with archive.open(name, "w") as part:
                np.save(part, array)
    data = bytearray(path.read_bytes())
    for place, value in changes:
        data[place % len(data)] = value
    path.write_bytes(data)
    assert preview_table(path).name
    with suppress(TableError):
        assert read_table(path).n_rows


@pytest.mark.parametrize("sort", ["idx", "npz"])
def test_a_preview_reads_no_more_of_large_files_than_it_shows(tmp_path: Path, sort: str) -> None:
    pictures, labels = some(320, (24, 24))
    path = written(tmp_path, pictures, labels, packed=True) if sort == "idx" else tmp_path / "a.npz"
    if sort == "npz":
        np.savez_compressed(path, x=pictures, y=labels)
    heard: list[float] = []
    seen = preview_table(path, Choices(most_rows=200), heard.append)
    assert not seen.is_whole
    assert seen.scaling == "minmax"
    assert any("200 of 320 samples" in notice for notice in seen.notices)
    assert heard[-1] == 1.0
    table = read_table(path, Choices(most_rows=200))
    rows = [[f"{column.values[row]:.0f}" for column in table.columns] for row in range(len(seen.rows))]
    assert [list(row) for row in seen.rows] == rows
    assert preview_table(path, Choices(most_rows=5)).is_whole


def test_arrays_that_lie_column_by_column_are_read_as_they_are_meant(tmp_path: Path) -> None:
    pictures, labels = some()
    np.savez(tmp_path / "a.npz", x=np.asfortranarray(pictures), y=labels)
    assert np.array_equal(pixels_of(tmp_path / "a.npz"), pictures.reshape(12, 20))


def test_damage_behind_what_is_shown_is_found_when_all_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, *some(400, (24, 24)), packed=True)
    path.write_bytes(path.read_bytes()[:-30_000])
    assert preview_table(path).problems == ()
    with pytest.raises(TableError) as error:
        read_table(path)
    assert error.value.code == "pictures.damaged"
