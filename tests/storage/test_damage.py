"""A file that a disk, a stick or a mail program has damaged: the same project, or a refusal; nothing else, ever."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from nnsim.errors import ProjectFileError
from nnsim.model.project import Project
from nnsim.storage import project_file
from tests.storage.projects import equal, flowers, spiral


def outcome(path: Path, content: bytes, project: Project) -> str:
    path.write_bytes(content)
    try:
        again = project_file.read(path)
    except ProjectFileError as error:
        return error.code
    assert equal(again, project)
    return "same"


@pytest.mark.parametrize("project", [spiral(), flowers()], ids=["spiral", "flowers"])
def test_a_flipped_byte_never_changes_a_project_unnoticed(tmp_path: Path, project: Project) -> None:
    project_file.write(project, tmp_path / "valid.nnsim")
    valid = (tmp_path / "valid.nnsim").read_bytes()
    dice = random.Random(1)  # noqa: S311
    for _ in range(300):
        damaged = bytearray(valid)
        for _ in range(dice.choice((1, 1, 1, 2, 8))):
            damaged[dice.randrange(len(damaged))] ^= dice.randrange(1, 256)
        outcome(tmp_path / "damaged.nnsim", bytes(damaged), project)


def test_every_truncation_is_refused(tmp_path: Path) -> None:
    project_file.write(spiral(), tmp_path / "valid.nnsim")
    valid = (tmp_path / "valid.nnsim").read_bytes()
    for length in range(0, len(valid), 7):
        assert outcome(tmp_path / "cut.nnsim", valid[:length], spiral()) != "same"


def test_pieces_moved_repeated_or_dropped_are_noticed(tmp_path: Path) -> None:
    project_file.write(spiral(), tmp_path / "valid.nnsim")
    valid = (tmp_path / "valid.nnsim").read_bytes()
    dice = random.Random(2)  # noqa: S311
    for _ in range(300):
        start, stop = sorted(dice.sample(range(len(valid)), 2))
        where = dice.randrange(len(valid))
        damaged = dice.choice(
            (
                valid[:start] + valid[stop:],
                valid[:where] + valid[start:stop] + valid[where:],
                valid[:start] + bytes(stop - start) + valid[stop:],
                valid[:start] + dice.randbytes(stop - start) + valid[stop:],
            )
        )
        if damaged != valid:
            outcome(tmp_path / "damaged.nnsim", damaged, spiral())
