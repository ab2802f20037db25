"""Columns of whole numbers from 0 to 255, as pixels are, are kept as bytes and come back as the numbers they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nnsim.data.dataset import frozen
from nnsim.data.spec import DataSpec, TableSource
from nnsim.data.tables import Column, Table
from nnsim.errors import NnsimError
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.storage import project_file
from nnsim.storage.arrays import narrowed, storable
from nnsim.storage.decode import decode
from nnsim.storage.encode import encode
from nnsim.storage.encode_runs import encode_runs
from nnsim.storage.semantic import semantic_hash
from tests.storage.projects import equal

N = 200


@pytest.fixture(scope="module")
def digits() -> Project:
    """200 pictures of 4 × 4 pixels, and a weight in kilograms."""
    rng = np.random.default_rng(0)
    pixels = [
        Column(f"pixel_{place // 4}_{place % 4}", "number", frozen(rng.integers(0, 256, N).astype(float)))
        for place in range(16)
    ]
    weight = Column("weight", "number", frozen(rng.random(N)))
    label = Column("label", "category", frozen(np.arange(N) % 3.0), ("a", "b", "c"))
    source = TableSource(Table("digits", (*pixels, weight, label)), ("label",), "classification")
    return new_project("digits", DataSpec(source, scaling="minmax"), (4,))


def test_pixels_and_labels_are_kept_as_bytes_and_other_numbers_as_they_are(digits: Project, tmp_path: Path) -> None:
    _, arrays = encode(digits)
    kinds = [arrays[f"data/columns/{place}.npy"].dtype.name for place in range(18)]
    assert kinds == ["uint8"] * 16 + ["float64", "uint8"]
    project_file.write(digits, tmp_path / "p.nnsim")
    again = project_file.read(tmp_path / "p.nnsim")
    assert equal(again, digits)
    assert isinstance(again.data.source, TableSource)
    assert all(column.values.dtype == np.float64 for column in again.data.source.table.columns)
    assert not again.data.source.table.columns[0].values.flags.writeable


def test_a_file_that_keeps_them_as_64_bits_opens_and_means_the_same(digits: Project) -> None:
    document, arrays = encode(digits)
    document["runs"] = encode_runs((), digits, arrays)
    wide = {name: storable(array, "float64") if "columns" in name else array for name, array in arrays.items()}
    project = decode(document, wide).project
    assert equal(project, digits)
    assert semantic_hash(project) == semantic_hash(digits)


@pytest.mark.parametrize("odd", [-0.0, 0.5, 256.0, -1.0, np.nan, 1e300])
def test_what_no_byte_can_say_stays_a_number_of_64_bits(odd):
    values = np.array([0.0, 255.0, odd])
    kept = narrowed(values)
    assert kept.dtype == np.float64
    assert kept.tobytes() == values.tobytes()
    assert narrowed(values[:2]).dtype == np.uint8


def test_bytes_are_counted_as_the_numbers_that_they_become(
    digits: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project_file.write(digits, tmp_path / "p.nnsim")
    monkeypatch.setattr(project_file, "MAX_EXPANDED_BYTES", 18 * N * 8 - 1)
    with pytest.raises(NnsimError) as reading:
        project_file.read(tmp_path / "p.nnsim")
    assert reading.value.code == "file.too_large"
    with pytest.raises(NnsimError) as writing:
        project_file.write(replace(digits, name="other"), tmp_path / "q.nnsim")
    assert writing.value.code == "storage.too_large"
