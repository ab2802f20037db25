"""How many steps to make between two looks at the clock."""

from __future__ import annotations


def next_bundle(steps: int, took_s: float, wanted_s: float) -> int:
    """Steps that take about ``wanted_s``, from the last bundle's size and time: less at once, at most twice as many."""
    return max(1, min(int(steps * wanted_s / max(took_s, 1e-6)), 2 * steps))
