"""Train the spiral example and draw the window into a picture: what nnsim does, on a machine without a display.

The folder then holds window.png, results.json, history.csv, and spiral.nnsim to go on with.
"""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any

from nnsim.cli.history import write_csv
from nnsim.cli.output import Output, json_line
from nnsim.cli.parser import Parser, positive
from nnsim.cli.summary import described, facts_of, results_table
from nnsim.cli.training import train
from nnsim.cli.window import draw_window
from nnsim.errors import UsageError
from nnsim.model.project import Project
from nnsim.model.start import first_project
from nnsim.runs.run import Run
from nnsim.storage.atomic import replace_bytes
from nnsim.storage.project_file import write
from nnsim.storage.refusals import writing

EXAMPLE = "nnsim demo --out nnsim-demo"

ENOUGH = 0.98
"""Test accuracy at which the example is learnt."""

PICTURE = "window.png"
FILES = {
    PICTURE: "the window with the trained network",
    "results.json": "loss and accuracy",
    "history.csv": "the same for each epoch",
    "spiral.nnsim": "the project: nnsim gui, nnsim predict …",
}


def add_options(parser: Parser) -> None:
    """What ``demo`` understands."""
    add = parser.add_argument
    add("--out", type=Path, default=Path("nnsim-demo"), metavar="FOLDER", help="(default: nnsim-demo)")
    add("--epochs", type=positive, default=1500, metavar="N", help="how long to train at most (default: 1500)")


def run(options: Namespace, output: Output) -> int:
    """Train, write, draw, tell."""
    folder: Path = options.out
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    project = first_project()
    work = Run(project)
    output.note("\n".join(described(project, work.prepared)))
    if train(work, options.epochs, enough=_is_learnt) == "interrupted":
        raise KeyboardInterrupt
    learnt = replace(project, checkpoint=work.checkpoint())
    facts: dict[str, Any] = {"status": "ok", "epochs": work.trainer.epoch, "steps": work.trainer.step, **work.results()}
    notice = _write(folder, learnt, facts, work)
    facts["files"] = {name: str(folder / name) for name in FILES if name != PICTURE or not notice}
    facts["notices"] = [notice] if notice else []
    found = [f"  {facts['files'][name]:<28}{what}" for name, what in FILES.items() if name in facts["files"]]
    lines = [*results_table(work.results()), f"after {work.trainer.epoch:,} epochs. Look at:", *found]
    output.answer(facts, "\n".join([*lines, *facts["notices"]]))
    return 0


def _is_learnt(work: Run) -> bool:
    return bool(work.trainer.record.curves().test_metric[-1] >= ENOUGH)


def _write(folder: Path, project: Project, facts: dict[str, Any], work: Run) -> str:
    """Write everything; why there is no picture, if there is none."""
    write(project, folder / "spiral.nnsim")
    write_csv(folder / "history.csv", work.checkpoint().curves, work.prepared.dataset.task)
    line = json_line({**facts, "project": facts_of(project, work.prepared)})
    replace_bytes(folder / "results.json", (line + "\n").encode("ascii"))
    try:
        draw_window(project, folder / PICTURE)
    except UsageError as error:
        return f"No picture was drawn. {error.message}"
    return ""
