"""Train a project, and save it with what it has learnt.

Training starts anew from the seed, whatever the project has learnt before; only weights that are held keep their
numbers, and frozen layers what they have learnt. With --resume it goes on from there, as if it had never stopped.
Ctrl+C stops after the step under way and keeps what was learnt. If training diverges, the last good weights and the
record so far are saved, and the exit code is 4. Conditions of the project's own (nnsim new --stop-loss, --patience …)
end training before --epochs does; with them --epochs need not be given.
"""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from nnsim.cli.destinations import check_replaceable
from nnsim.cli.history import write_lines
from nnsim.cli.output import Output
from nnsim.cli.parser import Parser, positive, whole
from nnsim.cli.saving import save
from nnsim.cli.summary import results_table
from nnsim.cli.training import Ending, train
from nnsim.data.wording import counted
from nnsim.engine.spec import StopSpec
from nnsim.errors import DivergedError, UsageError
from nnsim.model.edits import restart, set_seed
from nnsim.model.kept_run import Work
from nnsim.model.project import Project
from nnsim.runs.preserve import timeline_of, work_of
from nnsim.runs.run import Run
from nnsim.runs.timeline import Timeline
from nnsim.storage.project_file import SUFFIX, read_work
from nnsim.storage.stamp import stamp

EXAMPLE = """\
nnsim new spiral.nnsim --data spiral
nnsim train spiral.nnsim --epochs 200 --out trained.nnsim --history trained.jsonl
nnsim train trained.nnsim --epochs 100 --resume"""

INTERRUPTED = 130
MAX_EPOCHS = 1_000_000_000
"""Where training ends if none of the project's own conditions ever comes true."""

NOTED_EVERY = 100
"""Updates from one moment of the time line to the next, until the record is full."""

_HINT = "“nnsim train --help” shows an example."
_STOPPED = {
    "epochs": ("Stopped: as many epochs as the project asks for.",),
    "loss": ("Stopped: the training loss is as low as the project asks for.",),
    "accuracy": ("Stopped: the accuracy is as high as the project asks for.",),
    "seconds": ("Stopped: the project's time is over.",),
    "patience": ("Stopped: the loss has not reached a new low for as long as the project waits.",),
}


def add_options(parser: Parser) -> None:
    """What ``train`` understands."""
    add = parser.add_argument
    add("project", type=Path, metavar="PROJECT", help="a project file")
    add("--epochs", type=positive, metavar="N", help="how often to go through all training samples")
    add("--out", type=Path, metavar="P2", help="save there and leave PROJECT as it is")
    add("--history", type=Path, metavar="FILE.jsonl", help="write loss and metrics of each epoch, one JSON line each")
    add("--stop-at", type=positive, metavar="STEP", help="stop when this many steps were made since the start")
    add("--resume", action="store_true", help="go on from what was learnt instead of starting anew")
    add("--seed", type=whole, metavar="S", help="another seed for the first weights and the order of the samples")


def run(options: Namespace, output: Output) -> int:
    """Train, save, tell."""
    _check(options)
    out: Path = options.out or options.project
    opened = stamp(options.project)
    timeline, project = _start(read_work(options.project), options)
    _check_end(options, project.training.stop)
    if options.resume and project.checkpoint is None:
        output.note("The project has learnt nothing yet, so training starts at the beginning.")
    began = time.perf_counter()
    work = Run(project)
    diverged: DivergedError | None = None
    ending: Ending = "reached"
    try:
        ending = train(work, _last_epoch(work, options), options.stop_at, note=_noting(timeline, project))
    except DivergedError as error:
        diverged = error
    seconds = time.perf_counter() - began
    learnt = replace(project, checkpoint=work.checkpoint())
    timeline.note(learnt, work.checkpoint())
    save(work_of(timeline, learnt), out, output, expected=opened if options.out is None else None)
    if options.history is not None:
        write_lines(options.history, work.checkpoint().curves, work.prepared.dataset.task)
    facts = _facts(work, project, out, seconds)
    if diverged is not None:
        return _tell_diverged(output, facts, diverged, out)
    facts["status"] = "interrupted" if ending == "interrupted" else "ok"
    facts["stopped"] = None if ending in ("reached", "interrupted") else ending
    lines = [*results_table(work.results()), *_STOPPED.get(ending, ()), _last_line(facts, out)]
    output.answer(facts, "\n".join(lines))
    if ending == "interrupted":
        output.note("Stopped by Ctrl+C; what was learnt so far has been saved. Go on with --resume.")
    return INTERRUPTED if ending == "interrupted" else 0


def _check(options: Namespace) -> None:
    """Refuse what makes no sense before anything is trained."""
    if options.resume and options.seed is not None:
        problem = "--seed starts anew, --resume does not: only one of them can be."
        raise UsageError("usage.options", problem, where="nnsim train", hint=_HINT)
    if options.out is not None:
        check_replaceable(options.out, (SUFFIX,))
    if options.history is not None:
        check_replaceable(options.history, (".jsonl", ".json", ".txt"), (options.project,))


def _check_end(options: Namespace, stop: StopSpec) -> None:
    """Refuse to train without end."""
    if options.epochs is None and options.stop_at is None and stop == StopSpec():
        problem = "Say how long to train, with --epochs, --stop-at or both."
        raise UsageError("usage.options", problem, where="nnsim train", hint=_HINT)


def _start(opened: Work, options: Namespace) -> tuple[Timeline, Project]:
    """The time line so far, and the project to be trained. Training anew leaves what was learnt as an earlier run."""
    timeline, project = timeline_of(opened), opened.project
    timeline.stride = NOTED_EVERY
    if options.resume:
        timeline.forget_end()  # so that training in parts makes the same file as in one go
        return timeline, project
    edited = restart(project) if options.seed is None else set_seed(project, options.seed)
    timeline.leave(project)
    timeline.go_on(edited.project, edited.change)
    return timeline, edited.project


def _noting(timeline: Timeline, project: Project) -> Callable[[Run], int]:
    """Take note of moments, at the same steps however fast the machine is: the same training makes the same file."""

    def note(work: Run) -> int:
        if timeline.is_due(work):
            timeline.note(project, work.checkpoint())
        return timeline.due_in(work)

    return note


def _last_epoch(work: Run, options: Namespace) -> int:
    if options.epochs is None and options.stop_at is None:
        return MAX_EPOCHS
    if options.epochs is None:
        return work.trainer.epoch + int(options.stop_at)  # no epoch has fewer than one step
    return work.trainer.epoch + int(options.epochs)


def _facts(work: Run, project: Project, out: Path, seconds: float) -> dict[str, Any]:
    results = work.results()
    return {
        "status": "ok",
        "epochs": work.trainer.epoch,
        "steps": work.trainer.step,
        "train": results.get("train", {}),
        "test": results.get("test", {}),
        "seed": project.training.seed,
        "resumed_from": project.checkpoint.epoch if project.checkpoint else 0,
        "seconds": round(seconds, 3),
        "project": str(out),
    }


def _tell_diverged(output: Output, facts: dict[str, Any], error: DivergedError, out: Path) -> int:
    error.unchanged = f"The last good weights and the record so far are in {out}."
    output.failure(error, {**facts, "status": "diverged"})
    return error.exit_code


def _last_line(facts: dict[str, Any], out: Path) -> str:
    counts = f"{counted(facts['epochs'], 'epoch')}, {counted(facts['steps'], 'step')}"
    return f"{counts} in {facts['seconds']:.1f} s; saved in {out}."
