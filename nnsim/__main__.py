"""``python -m nnsim``: the same as ``nnsim``."""

from __future__ import annotations

import sys

from nnsim.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
