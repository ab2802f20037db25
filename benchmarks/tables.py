"""How fast large tables are read, and how long another thread has to wait meanwhile.

    python benchmarks/tables.py [MEGABYTES] [REPEATS]

The ways take turns, so that what else the machine does meets all alike. ``numpy.loadtxt`` reads numbers only;
``csv and float`` is what a short script would do. The pause is the longest time in which a thread that wakes up every
2 ms got no turn, as the window's thread would.
"""

from __future__ import annotations

import csv
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time, sleep
from typing import Any

import numpy as np

from nnsim.data.reading import read_table

KINDS = ("oak", "ash", "fir")
ROWS_AT_ONCE = 20_000
WAKE_S = 0.002


def write_table(path: Path, n_bytes: float, *, has_kinds: bool) -> None:
    """Eight columns of numbers of six digits, and one of three labels."""
    rng, written = np.random.default_rng(0), 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(",".join("abcdefgh") + (",kind" if has_kinds else "") + "\n")
        while written < n_bytes:
            rows = rng.normal(size=(ROWS_AT_ONCE, 8)).tolist()
            ends = (f",{KINDS[row % 3]}\n" if has_kinds else "\n" for row in range(ROWS_AT_ONCE))
            text = "".join(",".join(f"{cell:.6g}" for cell in row) + end for row, end in zip(rows, ends, strict=True))
            file.write(text)
            written += len(text)


def with_csv(path: Path) -> Any:
    """The csv module, and ``float`` of each cell that is one."""
    with path.open(encoding="utf-8", newline="") as file:
        columns = list(zip(*csv.reader(file), strict=True))
    return [np.array(list(map(float, cells[1:]))) if cells[0] != "kind" else cells[1:] for cells in columns]


def with_loadtxt(path: Path) -> Any:
    """NumPy's own reader."""
    return np.loadtxt(path, delimiter=",", skiprows=1)


class Beat(threading.Thread):
    """Wakes up again and again, and knows how long it had to wait at most."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.longest_s = 0.0
        self.is_over = False

    def run(self) -> None:
        """Until it is over."""
        last = perf_counter()
        while not self.is_over:
            sleep(WAKE_S)
            now = perf_counter()
            self.longest_s, last = max(self.longest_s, now - last - WAKE_S), now


def measured(read: Callable[[Path], Any], path: Path) -> tuple[float, float, float]:
    """Seconds, seconds of the processor, and the longest pause of another thread in ms."""
    beat = Beat()
    beat.start()
    start, used = perf_counter(), process_time()
    read(path)
    took = perf_counter() - start, process_time() - used
    beat.is_over = True
    beat.join()
    return *took, 1000 * beat.longest_s


def main(megabytes: float, repeats: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        numbers, mixed = Path(folder, "numbers.csv"), Path(folder, "mixed.csv")
        write_table(numbers, megabytes * 1e6, has_kinds=False)
        write_table(mixed, megabytes * 1e6, has_kinds=True)
        cases = {
            "nnsim, numbers": (read_table, numbers),
            "numpy.loadtxt, numbers": (with_loadtxt, numbers),
            "csv and float, numbers": (with_csv, numbers),
            "nnsim, numbers and labels": (read_table, mixed),
            "csv and float, numbers and labels": (with_csv, mixed),
        }
        found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in cases}
        for _ in range(repeats):
            for name, (read, path) in cases.items():
                found[name].append(measured(read, path))
    print(f"{megabytes:g} MB, medians of {repeats}")
    print(f"{'':36}{'s':>8}{'cpu s':>8}{'pause ms':>10}")
    for name, times in found.items():
        seconds, used, pause = (median(part) for part in zip(*times, strict=True))
        print(f"{name:36}{seconds:8.2f}{used:8.2f}{pause:10.1f}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 100.0, int(sys.argv[2]) if len(sys.argv) > 2 else 3)
