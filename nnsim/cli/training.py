"""Training at full speed on the command line: until the goal, or until Ctrl+C, which waits for the step under way."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from types import FrameType
from typing import Literal

from nnsim.cli.progress import Progress
from nnsim.engine.stopping import StopReason
from nnsim.engine.trainer import Trainer
from nnsim.runs.pace import next_bundle
from nnsim.runs.run import Run

Ending = Literal["reached", "interrupted"] | StopReason

BUNDLE_S = 0.05
"""Steps are made in bundles of about this length; progress and Ctrl+C are looked at in between."""


@dataclass
class Interruption:
    """Whether Ctrl+C was pressed."""

    happened: bool = False


@contextmanager
def interruption() -> Iterator[Interruption]:
    """Take note of the first Ctrl+C instead of breaking off amid a step; the second one breaks off."""
    found = Interruption()
    if threading.current_thread() is not threading.main_thread():
        yield found  # only the main thread may listen
        return

    def note(number: int, frame: FrameType | None) -> None:
        if found.happened:
            signal.default_int_handler(number, frame)
        found.happened = True

    before = signal.signal(signal.SIGINT, note)
    try:
        yield found
    finally:
        signal.signal(signal.SIGINT, before)


def train(
    run: Run,
    epoch: int,
    step: int | None = None,
    enough: Callable[[Run], bool] | None = None,
    note: Callable[[Run], int] | None = None,
) -> Ending:
    """Train until ``epoch`` epochs are finished, ``step`` steps made, or it is ``enough`` at the end of an epoch.

    Parameters
    ----------
    note : takes note of where the run stands, and says after how many updates it is to be asked again at the latest

    Returns
    -------
    Whether it got there, which of the project's own conditions stopped it before, or that Ctrl+C was pressed

    Raises
    ------
    DivergedError : as ``Trainer.advance``
    """
    trainer, most_s = run.trainer, run.project.training.stop.seconds
    bundle, start = 1, trainer.epoch
    end = inf if most_s is None else time.perf_counter() + most_s
    with interruption() as interrupted, Progress(epoch - start, "epochs") as progress:
        while not interrupted.happened:
            left = _steps_left(trainer, epoch, step)
            if left <= 0 or (enough is not None and trainer.batch == 0 and enough(run)):
                return "reached"
            began = time.perf_counter()
            if began >= end:
                return "seconds"
            left = left if enough is None else trainer.n_batches - trainer.batch
            made = trainer.advance(min(bundle, left if note is None else min(left, note(run))))
            if trainer.stopped is not None:
                return trainer.stopped
            bundle = next_bundle(made, time.perf_counter() - began, BUNDLE_S)
            if progress.is_due():
                progress.show(trainer.epoch - start, f"loss {trainer.record.curves().train_loss[-1]:.4g}")
    return "interrupted"


def _steps_left(trainer: Trainer, epoch: int, step: int | None) -> int:
    left = (epoch - trainer.epoch) * trainer.n_batches - trainer.batch
    return left if step is None else min(left, step - trainer.step)
