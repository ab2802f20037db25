"""NumPy with one thread. Imports nothing that takes time: the command line and every worker begin here."""

from __future__ import annotations

import os

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""The environment variables that say with how many threads NumPy multiplies; it reads them when it is loaded."""


def set_one_thread() -> None:
    """Let NumPy, which must not have been imported yet, use one thread unless the environment says otherwise.

    In networks this small, threads only wait for each other.
    """
    for variable in THREADS:
        os.environ.setdefault(variable, "1")
