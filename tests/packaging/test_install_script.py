"""The script inside the .run: it installs for one user, on a stick, and takes everything away again."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a script for Linux")
LINUX = Path(__file__).resolve().parents[2] / "packaging" / "linux"


@pytest.fixture
def unpacked(tmp_path: Path, module: Callable[[str], ModuleType]) -> Path:
    """What the .run unpacks, with a stand-in for the program."""
    folder = tmp_path / "unpacked"
    (folder / "program/_internal").mkdir(parents=True)
    (folder / "program/nnsim").write_text("#!/bin/sh\necho I am nnsim\n", "utf-8")
    (folder / "program/nnsim").chmod(0o755)
    module("linux_packages").lay_out_desktop(folder / "share", "@PROGRAM@")
    shutil.copy(LINUX / "install.sh", folder)
    shutil.copy(LINUX / "uninstall.sh", folder / "program")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Of a user whose name needs care."""
    home = tmp_path / "Zoë & co |"
    home.mkdir()
    return home


def sh(home: Path, script: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a script where it lies, as this user."""
    environment = {"PATH": f"{home}/bin:{os.environ['PATH']}", "HOME": str(home), "LC_ALL": "C.UTF-8", **more}
    command = ["sh", script.name if script.parent != home else str(script), *words]
    return subprocess.run(command, cwd=script.parent, env=environment, capture_output=True, text=True, check=False)


def files(folder: Path) -> set[str]:
    """What lies in it, links too; but for what the desktop notes for itself where it has the programs for it."""
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_symlink() or path.is_file()}
    notes = re.compile(r"\.local/share/(mime/(?!packages)|applications/mimeinfo\.cache)")
    return {name for name in found if not notes.match(name)}


def test_installed_program_starts_by_command_and_from_the_menu(unpacked: Path, home: Path) -> None:
    done = sh(home, unpacked / "install.sh")
    assert done.returncode == 0, done.stderr
    program = home / ".local/lib/nnsim/nnsim"
    assert subprocess.run([home / ".local/bin/nnsim"], capture_output=True, text=True, check=True).stdout == (
        "I am nnsim\n"
    )
    entry = (home / ".local/share/applications/org.nnsim.nnsim.desktop").read_text("utf-8")
    assert f'Exec="{program}" %f' in entry.splitlines()


def test_removed_it_leaves_the_users_own_things_alone(unpacked: Path, home: Path) -> None:
    (home / ".local/share/nnsim").mkdir(parents=True)
    (home / ".local/share/nnsim/preferences.json").write_text("{}", "utf-8")
    before = files(home)
    sh(home, unpacked / "install.sh")
    assert files(home) > before
    done = sh(home, home / ".local/lib/nnsim/uninstall.sh")
    assert done.returncode == 0, done.stderr
    assert files(home) == before
    assert not (home / ".local/lib/nnsim").exists()


def test_a_folder_that_is_not_nnsim_is_not_replaced(unpacked: Path, home: Path) -> None:
    (home / ".local/lib/nnsim").mkdir(parents=True)
    (home / ".local/lib/nnsim/diary.txt").write_text("mine", "utf-8")
    done = sh(home, unpacked / "install.sh")
    assert done.returncode == 1
    assert "Nothing was installed" in done.stderr
    assert files(home) == {".local/lib/nnsim/diary.txt"}


def on_a_stick(tmp_path: Path) -> Path:
    """The folder of a nnsim with settings, and with a project that its owner has put beside the program."""
    folder = tmp_path / "stick/nnsim"
    (folder / "nnsim-home").mkdir(parents=True)
    (folder / "nnsim-home/preferences.json").write_text("{}", "utf-8")
    (folder / "my lesson.nnsim").write_text("a month of work", "utf-8")
    return folder


OWN = {"nnsim-home/preferences.json", "my lesson.nnsim"}


def test_on_a_stick_nobodys_own_files_go_with_the_program(unpacked: Path, home: Path, tmp_path: Path) -> None:
    folder = on_a_stick(tmp_path)
    for _ in range(2):  # the second time over the first
        done = sh(home, unpacked / "install.sh", "--portable", str(folder.parent))
        assert done.returncode == 0, done.stderr
        assert files(folder) == {"nnsim", "nnsim-portable", "uninstall.sh", *OWN}
    assert (folder / "nnsim-home/preferences.json").read_text("utf-8") == "{}"
    done = sh(home, folder / "uninstall.sh")
    assert done.returncode == 0, done.stderr
    assert str(folder / "nnsim-home") in done.stdout
    assert files(folder) == OWN
    assert files(home) == set()


def with_command(home: Path, name: str, text: str) -> None:
    """Have this user's scripts run this in the place of a command of the system."""
    (home / "bin").mkdir()
    (home / "bin" / name).write_text(f"#!/bin/sh\n{text}\n", "utf-8")
    (home / "bin" / name).chmod(0o755)


@pytest.mark.parametrize("move", ["*_internal*/old/", "*/new/_internal*"])
def test_an_exchange_that_fails_is_undone(unpacked: Path, home: Path, tmp_path: Path, move: str) -> None:
    folder = on_a_stick(tmp_path)
    sh(home, unpacked / "install.sh", "--portable", str(folder.parent))
    (folder / "nnsim").write_text("the earlier one", "utf-8")
    before = files(folder.parent)
    # The second thing to be taken away, or put there, stays where it is.
    with_command(home, "mv", f'case "$*" in {move}) exit 1 ;; esac\nPATH=${{PATH#*:}} exec mv "$@"')
    done = sh(home, unpacked / "install.sh", "--portable", str(folder.parent))
    assert done.returncode == 1
    assert "as it was" in done.stderr
    assert files(folder.parent) == before
    assert (folder / "nnsim").read_text("utf-8") == "the earlier one"


def test_an_earlier_program_that_cannot_be_removed_costs_nothing(unpacked: Path, home: Path, tmp_path: Path) -> None:
    folder = on_a_stick(tmp_path)
    sh(home, unpacked / "install.sh", "--portable", str(folder.parent))
    with_command(home, "rm", "exit 1")
    done = sh(home, unpacked / "install.sh", "--portable", str(folder.parent))
    assert done.returncode == 0, done.stderr
    assert "could not be removed" in done.stdout
    assert files(folder) >= {"nnsim", "nnsim-portable", *OWN}


def test_a_stick_without_links_carries_the_program_without_them(unpacked: Path, home: Path, tmp_path: Path) -> None:
    (unpacked / "program/_internal/libsame.so").symlink_to("lib.so")
    (unpacked / "program/_internal/lib.so").write_text("", "utf-8")
    with_command(home, "ln", "exit 1")  # as on FAT
    folder = on_a_stick(tmp_path)
    done = sh(home, unpacked / "install.sh", "--portable", str(folder.parent))
    assert done.returncode == 0, done.stderr
    assert files(folder) == {"nnsim", "nnsim-portable", "uninstall.sh", "_internal/lib.so", *OWN}


def test_a_stick_from_which_no_program_starts_is_told_as_such(unpacked: Path, home: Path, tmp_path: Path) -> None:
    (unpacked / "program/nnsim").chmod(0o644)  # as all files are on FAT32
    done = sh(home, unpacked / "install.sh", "--portable", str(tmp_path))
    assert done.returncode == 1
    assert "FAT32" in done.stderr
    assert "Nothing was installed" in done.stderr
    assert not (tmp_path / "nnsim").exists()


def test_where_the_program_does_not_start_the_earlier_one_stays(unpacked: Path, home: Path) -> None:
    sh(home, unpacked / "install.sh")
    before = files(home)
    (unpacked / "program/nnsim").write_bytes(b"\x7fELF for another processor")
    done = sh(home, unpacked / "install.sh")
    assert done.returncode == 1
    assert "x86-64" in done.stderr
    assert files(home) == before
    assert subprocess.run([home / ".local/bin/nnsim"], capture_output=True, check=True).stdout == b"I am nnsim\n"


def test_the_stick_may_be_named_from_where_the_archive_is_called(unpacked: Path, home: Path) -> None:
    (home / "stick").mkdir()
    done = sh(home, unpacked / "install.sh", "--portable", "stick", USER_PWD=str(home))
    assert done.returncode == 0, done.stderr
    assert (home / "stick/nnsim/nnsim").is_file()


def test_interrupted_it_leaves_nothing_behind(unpacked: Path, home: Path, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    with_command(home, "cp", "kill -TERM $PPID")
    done = sh(home, unpacked / "install.sh", "--portable", str(tmp_path / "stick"))
    assert done.returncode == 130
    assert files(tmp_path / "stick") == set()
    assert list((tmp_path / "stick").iterdir()) == []


def test_another_program_of_that_name_stays(unpacked: Path, home: Path) -> None:
    (home / ".local/bin").mkdir(parents=True)
    (home / ".local/bin/nnsim").write_text("from pip", "utf-8")
    done = sh(home, unpacked / "install.sh")
    assert done.returncode == 0, done.stderr
    assert "left alone" in done.stdout
    assert (home / ".local/bin/nnsim").read_text("utf-8") == "from pip"


def test_a_checkout_of_nnsim_is_not_taken_for_the_program(unpacked: Path, home: Path) -> None:
    (home / ".local/lib/nnsim/nnsim").mkdir(parents=True)
    (home / ".local/lib/nnsim/nnsim/engine.py").write_text("mine", "utf-8")
    done = sh(home, unpacked / "install.sh")
    assert done.returncode == 1
    assert files(home) == {".local/lib/nnsim/nnsim/engine.py"}


@pytest.mark.parametrize("words", [("--portable",), ("--portable", "/nowhere/at/all"), ("--silent",)])
def test_what_it_does_not_understand_installs_nothing(unpacked: Path, home: Path, words: tuple[str, ...]) -> None:
    done = sh(home, unpacked / "install.sh", *words)
    assert done.returncode == 1
    assert "Nothing was installed." in done.stderr
    assert files(home) == set()
