"""How much memory something takes, whatever other threads of the process do meanwhile."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable

SMALL_CHANGE = 20_000
"""Bytes: small objects that Python keeps for later."""


def memory_of(do: Callable[[], object]) -> tuple[int, int]:
    """Bytes that are still there after ``do``, and the most there were meanwhile: what it takes each time.

    Once would not do. Collecting empties Python's lists of freed objects, and the first time fills them; and every
    thread is counted: with tests in two processes one of them hears, two tests before a file ends, which come next, and
    takes fifty bytes for each.
    """
    gc.collect()
    do()
    found = [_memory_once(do) for _ in range(2)]
    return min(left for left, _ in found), min(peak for _, peak in found)


def _memory_once(do: Callable[[], object]) -> tuple[int, int]:
    tracemalloc.start()
    try:
        made = do()
        measured = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    del made
    return measured
