"""Saving succeeds whole or changes nothing: through a kill, a full disk, a folder that is not ours, another program."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import signal
import stat
import subprocess
import sys
import time
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nnsim.data.spec import TableSource
from nnsim.data.tables import Column
from nnsim.engine.snapshot import Checkpoint
from nnsim.engine.spec import Choice, LayerSpec, NetworkSpec
from nnsim.errors import StorageError
from nnsim.model.project import Project
from nnsim.storage import project_file, strict_json
from nnsim.storage.atomic import replace_bytes
from nnsim.storage.leftovers import temporary_beside
from nnsim.storage.stamp import stamp as stamp_of
from tests.storage.projects import equal, flowers, spiral

ROOT = Path(__file__).parents[2]
SAVERS = """
import os, sys
from pathlib import Path
from nnsim.storage import project_file, strict_json
from tests.storage.test_writing import large
path = Path(sys.argv[1])
projects = [large(number) for number in range(3)]
for _ in sys.stdin:
    saver = os.fork()
    while saver == 0:
        for project in projects:
            project_file.write(project, path)
    print(saver, flush=True)
    os.waitpid(saver, 0)
    print("dead", flush=True)
"""
"""For each line it is sent, a process that saves for ever; it tells which, and when that has been killed."""


def large(number: int) -> Project:
    """Half a megabyte that does not shrink."""
    network = NetworkSpec(2, (LayerSpec(200, key=1), LayerSpec(300, Choice("sigmoid"), key=2)))
    weights = np.random.default_rng(number).normal(size=network.n_parameters)
    return replace(spiral(), name=str(number), network=network, checkpoint=Checkpoint(network, weights, step=number))


def failure_of(path: Path, project: Project) -> str:
    with pytest.raises(StorageError) as caught:
        project_file.write(project, path)
    assert caught.value.where
    assert caught.value.hint
    assert caught.value.unchanged
    return caught.value.code


def test_a_writer_killed_at_any_moment_leaves_the_old_or_the_new_whole(tmp_path: Path) -> None:
    path = tmp_path / "p.nnsim"
    project_file.write(large(0), path)
    dice = random.Random(3)  # noqa: S311
    n_caught_in_the_act = 0
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", SAVERS, path], cwd=ROOT, **pipes) as savers, savers.stdin:
        for _ in range(20):
            savers.stdin.write(b"\n")
            savers.stdin.flush()
            saver = int(savers.stdout.readline())
            time.sleep(dice.uniform(0.0, 0.1))
            os.kill(saver, signal.SIGKILL)
            assert savers.stdout.readline() == b"dead\n"
            n_caught_in_the_act += len(os.listdir(tmp_path)) > 1
            found = project_file.read(path)
            assert equal(found, large(int(found.name)))
    assert n_caught_in_the_act > 0
    project_file.write(large(0), path)
    assert os.listdir(tmp_path) == ["p.nnsim"]


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="needs a limit that the system sets on files")
def test_a_disk_that_refuses_at_any_byte_leaves_the_old_whole(tmp_path: Path) -> None:
    path = tmp_path / "p.nnsim"
    project_file.write(spiral(), path)
    old = path.read_bytes()
    new = replace(spiral(), name="new")
    project_file.write(new, tmp_path / "new.nnsim")
    size = (tmp_path / "new.nnsim").stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    for most in (*range(0, size, 61), size - 1):
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
        try:
            code = failure_of(path, new)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert code == "storage.file_limit"
        assert path.read_bytes() == old
        assert sorted(os.listdir(tmp_path)) == ["new.nnsim", "p.nnsim"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = sys.platform == "linux" and subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", "size=64k", "none", folder], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("mounting a small disk needs Linux and root")
    yield folder
    subprocess.run(["/bin/umount", folder], check=True)


def test_a_full_disk_leaves_the_old_whole(small_disk: Path) -> None:
    path = small_disk / "p.nnsim"
    project_file.write(spiral(), path)
    old = path.read_bytes()
    assert failure_of(path, large(0)) == "storage.full"
    assert path.read_bytes() == old
    assert os.listdir(small_disk) == ["p.nnsim"]
    (small_disk / "filler").write_bytes(bytes(40_000))
    for room in range(0, 12_288, 4096):
        (small_disk / "filler").write_bytes(bytes(61_440 - 4096 - room))
        with contextlib.suppress(StorageError):
            project_file.write(replace(spiral(), name="new"), path)
            old = path.read_bytes()
        assert path.read_bytes() == old
    assert project_file.read(path).name == "new"


def code_for_somebody_else(path: Path) -> str:
    """What a user without rights of their own gets who saves there; root may write anywhere."""
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom nnsim.storage import project_file\n"
        "from nnsim.errors import StorageError\nfrom tests.storage.projects import spiral\n"
        "if os.getuid() == 0:\n    os.setgid(65534)\n    os.setuid(65534)\n"
        "try:\n    project_file.write(spiral(), Path(sys.argv[1]))\n"
        "except StorageError as error:\n    print(error.code)\n"
    )
    for folder in path.parents:
        if folder.stat().st_uid == os.getuid():
            folder.chmod(folder.stat().st_mode | stat.S_IXOTH)
    done = subprocess.run([sys.executable, "-c", script, path], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()


def test_a_folder_where_nothing_may_be_written_is_named(tmp_path: Path) -> None:
    path = tmp_path / "p.nnsim"
    project_file.write(spiral(), path)
    path.chmod(0o666)
    tmp_path.chmod(0o555)
    try:
        assert code_for_somebody_else(path) == "storage.read_only"
    finally:
        tmp_path.chmod(0o755)
    assert os.listdir(tmp_path) == ["p.nnsim"]


def test_a_write_protected_file_is_not_replaced_though_the_folder_would_allow_it(tmp_path: Path) -> None:
    path = tmp_path / "p.nnsim"
    project_file.write(large(0), path)
    path.chmod(0o444)
    tmp_path.chmod(0o777)
    assert code_for_somebody_else(path) == "storage.read_only"
    assert project_file.read(path).name == "0"


def test_a_change_by_another_program_is_noticed_before_it_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "p.nnsim"
    opened = project_file.write(spiral(), path)
    os.utime(path, ns=(1, 1))
    saved = project_file.write(replace(spiral(), name="mine"), path, expected=opened)
    project_file.write(replace(spiral(), name="theirs"), path)
    with pytest.raises(StorageError) as caught:
        project_file.write(replace(spiral(), name="mine again"), path, expected=saved)
    assert caught.value.code == "storage.changed"
    assert project_file.read(path).name == "theirs"
    project_file.write(replace(spiral(), name="mine again"), path)
    assert project_file.read(path).name == "mine again"


def test_a_file_that_is_gone_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "p.nnsim"
    opened = project_file.write(spiral(), path)
    path.unlink()
    assert project_file.write(spiral(), path, expected=opened) == opened


def test_the_stamp_of_a_save_is_that_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "p.nnsim"
    stamp = project_file.write(spiral(), path)
    assert stamp == stamp_of(path)


def test_permissions_stay(tmp_path: Path) -> None:
    path = tmp_path / "p.nnsim"
    project_file.write(spiral(), path)
    for mode in (0o600, 0o640, 0o664):
        path.chmod(mode)
        project_file.write(spiral(), path)
        assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_new_file_is_readable_as_the_user_has_set_it(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        project_file.write(spiral(), tmp_path / "p.nnsim")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "p.nnsim").stat().st_mode) == 0o640


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link.nnsim").symlink_to(tmp_path / "real" / "p.nnsim")
    project_file.write(spiral(), tmp_path / "link.nnsim")
    project_file.write(replace(spiral(), name="new"), tmp_path / "link.nnsim")
    assert (tmp_path / "link.nnsim").is_symlink()
    assert project_file.read(tmp_path / "real" / "p.nnsim").name == "new"
    assert os.listdir(tmp_path / "real") == ["p.nnsim"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("absent/p.nnsim", "storage.no_folder"),
        ("file/p.nnsim", "storage.no_folder"),
        ("folder", "storage.not_a_file"),
        ("pipe", "storage.not_a_file"),
        ("circle", "storage.link_loop"),
        ("x" * 300, "storage.name_too_long"),
        ("a\0b", "storage.name"),
        ("a\ud800b", "storage.name"),
    ],
)
def test_a_place_where_no_file_can_be_is_named(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to("circle")
    before = sorted(os.listdir(tmp_path))
    assert failure_of(tmp_path / name, spiral()) == code
    assert sorted(os.listdir(tmp_path)) == before


def test_temporary_files_of_the_dead_go_and_those_of_the_living_stay(tmp_path: Path) -> None:
    mine = temporary_beside(tmp_path / "x")
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait()
    parts = mine.name.split("-")
    dead = mine.with_name("-".join([*parts[:2], str(child.pid), parts[3]]))
    elsewhere = mine.with_name("-".join([parts[0], "00000000", str(child.pid), parts[3]]))
    forgotten = mine.with_name("-".join([parts[0], "00000001", str(child.pid), parts[3]]))
    foreign = tmp_path / ".nnsim-notes.part"
    for path in (mine, dead, elsewhere, forgotten, foreign):
        path.write_bytes(b"x")
    os.utime(forgotten, (0, 0))
    replace_bytes(tmp_path / "p", b"content")
    assert {path.name for path in tmp_path.iterdir()} == {"p", mine.name, elsewhere.name, foreign.name}


def test_a_long_name_can_be_saved(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 248 + ".nnsim")
    project_file.write(spiral(), path)
    assert project_file.read(path).name == "spiral"


@pytest.mark.parametrize(
    ("project", "remedy"), [(flowers(), "rows or columns"), (spiral(), "neurons")], ids=["data", "weights"]
)
def test_what_is_too_large_is_named_by_its_larger_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, project: Project, remedy: str
) -> None:
    monkeypatch.setattr(project_file, "MAX_EXPANDED_BYTES", 10)
    monkeypatch.setattr(project_file, "dump", lambda _: b"")
    with pytest.raises(StorageError) as caught:
        project_file.write(project, tmp_path / "p.nnsim")
    assert caught.value.code == "storage.too_large"
    assert remedy in caught.value.hint


def with_labels(n_labels: int) -> Project:
    """One column of that many different texts, as of people's names."""
    project = flowers()
    assert isinstance(project.data.source, TableSource)
    table = project.data.source.table
    names = Column("name", "category", np.zeros(table.n_rows), tuple(f"n{number}, [{{" for number in range(n_labels)))
    source = replace(project.data.source, table=replace(table, columns=(*table.columns, names)))
    return replace(project, data=replace(project.data, source=source, inputs=("length", "colour")))


def test_as_many_texts_as_can_be_opened_can_be_saved_and_not_one_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strict_json, "MAX_JSON_VALUES", 1_000)
    path = tmp_path / "p.nnsim"

    def is_refused(n_labels: int) -> bool:
        try:
            project_file.write(with_labels(n_labels), path)
        except StorageError:
            return True
        return False

    most = bisect_left(range(1_001), True, key=is_refused) - 1
    assert 800 < most < 1_000
    project_file.write(with_labels(most), path)
    with pytest.raises(StorageError) as caught:
        project_file.write(with_labels(most + 1), path)
    assert caught.value.code == "storage.too_large"
    assert "rows or columns of the table" in caught.value.hint
    assert equal(project_file.read(path), with_labels(most)), "what was saved last is still whole"
