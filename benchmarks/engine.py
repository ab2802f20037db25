"""The engine beside its peers: µs per training step, in turns in one process, on one thread.

The cases and the way of timing are those of ``nnsim bench``. Here the whole is repeated, so that one sees how far the
ratios can be trusted: each is the median over the repeats, with the smallest and the largest in brackets.

    python benchmarks/engine.py [REPEATS] [nn.js]

``nn.js`` is TensorFlow Playground's own engine, see ``playground.js``; node then takes part in the turns.
"""

from __future__ import annotations

import os

for name in ("OPENBLAS", "OMP", "MKL", "NUMEXPR", "VECLIB"):
    os.environ[f"{name}{'_MAXIMUM' if name == 'VECLIB' else '_NUM'}_THREADS"] = "1"  # before NumPy is imported

import platform  # noqa: E402
import subprocess  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402
from statistics import median  # noqa: E402

import numpy as np  # noqa: E402

from nnsim.cli.measuring.cases import CASES, Case, steps_alone, steps_in_epochs  # noqa: E402
from nnsim.cli.measuring.peers import installed, peers_of  # noqa: E402
from nnsim.cli.measuring.timing import Steps, microseconds_per_step  # noqa: E402

TURNS = 5
OWN, EPOCHS, PLAYGROUND = "nnsim", "with epochs", "playground"
Times = dict[str, list[float]]


class Playground:
    """TensorFlow Playground's engine in a process of its own, which waits for its turn."""

    def __init__(self, module: Path) -> None:
        command = ["node", str(Path(__file__).with_name("playground.js")), str(module)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def steps_of(self, case: Case) -> dict[str, Steps]:
        """A stepper, for networks that it can build and train."""
        if case.sizes[0] != 2 or case.sizes[-1] != 1 or case.optimizer != "sgd":
            return {}
        sizes = ",".join(map(str, case.sizes))

        def steps(count: int) -> int:
            self._process.stdin.write(f"{sizes} {case.batch_size} {count}\n")
            self._process.stdin.flush()
            self._process.stdout.readline()
            return count

        return {PLAYGROUND: steps}

    def close(self) -> None:
        """End the process."""
        self._process.stdin.close()
        self._process.wait()


def measure(case: Case, repeats: int, playground: Playground | None) -> Times:
    """µs per step of each contender, one number for each repeat."""
    contenders = {OWN: steps_alone(case.trainer()), EPOCHS: steps_in_epochs(case.trainer(test_share=1.0))}
    contenders |= peers_of(case) | (playground.steps_of(case) if playground else {})
    runs = [microseconds_per_step(contenders, TURNS) for _ in range(repeats)]
    return {name: [run[name] for run in runs] for name in contenders}


def ratio(times: Times, name: str) -> str:
    """How many times longer than nnsim's step."""
    ratios = sorted(other / own for other, own in zip(times[name], times[OWN], strict=True))
    return f"{median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})"


def main(repeats: int, module: Path | None) -> None:
    """Print the table as it is filled."""
    peers = installed()
    playground = Playground(module) if module else None
    versions = [f"{peer} {version}" for peer, version in peers.items()]
    print(f"Python {platform.python_version()}", f"NumPy {np.__version__}", *versions, sep=", ")
    others = [EPOCHS, *peers, *([PLAYGROUND] if playground else [])]
    head = f"| {'network':<20} | batch | dtype   | optimizer | {'nnsim µs':>8} |"
    print(head + "".join(f" {name + ' µs':>15} | {'ratio':>22} |" for name in others))
    print(f"|{'-' * 22}|-------|---------|-----------|----------|" + f"{'-' * 17}|{'-' * 24}|" * len(others))
    for case in CASES:
        times = measure(case, repeats, playground)
        kind = f"| {case.name:<20} | {case.batch_size:>5} | {case.dtype} | {case.optimizer:<9} |"
        row = f"{kind} {median(times[OWN]):>8.1f} |"
        print(row + "".join(_cells(times, name) for name in others), flush=True)
    if playground:
        playground.close()


def _cells(times: Times, name: str) -> str:
    if name not in times:
        return f" {'':>15} | {'':>22} |"
    return f" {median(times[name]):>15.1f} | {ratio(times, name):>22} |"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5, Path(sys.argv[2]) if len(sys.argv) > 2 else None)
