"""Measure this machine and write the tables of benchmarks/results.md:  python3 benchmarks/write_table.py [--window]

Run it with a Python that has nnsim, and beside it PyTorch and scikit-learn (`uv run --group peers python …`).
"""

from __future__ import annotations

import contextlib
import io
import json
import platform
import sys
from datetime import date
from pathlib import Path
from typing import Any

from nnsim.cli.main import main

TARGET = Path(__file__).with_name("results.md")


def said(*words: str) -> dict[str, Any]:
    """The JSON of a command."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        if main([*words, "--json"]) != 0:
            sys.exit(printed.getvalue())
    facts: dict[str, Any] = json.loads(printed.getvalue())
    return facts


def processor() -> str:
    """What the processor calls itself."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def engine_table(facts: dict[str, Any]) -> list[str]:
    """Microseconds per step, one line for each network."""
    peers = list(facts["peers"])
    titles = ["network", "batch", "numbers", "optimizer", "nnsim", "with ends of epochs"]
    titles += [f"{name} {facts['peers'][name]}" for name in peers]
    lines = ["| " + " | ".join(titles) + " |", "|---" * len(titles) + "|"]
    for row in facts["engine"]:
        cells = [row["network"], row["batch_size"], row["dtype"], row["optimizer"]]
        cells += [f"**{row['us_per_step']:.1f}**", f"{row['us_per_step_with_epochs']:.1f}"]
        cells += [f"{row['peers'][name]:.0f} ({row['peers'][name] / row['us_per_step']:.1f} ×)" for name in peers]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return lines


def window_table(facts: dict[str, Any]) -> list[str]:
    """Smoothness of the window, one line for each network; nothing if it was not measured."""
    if not facts["window"]:
        return []
    lines = ["", "| window, training at full speed | median gap | 99 % | largest | steps/s | pause |", "|---" * 6 + "|"]
    for row in facts["window"]:
        gaps = row["frame_gap_ms"]
        times = [f"{gaps[name]:.1f} ms" for name in ("p50", "p99", "max")]
        cells = [row["network"], *times, f"{row['steps_per_s']:,.0f}", f"{row['pause_ms']:.1f} ms"]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


if __name__ == "__main__":
    bench, versions = said("bench", *sys.argv[1:]), said("version")
    where = f"{processor()}, {platform.system()}, Python {versions['python']}, NumPy {versions['numpy']}"
    heading = [
        "# Results",
        "",
        f"{date.today().isoformat()}; {where}, {versions['blas']}. One thread; µs per step.",
        "",
    ]
    TARGET.write_text("\n".join([*heading, *engine_table(bench), *window_table(bench)]) + "\n", encoding="utf-8")
    print(TARGET.read_text(encoding="utf-8"))
