"""The window's figures in lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nnsim.model.written import part_of

_BAR = 50
_LATE_MS = 25
"""Gaps as long as this are counted together: the eye has noticed them all."""


def window_lines(rows: Sequence[dict[str, Any]]) -> list[str]:
    """A table of the networks, and below it how the gaps between frames are spread; nothing for none."""
    if not rows:
        return []
    heads = (
        f"{'window':<15}{'ms between frames: median':>27}{'90 %':>7}{'99 %':>7}{'max':>7}{'steps/s':>10}{'alone':>10}"
    )
    lines = ["", f"{heads}{'share':>7}{'pause ms':>10}{'click ms':>10}{'MB/1,000 frames':>17}"]
    for row in rows:
        gaps, memory = row["frame_gap_ms"], row["memory"]
        times = f"{gaps['p50']:>27.1f}{gaps['p90']:>7.1f}{gaps['p99']:>7.1f}{gaps['max']:>7.1f}"
        share = f"{part_of(100 * row['share_of_alone'], 100)}%"
        speed = f"{row['steps_per_s']:>10,.0f}{row['steps_per_s_alone']:>10,.0f}{share:>7}"
        waits = f"{row['pause_ms']:>10.1f}{row['click_ms']['p50']:>10.1f}"
        lines.append(f"{row['network']:<15}{times}{speed}{waits}{memory['mb_per_1000_frames']:>17.2f}")
    for row in rows:
        same = f"{row['unchanged_frames']:,} of {row['frame_gap_ms']['frames']:,} looked as before and were not painted"
        lines += [
            "",
            f"{row['network']}: frames by whole milliseconds since the last; {same}",
            *_bars(row["frame_gap_histogram"]),
        ]
    return lines


def _bars(histogram: Sequence[tuple[int, int]]) -> list[str]:
    counts = {ms: frames for ms, frames in histogram if ms < _LATE_MS}
    late = sum(frames for ms, frames in histogram if ms >= _LATE_MS)
    longest = max([*counts.values(), late])
    named = [(str(ms), frames) for ms, frames in counts.items()] + [(f"{_LATE_MS} …", late)] * bool(late)
    return [f"{name:>5}{frames:>7}  {'▇' * -(-frames * _BAR // longest)}" for name, frames in named]
