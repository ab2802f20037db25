"""How many steps to make between two looks at the clock."""

from __future__ import annotations


def next_bundle(steps: int, took_s: float, wanted_s: float) -> int:
    """Steps that take about ``wanted_s``, from the last bundle's size and time.

    At most twice as many, and not less than a quarter: a moment in which the machine did something else says little.
    """
    fitting = int(steps * wanted_s / max(took_s, 1e-6))
    return max(1, steps // 4, min(fitting, 2 * steps))
