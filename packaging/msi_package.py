"""The .msi, for all users of a machine: what school IT deploys. The same files give the same bytes."""

from __future__ import annotations

import calendar
import hashlib
import re
import struct
import time
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import quoteattr

from workshop import DIST, HERE, VERSION, commit_time, run

_TO_1601_S = 11_644_473_600
"""From the year 1601, in which Windows begins to count, to 1970."""


def make_msi(folder: Path, description: Path) -> Path:
    """Pack ``folder``, writing what wixl is told into ``description``; the package."""
    made = DIST / f"nnsim-{VERSION}.msi"
    description.write_text(wix(folder), "utf-8")
    run("wixl", "--arch", "x64", "-o", made, description, where=folder)
    told = run("msiinfo", "suminfo", made)
    made.write_bytes(settled(made.read_bytes(), told, commit_time()))
    return made


def settled(package: bytes, told: str, when: int) -> bytes:
    """The package with what wixl takes from chance and clock replaced: its code, which the rest gives, and its times.

    Parameters
    ----------
    told : by ``msiinfo suminfo`` about it
    when : in seconds since 1970

    Raises
    ------
    SystemExit
        if it holds another code or time than ``msiinfo`` has told
    """
    (code,) = re.findall(r"^Revision number \(UUID\): (\{[0-9A-F-]{36}\})$", told, re.M)
    times = re.findall(r"^(?:Created|Last saved): (.+)$", told, re.M)
    for old in {_file_time(calendar.timegm(time.strptime(each))) for each in times}:
        package = _replaced(package, old, _file_time(when))
    anonymous = _replaced(package, code.encode(), b"{" + b"0" * 36 + b"}")
    own = uuid5(NAMESPACE_URL, f"https://nnsim.example/{VERSION}.msi/{hashlib.sha256(anonymous).hexdigest()}")
    return _replaced(package, code.encode(), f"{{{own}}}".upper().encode())


def _file_time(seconds: int) -> bytes:
    """In tenths of a microsecond since 1601, as Windows writes times."""
    return struct.pack("<Q", (seconds + _TO_1601_S) * 10_000_000)


def _replaced(package: bytes, old: bytes, new: bytes) -> bytes:
    if old not in package:
        raise SystemExit(f"the .msi does not hold {old!r}, which it should: another wixl has made it in another way")
    return package.replace(old, new)


def wix(folder: Path) -> str:
    """The description of a package for all users of a machine that holds the files of ``folder``."""
    lines: list[str] = []
    components: list[str] = []
    _wix_folder(folder, folder, lines, components)
    product = str(uuid5(NAMESPACE_URL, f"https://nnsim.example/{VERSION}")).upper()
    family = str(uuid5(NAMESPACE_URL, "https://nnsim.example/")).upper()
    text = (HERE / "windows" / "nnsim.wxs").read_text("utf-8")
    words = {
        "@VERSION@": VERSION, "@PRODUCT@": product, "@FAMILY@": family, "@FILES@": "\n".join(lines),
        "@COMPONENTS@": "\n".join(f'<ComponentRef Id="{name}"/>' for name in components),
    }  # fmt: skip
    for word, value in words.items():
        text = text.replace(word, value)
    return text


def _wix_folder(folder: Path, root: Path, lines: list[str], components: list[str]) -> None:
    for path in sorted(folder.iterdir()):
        name = path.relative_to(root).as_posix()
        id_ = "i" + hashlib.sha256(name.encode()).hexdigest()[:20]
        if path.is_dir():
            lines.append(f'<Directory Id="{id_}" Name={quoteattr(path.name)}>')
            _wix_folder(path, root, lines, components)
            lines.append("</Directory>")
        else:
            components.append(f"c{id_}")
            guid = uuid5(NAMESPACE_URL, f"https://nnsim.example/{VERSION}/{name}")
            file = f'<File Id="{id_}" Source={quoteattr(name)} KeyPath="yes"/>'
            lines.append(f'<Component Id="c{id_}" Win64="yes" Guid="{guid}">{file}</Component>')
