"""How a process of the pool begins. Imports no NumPy, which counts its threads when it is loaded."""

from __future__ import annotations

import os
import signal
from multiprocessing.synchronize import Event

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""The environment variables that say with how many threads NumPy multiplies."""

_told: Event | None = None


def set_one_thread() -> None:
    """Let NumPy, which must not have been imported yet, use one thread unless the environment says otherwise.

    In networks this small, threads only wait for each other.
    """
    for variable in THREADS:
        os.environ.setdefault(variable, "1")


def begin(told: Event) -> None:
    """Begin a process of the pool, which works until its jobs are done or the pool has ``told`` it to stop.

    Ctrl+C reaches every process of a terminal; the one that the person has started decides for all.
    """
    global _told
    _told = told
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    set_one_thread()


def is_told_to_stop() -> bool:
    """Whether the pool has no more use for what this process is doing."""
    return _told is not None and _told.is_set()
