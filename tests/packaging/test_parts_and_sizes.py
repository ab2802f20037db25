"""Licences, the bill of materials and the ceilings of sizes."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

Load = Callable[[str], ModuleType]


def dist_info(site: Path, name: str, licence: str | None) -> None:
    """As pip leaves a package behind."""
    folder = site / f"{name}-1.0.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\nLicense: MIT\n", "utf-8")
    if licence is not None:
        (folder / "LICENSE").write_text(licence, "utf-8")


def test_every_part_brings_its_licence_and_stands_in_the_bill(module: Load, tmp_path: Path) -> None:
    parts = module("parts")
    dist_info(tmp_path / "site", "some_library", "Do what you like.")
    found = [*parts.own_parts(), *parts.installed_parts(tmp_path / "site", ["some-library"])]
    parts.write_texts(found, tmp_path / "licences")
    assert (tmp_path / "licences/some_library/LICENSE").read_text("utf-8") == "Do what you like."
    for part in found:
        assert list((tmp_path / "licences" / part.name).iterdir()), part
    parts.write_bill(found, tmp_path / "bill.json")
    bill = json.loads((tmp_path / "bill.json").read_text("utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["name"] == "nnsim"
    assert [one["name"] for one in bill["components"]] == [part.name for part in found[1:]]
    references = [one["bom-ref"] for one in [bill["metadata"]["component"], *bill["components"]]]
    assert len(set(references)) == len(references)


def test_what_is_inside_qt_and_python_brings_the_notices_that_binaries_need(module: Load, tmp_path: Path) -> None:
    parts = module("parts")
    dist_info(tmp_path / "site", "shiboken6", "LGPL")
    text = tmp_path / "LICENSE.txt"
    text.write_text("PSF", "utf-8")
    parts.write_texts(
        [*parts.installed_parts(tmp_path / "site", ["shiboken6"]), parts.python_part("3.11", text)],
        tmp_path / "licences",
        tmp_path / "nothing in common",
    )
    told = "".join(path.read_text("utf-8") for path in (tmp_path / "licences").rglob("*") if path.is_file())
    assert "based in part on the work of the Independent JPEG Group" in " ".join(told.split())
    for author in ("Google Inc.", "Martin Mitáš", "University of Cambridge", "V8 project authors", "Stefan Krah"):
        assert author in told, author


def test_what_was_compiled_into_a_part_stands_in_the_bill_too(module: Load, tmp_path: Path) -> None:
    parts = module("parts")
    dist_info(tmp_path / "site", "some_library", "Do what you like.")
    crate = {"name": "crate", "version": "2.1", "purl": "pkg:cargo/crate@2.1", "licenses": [{"expression": "MIT"}]}
    tool = crate | {"name": "tool", "scope": "excluded"}
    bill = tmp_path / "site/some_library-1.0.dist-info/sboms/some_library.cyclonedx.json"
    bill.parent.mkdir()
    bill.write_text(json.dumps({"components": [crate, tool]}), "utf-8")
    found = parts.installed_parts(tmp_path / "site", ["some-library"])
    assert [(part.name, part.licence) for part in found] == [("some_library", "MIT"), ("crate", "MIT")]
    parts.write_texts(found, tmp_path / "licences")
    assert "crate 2.1: MIT" in (tmp_path / "licences/LIST.txt").read_text("utf-8")
    assert not (tmp_path / "licences/crate").exists()


def test_licence_that_names_a_text_of_debian_brings_it(module: Load, tmp_path: Path) -> None:
    parts = module("parts")
    common = tmp_path / "common-licenses"
    common.mkdir()
    (common / "LGPL-2.1").write_text("You may copy and distribute", "utf-8")
    text = tmp_path / "copyright"
    text.write_text("The text is in `/usr/share/common-licenses/LGPL-2.1'.", "utf-8")
    glib = parts.Part("glib", "2", "see texts", (text,), "pkg:deb/debian/glib@2", "https://snapshot.debian.org/")
    parts.write_texts([glib], tmp_path / "licences", common)
    copy = tmp_path / "licences/common-licenses/LGPL-2.1.txt"
    assert copy.read_text("utf-8") == "You may copy and distribute"
    assert "glib 2: see texts (source: https://snapshot.debian.org/)" in (tmp_path / "licences/LIST.txt").read_text()
    (common / "LGPL-2.1").unlink()
    with pytest.raises(SystemExit, match=r"names /usr/share/common-licenses/LGPL-2\.1,"):
        parts.write_texts([glib], tmp_path / "licences", common)


def test_part_without_a_licence_ends_the_build(module: Load, tmp_path: Path) -> None:
    dist_info(tmp_path, "some_library", None)
    with pytest.raises(SystemExit, match="comes without a licence text"):
        module("parts").installed_parts(tmp_path, ["some_library"])


def test_part_that_is_not_there_ends_the_build(module: Load, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"not installed .*: some_library"):
        module("parts").installed_parts(tmp_path, ["some-library"])


def test_package_above_its_ceiling_ends_the_build(
    module: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = module("sizes")
    package = tmp_path / "nnsim.deb"
    package.write_bytes(bytes(1_500_000))
    monkeypatch.setitem(sizes.CEILINGS, "deb", 2)
    assert sizes.check("deb", package) == "     1.5 MB  deb (at most 2 MB)"
    monkeypatch.setitem(sizes.CEILINGS, "deb", 1)
    with pytest.raises(SystemExit, match="too large"):
        sizes.check("deb", package)


def test_sizes_are_told_item_by_item(module: Load, tmp_path: Path) -> None:
    for name, size in (("nnsim", 3), ("_internal/numpy/a.so", 2), ("_internal/PySide6/Qt/lib/b.so", 1)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(bytes(size * 1_000_000))
    assert module("sizes").told(tmp_path).splitlines() == [
        "     3.0 MB  nnsim", "     2.0 MB  _internal/numpy", "     1.0 MB  _internal/PySide6/Qt/lib",
        "     0.0 MB  all others",
    ]  # fmt: skip


def as_wixl_makes_it(contents: bytes, code: str, second: int) -> tuple[bytes, str]:
    """What matters of an .msi here, and what msiinfo tells of it."""
    when = f"Fri Nov 27 03:45:{second:02} 2026"
    time = struct.pack("<Q", (1_795_751_100 + second + 11_644_473_600) * 10_000_000)  # from the year 1601
    told = f"Revision number (UUID): {{{code}}}\nCreated: {when}\nLast saved: {when}\n"
    return b"%b {%b} %b %b" % (contents, code.encode(), time, time), told


def test_same_files_in_an_msi_are_the_same_bytes_whenever_it_is_made(module: Load) -> None:
    first, second = "A789D841-97A8-44D7-857D-E6BEB729154D", "B9DD11E7-94E5-4F47-AA5C-24E375E3ACA8"
    settled = module("msi_package").settled
    made = settled(*as_wixl_makes_it(b"files", first, 56), 1_700_000_000)
    assert made == settled(*as_wixl_makes_it(b"files", second, 58), 1_700_000_000)
    other = settled(*as_wixl_makes_it(b"other", first, 56), 1_700_000_000)
    code = slice(len("files {"), len("files {") + len(first))
    assert other[code] != made[code], "Windows takes packages with one code for one and the same"
    assert len(made) == len(other)
