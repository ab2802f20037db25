"""The engine beside its peers: µs per training step, in turns in one process, on one thread.

The cases and the way of timing are those of ``nnsim bench``. Here the whole is repeated, so that one sees how far the
ratios can be trusted: each is the median over the repeats, with the smallest and the largest in brackets.

    python benchmarks/engine.py [REPEATS]
"""

from __future__ import annotations

import os

for name in ("OPENBLAS", "OMP", "MKL", "NUMEXPR", "VECLIB"):
    os.environ[f"{name}{'_MAXIMUM' if name == 'VECLIB' else '_NUM'}_THREADS"] = "1"  # before NumPy is imported

import platform  # noqa: E402
import sys  # noqa: E402
from statistics import median  # noqa: E402

import numpy as np  # noqa: E402

from nnsim.cli.measuring.cases import CASES, Case, steps_alone, steps_in_epochs  # noqa: E402
from nnsim.cli.measuring.peers import installed, peers_of  # noqa: E402
from nnsim.cli.measuring.timing import microseconds_per_step  # noqa: E402

TURNS = 5
OWN, EPOCHS = "nnsim", "with epochs"
Times = dict[str, list[float]]


def measure(case: Case, repeats: int) -> Times:
    """µs per step of each contender, one number for each repeat."""
    contenders = {OWN: steps_alone(case.trainer()), EPOCHS: steps_in_epochs(case.trainer())} | peers_of(case)
    runs = [microseconds_per_step(contenders, TURNS) for _ in range(repeats)]
    return {name: [run[name] for run in runs] for name in contenders}


def ratio(times: Times, name: str) -> str:
    """How many times longer than nnsim's step."""
    ratios = sorted(other / own for other, own in zip(times[name], times[OWN], strict=True))
    return f"{median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})"


def main(repeats: int) -> None:
    """Print the table as it is filled."""
    peers = installed()
    versions = [f"{peer} {version}" for peer, version in peers.items()]
    print(f"Python {platform.python_version()}", f"NumPy {np.__version__}", *versions, sep=", ")
    others = [EPOCHS, *peers]
    head = f"| {'network':<13} | batch | dtype   | optimizer | {'nnsim µs':>8} |"
    print(head + "".join(f" {name + ' µs':>15} | {'ratio':>22} |" for name in others))
    print(f"|{'-' * 15}|-------|---------|-----------|----------|" + f"{'-' * 17}|{'-' * 24}|" * len(others))
    for case in CASES:
        times = measure(case, repeats)
        kind = f"| {case.name:<13} | {case.batch_size:>5} | {case.dtype} | {case.optimizer:<9} |"
        row = f"{kind} {median(times[OWN]):>8.1f} |"
        print(row + "".join(f" {median(times[n]):>15.1f} | {ratio(times, n):>22} |" for n in others), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
