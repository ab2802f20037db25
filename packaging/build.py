#!/usr/bin/env python3
"""Make what people without Python install: python3 packaging/build.py KIND …, of these kinds:

linux     a .deb, and a .run that needs no root, from a program frozen here     (on Linux)
windows   a setup.exe, an .msi and a portable .zip                              (on Linux)
macos     a .dmg, signed and notarised if the environment says as whom          (on a Mac; see macos_package.py)
wheel     the wheel and the source archive
appimage  an image that runs without being installed, of what linux has frozen  (see linux_images.py)
flatpak   one for shops of programs, of the same                                (see linux_images.py)

All go into dist/, with a bill of materials and SHA256SUMS. packaging/README.md says what has to be installed for it.
"""

from __future__ import annotations

import hashlib
import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from workshop import BUILD, DIST, commit

MAKERS = {
    "linux": ("linux_packages", "build"),
    "windows": ("windows_packages", "build"),
    "macos": ("macos_package", "build"),
    "wheel": ("workshop", "build_wheel"),
    "appimage": ("linux_images", "build_appimage"),
    "flatpak": ("linux_images", "build_flatpak"),
}
"""For each kind the module and its function; a module is loaded only when it is asked for."""


def main(kinds: list[str]) -> None:
    """Build each of ``kinds``."""
    if not kinds or not set(kinds) <= set(MAKERS):
        sys.exit(__doc__)
    BUILD.mkdir(parents=True, exist_ok=True)
    DIST.mkdir(exist_ok=True)
    for kind in kinds:
        module, maker = MAKERS[kind]
        _stamp(kind).unlink(missing_ok=True)
        getattr(import_module(module), maker)()
        _stamp(kind).write_text(commit(), "ascii")
    _sum_up()


def is_of_this_commit(kind: str) -> bool:
    """Whether what lies in ``DIST`` of this kind was made of the sources as they are now."""
    return _stamp(kind).is_file() and _stamp(kind).read_text("ascii") == commit() and not commit().endswith("dirty")


def _stamp(kind: str) -> Path:
    """Names the commit that the packages of a kind were made of."""
    return DIST / f".{kind}-made-of"


def _sum_up() -> None:
    files = sorted(
        path for path in DIST.iterdir() if path.is_file() and path.name != "SHA256SUMS" and path.name[0] != "."
    )
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in files]
    (DIST / "SHA256SUMS").write_text("\n".join([*lines, ""]), "ascii")
    print("\n".join(lines))


if __name__ == "__main__":
    main(sys.argv[1:])
