"""What a package holds of other people's work: name, version, licence, and the texts that have to go with it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path

from workshop import HERE, ROOT, VERSION

_TEXTS = HERE / "licences"
_INSIDE = _TEXTS / "inside"
"""Notices of what is compiled into Qt and into Python, as Debian has gathered them from the same sources."""
_INSIDE_PYTHON = _INSIDE / "of-Python.txt"
_QT = (
    *(_TEXTS / name for name in ("Qt.md", "LGPL-3.0.txt", "GPL-3.0.txt", "ICU.txt")),
    *sorted(set(_INSIDE.glob("*.txt")) - {_INSIDE_PYTHON}),
)
_MORE_TEXTS = {  # of those whose wheels hold none, or hold more than their own
    "pyside6_essentials": _QT,
    "shiboken6": _QT,
    "python_calamine": (_TEXTS / "calamine-crates.txt",),
    "latex2mathml": (_TEXTS / "latex2mathml.txt",),
    "numpy": (_TEXTS / "LGPL-2.1.txt",),  # that of GCC's libquadmath, which is inside
    "ziamath": (_TEXTS / "STIXTwoMath.txt",),
    "ziafont": (ROOT / "resources" / "fonts" / "LICENSE-DejaVu.txt",),
}


@dataclass(frozen=True)
class Part:
    """A piece of a package.

    Parameters
    ----------
    licence : an expression of SPDX names, or ``see texts``
    texts : files with the licence's text; none for what is inside another part, which brings it
    purl : where it comes from, as a package URL
    source : where its source code is to be had, if its licence text does not say so
    """

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]
    purl: str
    source: str = ""


def own_parts() -> list[Part]:
    """nnsim, its fonts and its icons."""
    fonts, icons = ROOT / "resources" / "fonts", ROOT / "resources" / "icons"
    return [
        Part("nnsim", VERSION, "MIT", (ROOT / "LICENSE",), f"pkg:pypi/nnsim@{VERSION}"),
        Part("Inter", "3.019", "OFL-1.1", (fonts / "LICENSE-Inter.txt",), "pkg:github/rsms/inter@v3.19"),
        Part(
            "DejaVu", "2.37", "Bitstream-Vera", (fonts / "LICENSE-DejaVu.txt",), "pkg:deb/debian/fonts-dejavu-core@2.37"
        ),
        Part("Lucide", "1.62.0", "ISC AND MIT", (icons / "LICENSE",), "pkg:npm/lucide-static@1.62.0"),
    ]


def installed_parts(site: Path, names: Iterable[str]) -> list[Part]:
    """Python packages in the folder ``site``; raises ``SystemExit`` for one without any licence text."""
    wanted = {_plain(name) for name in names}
    parts = []
    for folder in sorted(site.glob("*.dist-info")):
        about = HeaderParser().parsestr((folder / "METADATA").read_text("utf-8"))
        name, version = about["Name"], about["Version"]
        if _plain(name) not in wanted:
            continue
        texts = [path for path in sorted(folder.rglob("*")) if re.search(r"(?i)licen[sc]e|copying|notice", path.name)]
        texts = [path for path in texts if path.is_file()] + list(_MORE_TEXTS.get(_plain(name), ()))
        if not texts:
            raise SystemExit(f"{name} {version} comes without a licence text: put it into packaging/licences/.")
        licence = about["License-Expression"] or about["License"] or "see texts"
        parts.append(Part(name, version, licence.splitlines()[0], tuple(texts), f"pkg:pypi/{name.lower()}@{version}"))
        parts += _inside(folder)
        wanted.discard(_plain(name))
    if wanted:
        raise SystemExit(f"not installed in {site}: {', '.join(sorted(wanted))}")
    return parts


def _inside(folder: Path) -> list[Part]:
    """What was compiled into a package, as the bill of materials tells that its publisher has put into ``folder``."""
    bills = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("sboms/*.json"))]
    return [
        Part(held["name"], held["version"], held["licenses"][0].get("expression", "see texts"), (), held["purl"])
        for bill in bills
        for held in bill["components"]
        if held.get("scope") != "excluded" and held.get("licenses")
    ]


def python_part(version: str, text: Path) -> Part:
    """Python itself."""
    return Part("Python", version, "PSF-2.0", (text, _INSIDE_PYTHON), f"pkg:generic/python@{version}")


def system_parts(sources: Iterable[Path]) -> list[Part]:
    """Debian packages that hold these files; those of no package are passed over."""
    owners = set()
    for path in {source.resolve() for source in sources}:
        # Debian 12 knows many libraries by their place before /lib became a link to /usr/lib.
        for place in (path, Path(str(path).removeprefix("/usr"))):
            found = subprocess.run(["dpkg", "-S", place], capture_output=True, text=True, check=False).stdout
            if found:
                owners.add(found.split(":", 1)[0])
                break
    parts = []
    for name in sorted(owners):
        told = subprocess.run(
            ["dpkg-query", "-W", "-f=${Version} ${source:Package} ${source:Version}\n", name],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        version, *source = told.splitlines()[0].split()
        text = Path("/usr/share/doc") / name / "copyright"
        purl = f"pkg:deb/debian/{name}@{version}"
        parts.append(Part(name, version, "see texts", (text,), purl, _source_package(*source)))
    return parts


def _source_package(name: str, version: str) -> str:
    """Where the source of a package is kept for as long as there is Debian, or Ubuntu."""
    if "ubuntu" in version:
        return f"https://launchpad.net/ubuntu/+source/{name}/{version}"
    return f"https://snapshot.debian.org/package/{name}/{version}/"


def write_texts(parts: Iterable[Part], folder: Path, common: Path = Path("/usr/share/common-licenses")) -> None:
    """Put all licence texts into ``folder``, a folder for each part, with a list of them.

    Texts that name others in ``common``, which only Debian and its like have, get those put beside them.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    lines = ["What nnsim is made of. Each folder holds the licence of one part.", ""]
    for part in parts:
        own = folder / part.name
        if part.texts:
            own.mkdir()
        for number, text in enumerate(part.texts):
            name = text.name if text.name not in {path.name for path in own.iterdir()} else f"{number}-{text.name}"
            shutil.copyfile(text, own / name)
        lines.append(f"{part.name} {part.version}: {part.licence}{part.source and f' (source: {part.source})'}")
    lines += ["", *_add_common_texts(folder, common)]
    (folder / "LIST.txt").write_text("\n".join([*lines, ""]), "utf-8")


