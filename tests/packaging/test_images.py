"""What the AppImage and the Flatpak are made of, up to the tools that only a release has."""

from __future__ import annotations

import configparser
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="images for Linux")
Load = Callable[[str], ModuleType]
APP = "org.nnsim.nnsim"


@pytest.fixture
def images(module: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module that makes them, with a folder of its own and the time of no commit."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    made = module("linux_images")
    monkeypatch.setattr(made, "BUILD", tmp_path / "build")
    return made


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A stand-in for the frozen program."""
    folder = tmp_path / "frozen"
    (folder / "licences").mkdir(parents=True)
    (folder / "nnsim").write_text('#!/bin/sh\necho I am nnsim, and "$1" is opened\n', "utf-8")
    (folder / "nnsim").chmod(0o755)
    return folder


def test_appimage_begins_the_program_and_shows_its_entry_and_icon(images: ModuleType, program: Path) -> None:
    root = images.make_appdir(program)
    said = subprocess.run([root / "AppRun", "a file"], capture_output=True, text=True, check=True).stdout
    assert said == "I am nnsim, and a file is opened\n"
    entries = list(root.glob("*.desktop"))
    assert [path.name for path in entries] == [f"{APP}.desktop"]
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(entries[0], "utf-8")
    assert (root / f"{entry['Desktop Entry']['Icon']}.svg").read_text("utf-8").lstrip().startswith("<svg")
    assert (root / "usr/bin" / entry["Desktop Entry"]["Exec"].split()[0]).exists()
    assert (root / ".DirIcon").is_file()


def test_appimage_is_not_made_without_the_licences_of_its_beginning(
    images: ModuleType, program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = images.make_appdir(program)
    folder = root / "usr/lib/nnsim/licences/appimage"
    monkeypatch.setattr(images, "_OF_THE_RUNTIME", tmp_path / "texts")
    with pytest.raises(SystemExit, match="nobody may hand it on"):
        images._add_licences_of_the_runtime(folder)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/musl.txt").write_text("MIT", "utf-8")
    images._add_licences_of_the_runtime(folder)
    assert (folder / "musl.txt").read_text("utf-8") == "MIT"


def test_flatpak_takes_its_files_from_where_its_manifest_says(images: ModuleType, program: Path) -> None:
    folder = images.make_flatpak_contents(program)
    manifest = json.loads((folder / f"{APP}.json").read_text("utf-8"))
    (only,) = manifest["modules"]
    contents = folder / only["sources"][0]["path"]
    app = folder / "app"
    app.mkdir()
    for command in only["build-commands"]:
        subprocess.run(["/bin/sh", "-ec", command.replace("/app", str(app))], cwd=contents, check=True)
    started = subprocess.run([app / "bin" / manifest["command"], "a"], capture_output=True, text=True, check=True)
    assert started.stdout == "I am nnsim, and a is opened\n"
    shown = [path for path in (app / "share").rglob("*") if path.is_file()]
    assert shown
    assert all(path.name.startswith(manifest["id"]) for path in shown), "nothing else leaves the sandbox"


def test_flatpak_asks_for_no_network(images: ModuleType, program: Path) -> None:
    manifest = json.loads((images.make_flatpak_contents(program) / f"{APP}.json").read_text("utf-8"))
    assert not [wish for wish in manifest["finish-args"] if "network" in wish]


def test_images_need_a_frozen_program(images: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(images, "FOLDER", tmp_path / "nowhere")
    with pytest.raises(SystemExit, match="build linux first"):
        images.frozen()


def test_appimage_needs_the_beginning_that_all_of_them_have(
    images: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NNSIM_APPIMAGE_RUNTIME", raising=False)
    with pytest.raises(SystemExit, match="names no file"):
        images.build_appimage()
