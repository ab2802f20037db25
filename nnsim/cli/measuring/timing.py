"""Timing in turns: what else the machine does meets all contenders alike, and the median forgets the worst of it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping

Steps = Callable[[int], int]
"""Makes at least so many training steps; how many it were."""

_TURN_S = 0.05


def microseconds_per_step(contenders: Mapping[str, Steps], turns: int) -> dict[str, float]:
    """Median time of a step of each contender, in µs, over ``turns`` turns of about 50 ms each."""
    counts = {name: _steps_for_a_turn(steps) for name, steps in contenders.items()}
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(turns):
        for name, steps in contenders.items():
            times[name].append(_seconds_per_step(steps, counts[name]) * 1e6)
    return {name: round(statistics.median(found), 2) for name, found in times.items()}


def _steps_for_a_turn(steps: Steps) -> int:
    """How many steps fill a turn; finding out also warms everything up."""
    count = 1
    while (each := _seconds_per_step(steps, count)) * count < _TURN_S / 4:
        count *= 2
    return max(1, round(_TURN_S / each))


def _seconds_per_step(steps: Steps, count: int) -> float:
    start = time.perf_counter()
    made = steps(count)
    return (time.perf_counter() - start) / made
