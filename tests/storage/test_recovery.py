"""Unsaved work comes back after a crash, and stays until its owner throws it away."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from nnsim.errors import ProjectFileError, UsageError
from nnsim.model.kept_run import LeftOut, Work
from nnsim.paths import home
from nnsim.storage import claims, recovery
from nnsim.storage.leftovers import machine
from nnsim.storage.stamp import stamp
from tests.storage.projects import equal, flowers, spiral

ROOT = Path(__file__).parents[2]
CRASH = """
import time
from pathlib import Path
from nnsim.model.kept_run import Work
from nnsim.storage import recovery
from tests.storage.projects import spiral
place = recovery.Place()
place.autosave(Work(spiral()), Path("/somewhere/mine.nnsim"))
print(place.id, flush=True)
time.sleep(60)
"""


def crashed() -> str:
    """Work that a killed process has left; its number."""
    with subprocess.Popen([sys.executable, "-c", CRASH], cwd=ROOT, stdout=subprocess.PIPE) as window:
        assert window.stdout is not None
        id_ = window.stdout.readline().decode().strip()
        assert recovery.recovered() == []
        with pytest.raises(UsageError) as caught:
            recovery.discard(id_)
        assert caught.value.code == "recovery.in_use"
        window.send_signal(signal.SIGKILL)
    return id_


def test_the_work_of_a_killed_window_comes_back() -> None:
    id_ = crashed()
    (left,) = recovery.recovered()
    assert (left.id, left.name, left.original) == (id_, "spiral", Path("/somewhere/mine.nnsim"))
    assert equal(recovery.restore(id_).project, spiral())
    assert len(recovery.recovered()) == 1
    recovery.discard(id_)
    assert recovery.recovered() == []
    assert os.listdir(home() / "autosave") == []


def test_a_closed_window_leaves_nothing() -> None:
    place = recovery.Place()
    place.autosave(Work(spiral()), None)
    assert recovery.recovered() == []
    place.close()
    assert os.listdir(home() / "autosave") == []


def test_a_window_that_is_left_keeps_its_work_for_the_next_start() -> None:
    place = recovery.Place()
    place.autosave(Work(spiral()), None)
    place.leave()
    (left,) = recovery.recovered()
    assert (left.id, left.original) == (place.id, None)


def test_saving_clears_what_was_kept_and_the_place_goes_on() -> None:
    place = recovery.Place()
    place.autosave(Work(spiral()), None)
    place.clear()
    place.autosave(Work(flowers()), None)
    place.leave()
    assert equal(recovery.restore(recovery.recovered()[0].id).project, flowers())


def test_windows_keep_their_work_apart_and_the_newest_comes_first() -> None:
    places = [recovery.Place(), recovery.Place()]
    for number, place in enumerate(places):
        place.autosave(Work(replace(spiral(), name=f"window {number}")), None)
        place.leave()
        os.utime(home() / "autosave" / f"{place.id}.nnsim", (number, number))
    assert [left.name for left in recovery.recovered()] == ["window 1", "window 0"]


def test_work_without_its_note_is_still_work() -> None:
    place = recovery.Place()
    place.autosave(Work(spiral()), Path("/x.nnsim"))
    place.leave()
    note = home() / "autosave" / f"{place.id}.json"
    note.write_bytes(b"{damaged")
    assert recovery.recovered()[0].original is None
    note.unlink()
    assert equal(recovery.restore(recovery.recovered()[0].id).project, spiral())


def test_what_the_file_would_lose_is_noted(tmp_path: Path) -> None:
    wrong = (LeftOut("slow", 3, "runs/2/weights/0/parameters.npy", "The checksum is wrong."), LeftOut("", 0, "", ""))
    place = recovery.Place()
    place.autosave(Work(spiral()), tmp_path / "x.nnsim", None, wrong)
    place.leave()
    assert recovery.recovered()[0].left_out == wrong


def test_what_the_file_was_is_noted_and_a_note_of_an_earlier_version_still_read(tmp_path: Path) -> None:
    (tmp_path / "x.nnsim").write_bytes(b"as it was")
    as_read = stamp(tmp_path / "x.nnsim")
    place = recovery.Place()
    place.autosave(Work(spiral()), tmp_path / "x.nnsim", as_read)
    place.leave()
    assert recovery.recovered()[0].as_read == as_read
    note = home() / "autosave" / f"{place.id}.json"
    note.write_bytes(b'{"name": "spiral", "original": "/x.nnsim"}')
    assert (recovery.recovered()[0].original, recovery.recovered()[0].as_read) == (Path("/x.nnsim"), None)


def test_damaged_work_is_listed_and_says_what_is_wrong() -> None:
    place = recovery.Place()
    place.autosave(Work(spiral()), None)
    place.leave()
    (home() / "autosave" / f"{place.id}.nnsim").write_bytes(b"damaged")
    with pytest.raises(ProjectFileError):
        recovery.restore(recovery.recovered()[0].id)


@pytest.mark.parametrize("id_", ["", "..", "../../evil", "0" * 16, "x" * 999])
def test_a_number_that_is_none_is_refused(id_: str) -> None:
    for act in (recovery.restore, recovery.discard):
        with pytest.raises(UsageError) as caught:
            act(id_)
        assert caught.value.code == "recovery.unknown"


def test_locks_without_work_are_removed_after_a_while() -> None:
    place = recovery.Place()
    place.autosave(Work(spiral()), None)
    place.clear()
    place._claimed().release()  # a crash, as seen from outside
    lock = home() / "autosave" / f"{place.id}.lock"
    os.utime(lock, (0, 0))
    living = recovery.Place()
    living.autosave(Work(spiral()), None)
    assert not lock.exists()
    living.close()


def test_a_place_in_which_nothing_was_kept_leaves_nothing() -> None:
    recovery.Place().close()
    assert not (home() / "autosave").exists()


def test_without_a_crash_there_is_nothing_to_recover() -> None:
    assert recovery.recovered() == []


@pytest.fixture
def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A home on a disk that knows no locks."""

    def refuse(_: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(claims, "_take_lock", refuse)


DEAD = 2**22 + 1  # beyond the highest number of a process


@pytest.mark.parametrize(
    ("holder", "age_s", "is_left"),
    [
        (f"{machine()} {os.getpid()}\n", 0, False),
        (f"{machine()} {DEAD}\n", 0, True),
        (f"{machine()} {os.getpid()}\n", 2 * 86400, True),
        (f"00000000 {DEAD}\n", 0, False),
        (f"00000000 {os.getpid()}\n", 2 * 86400, True),
        ("", 0, True),
        ("damaged", 0, True),
    ],
    ids=["alive", "dead", "too old", "elsewhere", "elsewhere and too old", "nobody", "damaged"],
)
def test_without_locks_a_claim_names_its_holder(no_locks: None, holder: str, age_s: int, is_left: bool) -> None:
    place = recovery.Place()
    place.autosave(Work(spiral()), None)
    assert recovery.recovered() == []
    lock = home() / "autosave" / f"{place.id}.lock"
    lock.write_text(holder)
    os.utime(lock, (time.time() - age_s,) * 2)
    assert [left.id for left in recovery.recovered()] == [place.id] * is_left
    place.autosave(Work(spiral()), None)
    assert time.time() - lock.stat().st_mtime < 60
    place.close()
    assert os.listdir(home() / "autosave") == []
