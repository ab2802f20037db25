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


def sh(home: Path, script: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a script where it lies, as this user."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"}
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


def test_on_a_stick_it_keeps_its_settings_also_when_it_is_installed_anew(
    unpacked: Path, home: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert sh(home, unpacked / "install.sh", "--portable", str(stick)).returncode == 0
    assert (stick / "nnsim/nnsim-portable").is_file()
    (stick / "nnsim/nnsim-home").mkdir()
    (stick / "nnsim/nnsim-home/preferences.json").write_text("{}", "utf-8")
    assert sh(home, unpacked / "install.sh", "--portable", str(stick)).returncode == 0
    assert (stick / "nnsim/nnsim-home/preferences.json").read_text("utf-8") == "{}"
    assert files(home) == set()


@pytest.mark.parametrize("words", [("--portable",), ("--portable", "/nowhere/at/all"), ("--silent",)])
def test_what_it_does_not_understand_installs_nothing(unpacked: Path, home: Path, words: tuple[str, ...]) -> None:
    done = sh(home, unpacked / "install.sh", *words)
    assert done.returncode == 1
    assert "Nothing was installed." in done.stderr
    assert files(home) == set()
