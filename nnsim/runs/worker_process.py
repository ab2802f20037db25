"""How a process beside this one begins. Imports no NumPy, which reads the number of its threads when it is loaded."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event

from nnsim.runs.one_thread import set_one_thread

NICE = 19
"""How far a gentle process stands back, on the scale of Unix: as far as it can."""
_NICE_AWAITED = 5
"""How far one does for which somebody waits."""

_told: Event | None = None


def begin(told: Event, gentle: bool = False) -> None:
    """Begin a process of the pool, which works until its jobs are done or the pool has ``told`` it to stop.

    Ctrl+C reaches every process of a terminal; the one that the person has started decides for all.
    """
    global _told
    _told = told
    _stand_back(NICE if gentle else 0)


def serve(connection: Connection) -> None:
    """Begin a process of its own, which stands back a little and does what the function does that is sent first.

    The function is sent, since one that were given would be loaded, and NumPy with it, before anything can be set.
    """
    _stand_back(_NICE_AWAITED)
    try:
        work: Callable[[Connection], None] = connection.recv()
        work(connection)
    except (EOFError, ConnectionError):
        return  # whoever has begun it is there no more


def is_told_to_stop() -> bool:
    """Whether the pool has no more use for what this process is doing."""
    return _told is not None and _told.is_set()


def _stand_back(nice: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if nice and hasattr(os, "nice"):
        os.nice(nice)
    set_one_thread()
