"""``python -m nnsim``: the same as ``nnsim``."""

from __future__ import annotations

import sys
from multiprocessing import freeze_support

from nnsim.cli.main import main

if __name__ == "__main__":
    freeze_support()  # a frozen program is started anew for each process of a sweep, and ends here then
    sys.exit(main())
