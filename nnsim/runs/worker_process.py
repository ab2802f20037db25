"""How a process of the pool begins. Imports no NumPy, which reads the number of its threads when it is loaded."""

from __future__ import annotations

import os
import signal
from multiprocessing.synchronize import Event

from nnsim.runs.one_thread import set_one_thread

NICE = 19
"""How far a gentle process stands back, on the scale of Unix: as far as it can."""

_told: Event | None = None


def begin(told: Event, gentle: bool = False) -> None:
    """Begin a process of the pool, which works until its jobs are done or the pool has ``told`` it to stop.

    Ctrl+C reaches every process of a terminal; the one that the person has started decides for all.
    """
    global _told
    _told = told
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if gentle and hasattr(os, "nice"):
        os.nice(NICE)
    set_one_thread()


def is_told_to_stop() -> bool:
    """Whether the pool has no more use for what this process is doing."""
    return _told is not None and _told.is_set()
