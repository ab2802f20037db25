"""Use a frozen nnsim as a person would, without a screen: python3 packaging/smoke_test.py dist/nnsim/nnsim.

Ends with status 0 if the program starts, makes and trains a project, has other processes train it too, reads pictures
of all kinds and a workbook, and draws its window.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from proof.files_of_people import write_pictures, write_workbook

TIME_LIMIT_S = 120


def nnsim(program: Path, folder: Path, *arguments: str) -> str:
    """Run one command in ``folder``; what it printed."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "NNSIM_HOME": str(folder / "home"), "NNSIM_TEST": "1"}
    command = [str(program), *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=TIME_LIMIT_S, check=False
    )
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    print("ok ", " ".join(arguments))
    return done.stdout


def main(program: Path) -> None:
    """Go through the life of a small project."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        nnsim(program, folder, "version")
        nnsim(program, folder, "new", "xor.nnsim", "--data", "xor", "--layers", "4", "--seed", "1")
        report: dict[str, Any] = json.loads(
            nnsim(program, folder, "train", "xor.nnsim", "--epochs", "20", "--out", "trained.nnsim", "--json")
        )
        if report["status"] != "ok":
            sys.exit(f"training ended with {report}")
        sweep: dict[str, Any] = json.loads(
            nnsim(program, folder, "sweep", "xor.nnsim", "--seeds", "3", "--epochs", "2", "--jobs", "2", "--json")
        )
        if len(sweep["runs"]) != 3:
            sys.exit(f"the processes of a sweep came to {sweep}")
        for name, n_rows in (
            ("pictures", write_pictures(folder / "pictures")),
            ("squares.xlsx", write_workbook(folder / "squares.xlsx")),
        ):
            if json.loads(nnsim(program, folder, "import", name, "--json"))["rows"] != n_rows:
                sys.exit(f"of {name} not all was read")
        nnsim(program, folder, "demo", "--out", "pictures")
        if not any((folder / "pictures").glob("*.png")):
            sys.exit("the window was not drawn")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]).resolve())
