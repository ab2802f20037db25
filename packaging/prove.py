#!/usr/bin/env python3
"""Prove that the packages work: python3 packaging/prove.py [linux] [windows] [wheel], all three if none is named.

Packages that have not been made of this commit yet are made first, by build.py. Needs root on Debian, and the network
for that and once for the bare systems. Those are kept in $NNSIM_PROOF (default /var/tmp/nnsim-proof). The programs
inside run as an ordinary user, without a network and without Python; a virtual screen outside shows their windows, and
real keys go there. Pictures of them are left in build/packages/pictures.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import build

KINDS = ("linux", "windows", "wheel")


def main(kinds: list[str]) -> None:
    """Prove each of ``kinds``."""
    if not set(kinds) <= set(KINDS):
        sys.exit(__doc__)
    wanted = kinds or list(KINDS)
    if old := [kind for kind in wanted if not build.is_of_this_commit(kind)]:
        build.main(old)
    for kind in wanted:
        import_module(f"proof.{kind}_proof").prove()
    print("All of it is proved.")


if __name__ == "__main__":
    main(sys.argv[1:])
