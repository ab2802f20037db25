"""Who is tested of a table that was edited by hand comes back with the project."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from nnsim.data.choices import Pasted
from nnsim.data.named import table_data
from nnsim.data.prepare import prepare
from nnsim.data.reading import read_table
from nnsim.errors import ProjectFileError
from nnsim.model import table_edits
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.storage import project_file
from nnsim.storage.decode import decode
from nnsim.storage.encode import encode
from nnsim.storage.semantic import semantic_hash
from tests.storage.projects import equal
from tests.storage.works import NO_RUNS


@pytest.fixture
def edited() -> Project:
    text = "a,kind\n" + "".join(f"{i}.5,{'uv'[i % 2]}\n" for i in range(8))
    made = new_project("mine", table_data(read_table(Pasted(text))), (2,))
    return table_edits.set_cells(made, [0, 8], 0, (("2", "uv"), ("3", "u"))).project


def test_an_edited_table_survives_its_file_with_the_parts_of_its_rows(tmp_path: Path, edited: Project) -> None:
    project_file.write(edited, tmp_path / "p.nnsim")
    again = project_file.read(tmp_path / "p.nnsim")
    assert equal(again, edited)
    assert semantic_hash(again) == semantic_hash(edited)
    np.testing.assert_array_equal(prepare(again.data).test_rows, prepare(edited.data).test_rows)


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("parts", 3, "file.type"),
        ("test_fraction", 0.95, "file.out_of_range"),
        ("split_seed", -1, "file.out_of_range"),
        ("targets", "kind", "file.type"),
        ("classes", ["u", "u"], "file.mismatch"),
        ("more", 1, "file.key_unknown"),
    ],
)
def test_a_wrong_value_of_what_is_held_is_refused(edited: Project, key: str, value: object, code: str) -> None:
    document, arrays = encode(edited)
    document = json.loads(json.dumps({**document, "runs": NO_RUNS}))
    document["data"]["source"]["table"]["held"][key] = value
    with pytest.raises(ProjectFileError) as refused:
        decode(document, arrays)
    assert refused.value.code == code


@pytest.mark.parametrize("parts", [[0.5] + 8 * [0], [0, 1]])
def test_a_row_is_in_one_part_and_each_row_has_its_word(edited: Project, parts: list[float]) -> None:
    document, arrays = encode(edited)
    arrays["data/held.npy"] = np.array(parts, dtype=np.float64)
    with pytest.raises(ProjectFileError) as refused:
        decode({**json.loads(json.dumps(document)), "runs": NO_RUNS}, arrays)
    assert refused.value.code == "file.mismatch"
