#!/usr/bin/env python3
"""Make what people without Python install: python3 packaging/build.py linux | windows | macos | wheel.

linux     a .deb, and a .run that needs no root, from a program frozen here     (on Linux)
windows   a setup.exe, an .msi and a portable .zip                              (on Linux)
macos     a .dmg, signed and notarised if the environment says as whom          (on a Mac; see macos_package.py)
wheel     the wheel and the source archive

All go into dist/, with a bill of materials and SHA256SUMS. packaging/README.md says what has to be installed for it.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from workshop import BUILD, DIST, ROOT, environment, run


def main(kinds: list[str]) -> None:
    """Build each of ``kinds``."""
    if not kinds or not set(kinds) <= {"linux", "windows", "macos", "wheel"}:
        sys.exit(__doc__)
    BUILD.mkdir(parents=True, exist_ok=True)
    DIST.mkdir(exist_ok=True)
    for kind in kinds:
        if kind == "linux":
            import linux_packages

            linux_packages.build()
        elif kind == "windows":
            import windows_packages

            windows_packages.build()
        elif kind == "macos":
            import macos_package

            macos_package.build()
        else:
            run(environment(), "-m", "build", "--no-isolation", "--outdir", DIST, ROOT)
    _sum_up()


def _sum_up() -> None:
    files = sorted(path for path in DIST.iterdir() if path.is_file() and path.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in files]
    (DIST / "SHA256SUMS").write_text("\n".join([*lines, ""]), "ascii")
    print("\n".join(lines))


if __name__ == "__main__":
    main(sys.argv[1:])
