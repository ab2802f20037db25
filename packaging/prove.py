#!/usr/bin/env python3
"""Prove that the packages in dist/ work on bare systems: python3 packaging/prove.py [linux] [windows].

Needs root on Debian, and the network once, for the base systems. Those are kept in $NNSIM_PROOF (default
/var/tmp/nnsim-proof). The programs inside run as an ordinary user, without a network and without Python; a virtual
screen outside shows their windows, and real keys go there. Pictures of them are left in build/packages/pictures.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))


def main(kinds: list[str]) -> None:
    """Prove each of ``kinds``."""
    if not set(kinds) <= {"linux", "windows"}:
        sys.exit(__doc__)
    for kind in kinds or ["linux", "windows"]:
        if kind == "linux":
            from proof import linux_proof

            linux_proof.prove()
        else:
            from proof import windows_proof

            windows_proof.prove()
    print("All of it is proved.")


if __name__ == "__main__":
    main(sys.argv[1:])