def _add_common_texts(folder: Path, common: Path) -> list[str]:
    """Copy what texts in ``folder`` name of ``common`` into it; what is to be said of them."""
    if not common.is_dir():  # on a Mac, where only texts in packaging/licences/ name what Debian's packaging is under
        return []
    named: set[str] = set()
    for path in (path for path in folder.rglob("*") if path.is_file()):
        text = path.read_text("utf-8", "replace")
        named |= {name.rstrip(".") for name in re.findall(r"/usr/share/common-licenses/([\w.+-]+)", text)}
    for name in sorted(named):
        if not (common / name).is_file():
            raise SystemExit(f"a licence names /usr/share/common-licenses/{name}, which is not in {common}.")
        (folder / common.name).mkdir(exist_ok=True)
        shutil.copyfile(common / name, folder / common.name / f"{name}.txt")
    return [
        "Libraries whose source is named here lie beside the program as files of their own, unchanged, and can be",
        "replaced by others of the same version. Of texts that a licence names in /usr/share/common-licenses there",
        "are copies in the folder common-licenses.",
    ]


def write_bill(parts: Iterable[Part], path: Path) -> None:
    """Write the bill of materials in the form of CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/)."""
    own, *others = parts
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component(own, "application")},
        "components": [_component(part, "library") for part in others],
    }
    path.write_text(json.dumps(bill, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _component(part: Part, kind: str) -> dict[str, object]:
    is_named = part.licence != "see texts" and not re.search(r"[a-z] [a-z]", part.licence)
    licence = {"expression": part.licence} if is_named else {"license": {"name": part.licence}}
    return {
        "type": kind, "bom-ref": part.purl, "name": part.name, "version": part.version, "purl": part.purl,
        "licenses": [licence],
    }  # fmt: skip


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name).lower()
