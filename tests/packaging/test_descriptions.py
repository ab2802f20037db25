"""What packages say about nnsim agrees with nnsim and with itself."""

from __future__ import annotations

import configparser
import hashlib
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from packaging.requirements import Requirement

from nnsim.storage.project_file import SUFFIX

ROOT = Path(__file__).resolve().parents[2]
LINUX, WINDOWS = ROOT / "packaging" / "linux", ROOT / "packaging" / "windows"
Load = Callable[[str], ModuleType]


def pinned_for_windows() -> dict[str, str]:
    """Names and versions of ``requirements.txt``."""
    lines = (WINDOWS / "requirements.txt").read_text("utf-8").splitlines()
    pinned = (line.partition(" --hash=sha256:")[0].partition("==") for line in lines)
    return {name.lower(): version for name, _, version in pinned if version}


def test_windows_packages_hold_all_that_nnsim_needs_in_versions_that_it_takes() -> None:
    listed = re.findall(r"^dependencies = \[\n(.*?)^\]", (ROOT / "pyproject.toml").read_text("utf-8"), re.M | re.S)[0]
    needed = re.findall(r'"(.+)"', listed)
    assert needed
    pinned = pinned_for_windows()
    for requirement in map(Requirement, needed):
        assert requirement.specifier.contains(pinned[requirement.name.lower()]), requirement


def test_tools_of_the_build_are_all_pinned_by_hash() -> None:
    named = [line for line in (ROOT / "packaging/tools.in").read_text("utf-8").splitlines() if not line.startswith("#")]
    pinned = re.findall(
        r"^([\w.-]+==[\w.]+)(?: ;.*)? \\\n    --hash=", (ROOT / "packaging/tools.txt").read_text(), re.M
    )
    assert named
    assert set(named) <= set(pinned)


def test_menu_entry_opens_the_file_type_that_is_described_and_takes_none_from_other_programs() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(LINUX / "org.nnsim.nnsim.desktop", "utf-8")
    described = ElementTree.parse(LINUX / "nnsim-mime.xml").getroot()  # noqa: S314  (our own)
    space = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    kind = described.find("m:mime-type", space)
    assert kind is not None
    assert entry["Desktop Entry"]["MimeType"].split(";") == [kind.get("type"), ""]
    glob = kind.find("m:glob", space)
    assert glob is not None
    assert glob.get("pattern") == f"*{SUFFIX}"


def test_shop_entry_names_the_menu_entry() -> None:
    shop = ElementTree.parse(LINUX / "org.nnsim.nnsim.metainfo.xml").getroot()  # noqa: S314  (our own)
    assert shop.findtext("launchable") == f"{shop.findtext('id')}.desktop"
    assert (LINUX / f"{shop.findtext('id')}.desktop").is_file()


def test_manual_page_tells_all_exit_codes() -> None:
    page = (LINUX / "nnsim.1").read_text("utf-8")
    status = page.partition(".SH EXIT STATUS")[2]
    assert [code for code in ("0", "2", "3", "4", "5", "70") if f"{code} " in status] == ["0", "2", "3", "4", "5", "70"]


def test_package_for_school_it_names_every_file_once(module: Load, tmp_path: Path) -> None:
    for name in ("nnsim.exe", "lib/nnsim/__init__.py", "lib/a & b.txt", "lib/numpy/__init__.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    text = module("msi_package").wix(tmp_path)
    tree = ElementTree.fromstring(text)  # noqa: S314  (made a moment ago)
    space = "{http://schemas.microsoft.com/wix/2006/wi}"
    files = [file.get("Source") for file in tree.iter(f"{space}File")]
    assert sorted(map(str, files)) == sorted(
        ["nnsim.exe", "lib/nnsim/__init__.py", "lib/a & b.txt", "lib/numpy/__init__.py"]
    )
    components = [component.get("Id") for component in tree.iter(f"{space}Component")]
    assert len(set(components)) == len(components)
    assert sorted(map(str, components)) == sorted(str(one.get("Id")) for one in tree.iter(f"{space}ComponentRef"))
    assert {one.get("Win64") for one in tree.iter(f"{space}Component")} == {"yes"}, (
        "else it is registered as of 32 bits"
    )
    (product,) = tree.iter(f"{space}Product")
    assert {name: product.get(name, "") for name in ("Id", "UpgradeCode")} == {
        name: product.get(name, "").upper() for name in ("Id", "UpgradeCode")
    }, "Windows does not find an earlier version by small letters"
    ways = [one.get("Value") for one in tree.iter(f"{space}Property") if one.get("Id") == "REINSTALLMODE"]
    assert ways == ["amus"], "else a library of an earlier version can stay, and go with it"
    ids = [element.get("Id") for kind in ("File", "Directory") for element in tree.iter(f"{space}{kind}")]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("name", "is_wanted"),
    [
        ("PySide6/QtWidgets.pyd", True),
        ("PySide6/Qt6Quick.dll", False),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/translations/qtbase_de.qm", True),
        ("PySide6/translations/designer_de.qm", False),
        ("PySide6/opengl32sw.dll", False),
        ("PySide6/plugins/imageformats/qwebp.dll", True),
        ("PySide6/plugins/imageformats/qico.dll", False),
        ("numpy/_core/_multiarray_umath.cp313-win_amd64.pyd", True),
        ("numpy/_core/tests/test_api.py", False),
        ("numpy/_core/_multiarray_tests.cp313-win_amd64.pyd", False),
        ("nnsim/resources/examples/spiral.json", True),
        ("nnsim-0.1.0.dist-info/METADATA", True),
    ],
)
def test_windows_packages_hold_no_tests_and_only_the_qt_that_is_used(module: Load, name: str, is_wanted: bool) -> None:
    assert module("windows_packages")._is_wanted(name) is is_wanted


