"""Which version of the project file is written now. Apart, for ``nnsim version`` tells it and loads little else."""

from __future__ import annotations

VERSION = 4
NEEDS = "0.1"
"""The first nnsim that reads ``VERSION``; an older one tells its user to get it. 0.1, which is the first release,
reads all of 1 to 4."""
