"""Train many times: the same project with other seeds, and with up to two settings varied.

Every combination of the values is trained with each seed: the project's own and those that follow it. The answer is how
the results spread: for each setting the median and the quartiles of loss and accuracy (of the test samples, if there
are any), the share of runs that got at least 0.9 of them right, and the share that diverged. A run that diverged is a
result, and counts as worse than all others. With two settings a heat map of medians follows, without any a histogram.

The runs are shared out among processes of this machine, or sent to the workers of a Dask cluster, which need the same
version of nnsim: the results are the same. Ctrl+C ends the sweep; what is finished is told and written. What can be
varied: layers, activation, initializer, dropout, batch_norm, loss, optimizer, learning_rate, schedule, batch_size, l1,
l2, clip_norm, and of a toy set samples, noise, label_noise, with values as “nnsim new” takes them.
"""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from nnsim.cli.destinations import check_replaceable
from nnsim.cli.grid import axis
from nnsim.cli.output import Output
from nnsim.cli.parser import Parser, positive
from nnsim.cli.progress import Progress
from nnsim.cli.sweep_files import facts_of_sweep, write_sweep
from nnsim.cli.sweep_tables import sweep_lines
from nnsim.cli.train import INTERRUPTED
from nnsim.data.wording import counted
from nnsim.errors import NnsimError, UsageError
from nnsim.runs.executors import Executor, executor, usual_workers
from nnsim.runs.sweep import Job, Outcome, Sweep, plan
from nnsim.storage.project_file import read

EXAMPLE = """\
nnsim new spiral.nnsim --data spiral --layers 8,8
nnsim sweep spiral.nnsim --seeds 4 --epochs 5
nnsim sweep spiral.nnsim --grid learning_rate=0.01,0.1 --grid "layers=4;8,8" --seeds 2 --epochs 5 --out sweep.csv"""


def add_options(parser: Parser) -> None:
    """What ``sweep`` understands."""
    add = parser.add_argument
    add("project", type=Path, metavar="PROJECT", help="a project file; it is left as it is")
    add(
        "--grid",
        type=axis,
        action="append",
        default=[],
        metavar="NAME=V1,V2",
        help="a setting and its values, at most twice; values with commas: “layers=8;8,8”",
    )
    add("--seeds", type=positive, default=10, metavar="N", help="runs of each setting (default: 10)")
    add("--epochs", type=positive, metavar="E", help="of each run; else the project's own conditions end it")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--jobs", type=positive, metavar="J", help="runs at a time (default: one for each core)")
    where.add_argument("--dask", metavar="ADDRESS", help="of a Dask scheduler, such as tcp://10.0.0.5:8786")
    add("--out", type=Path, metavar="FILE", help="write all runs there: a table (.csv), or all that is told (.json)")


def run(options: Namespace, output: Output) -> int:
    """Plan, train, tell."""
    _check_out(options)
    sweep = Sweep(read(options.project), tuple(options.grid), options.seeds, options.epochs)
    jobs = plan(sweep)
    began = time.perf_counter()
    outcomes, failure = _done(executor(options.jobs or usual_workers(), options.dask), jobs)
    is_interrupted = isinstance(failure, KeyboardInterrupt)
    facts = {
        "status": "interrupted" if is_interrupted else "failed" if failure else "ok",
        "project": str(options.project),
        **facts_of_sweep(sweep, outcomes),
        "seconds": round(time.perf_counter() - began, 3),
        "out": str(options.out) if options.out else None,
    }
    if options.out is not None and outcomes:
        write_sweep(options.out, sweep, outcomes, facts)
    if isinstance(failure, NnsimError):
        failure.unchanged = _kept(options, len(outcomes), len(jobs))
        output.failure(failure, facts)
        return failure.exit_code
    lines = [*sweep_lines(sweep, outcomes), "", _last_line(options, len(outcomes), facts["seconds"])]
    output.answer(facts, "\n".join(lines))
    if is_interrupted:
        output.note(f"Stopped by Ctrl+C. {_kept(options, len(outcomes), len(jobs))}")
    return INTERRUPTED if is_interrupted else 0


def _check_out(options: Namespace) -> None:
    if options.out is None:
        return
    ending = options.out.suffix.lower()
    if ending not in (".csv", ".json"):
        raise UsageError(
            "usage.options",
            "The name of the file says in which form it is written.",
            where=f"--out {options.out}",
            hint="Give it the ending .csv or .json.",
        )
    check_replaceable(options.out, (ending,), (options.project,))


def _done(who: Executor, jobs: Sequence[Job]) -> tuple[list[Outcome], KeyboardInterrupt | NnsimError | None]:
    """What was finished, in the order of the plan, and what kept the rest from being."""
    outcomes: list[Outcome] = []
    failure: KeyboardInterrupt | NnsimError | None = None
    try:
        with closing(who.outcomes(jobs)) as found, Progress(len(jobs), "runs") as progress:
            for outcome in found:
                outcomes.append(outcome)
                progress.show(len(outcomes))
    except (KeyboardInterrupt, NnsimError) as error:
        failure = error
    return sorted(outcomes, key=lambda outcome: outcome.number), failure


def _kept(options: Namespace, n_done: int, n_jobs: int) -> str:
    place = f" and are in {options.out}" if options.out is not None and n_done else ""
    return f"{n_done:,} of {n_jobs:,} runs are finished{place}."


def _last_line(options: Namespace, n_done: int, seconds: float) -> str:
    place = f"; all runs are in {options.out}" if options.out is not None and n_done else ""
    return f"{counted(n_done, 'run')} in {seconds:.1f} s{place}."