@pytest.mark.parametrize(
    ("path", "is_wanted"),
    [
        ("PySide6/Qt/plugins/imageformats/libqjpeg.so", True),
        ("PySide6/Qt/plugins/imageformats/libqgif.so", True),
        ("PySide6/Qt/plugins/imageformats/libqwebp.dylib", True),
        ("PySide6/Qt/plugins/imageformats/libqtiff.so", False),
        ("PySide6/Qt/plugins/imageformats/libqico.so", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", False),
        ("PySide6/Qt/translations/qtbase_de.qm", True),
        ("PySide6/Qt/translations/qtbase_ja.qm", False),
        ("PySide6/Qt/plugins/printsupport/libcupsprintersupport.so", True),
        ("libcups.so.2", False),
        ("libX11.so.6", True),
        ("libXau.so.6", False),
        ("libjpeg.so.62", False),
        ("libstdc++.so.6", False),
        ("nnsim/resources/datasets/iris.csv", True),
    ],
)
def test_frozen_program_holds_the_plugins_that_are_used_and_no_library_of_the_desktop(
    module: Load, path: str, is_wanted: bool
) -> None:
    assert module("lean").is_wanted(path) is is_wanted


def test_libraries_that_a_system_may_lack_are_told_by_their_packages(module: Load) -> None:
    linux_packages = module("linux_packages")
    told = re.findall(r"apt install ([^\"]+)", (LINUX / "install.sh").read_text("utf-8"))[0].split()
    assert set(told) == {package.split()[0] for package in linux_packages._FROM_DEBIAN.values()} - {"libc6"}


@pytest.mark.skipif(sys.platform == "win32", reason="a package for Linux, with links in it")
def test_damage_to_an_installed_package_can_be_found(module: Load, tmp_path: Path) -> None:
    for name in ("usr/lib/nnsim/nnsim", "DEBIAN/control"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("abc", "utf-8")
    (tmp_path / "usr/link").symlink_to("lib")
    told = module("linux_packages").checksums(tmp_path)
    assert told == "900150983cd24fb0d6963f7d28e17f72  usr/lib/nnsim/nnsim\n"


def test_debian_is_not_told_that_parts_of_others_are_under_our_licence(module: Load) -> None:
    text = module("linux_packages")._copyright("What is inside.\n\nQt 6: LGPL-3.0-only\n")
    paragraphs = text.split("\n\n")
    licences = {
        re.findall("^Files: (.+)$", one, re.M)[0]: re.findall("^License: (.+)$", one, re.M)[0]
        for one in paragraphs
        if one.startswith("Files: ")
    }
    assert list(licences.items()) == [
        ("*", "MIT"),
        ("usr/lib/nnsim/_internal/*", "of-each-part"),
        ("usr/lib/nnsim/_internal/nnsim/*", "MIT"),
    ]
    assert " What is inside.\n .\n Qt 6: LGPL-3.0-only" in text


@pytest.mark.skipif(sys.platform == "win32", reason="a system that only Linux can be run in")
def test_a_bare_system_that_others_can_change_is_not_run_with_all_rights(
    module: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare_system = module("proof.bare_system")
    bases = tmp_path / "bases"
    (bases / "trixie").mkdir(parents=True)
    bases.chmod(0o755)
    (bases / "trixie.made-of").write_text("", "utf-8")
    monkeypatch.setattr(bare_system, "BASES", bases)
    assert bare_system.made_base("trixie", (), "trixie") == bases / "trixie"
    bases.chmod(0o777)
    with pytest.raises(SystemExit, match="can be written to by others"):
        bare_system.made_base("trixie", (), "trixie")


def test_python_of_the_publisher_is_taken_when_given_and_only_with_its_hash(
    module: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "python-embed.zip"
    archive.write_bytes(b"as the publisher made it")
    expected = hashlib.sha256(archive.read_bytes()).hexdigest()
    embedded = module("windows_packages")._embedded
    monkeypatch.setenv("NNSIM_PYTHON_ARCHIVE", f"{archive}#sha256={expected}")
    assert embedded(Path("no-python-is-asked")) == archive
    archive.write_bytes(b"as somebody else made it")
    with pytest.raises(SystemExit, match="has the hash"):
        embedded(Path("no-python-is-asked"))
    monkeypatch.setenv("NNSIM_PYTHON_ARCHIVE", str(archive))
    with pytest.raises(SystemExit, match="not any that was given"):
        embedded(Path("no-python-is-asked"))
