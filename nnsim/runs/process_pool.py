"""Processes of this machine that do the jobs of a sweep."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from nnsim.errors import InputError
from nnsim.runs.sweep import Job, Outcome, never, work
from nnsim.runs.worker_process import begin, is_told_to_stop
from nnsim.words import QT_TRANSLATE_NOOP

POLL_S = 0.1
"""How often it is asked whether someone has cancelled."""


class Pool:
    """Processes of this machine, each with one thread.

    They are started afresh (``spawn``) on every system: a copy of a process with a window and threads may hang.

    Parameters
    ----------
    workers : how many processes
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def outcomes(self, jobs: Sequence[Job], cancelled: Callable[[], bool] = never) -> Generator[Outcome, None, None]:
        """See ``Executor``."""
        if not jobs:
            return
        context = get_context("spawn")
        told, workers = context.Event(), min(self.workers, len(jobs))
        with ProcessPoolExecutor(workers, context, initializer=begin, initargs=(told,)) as pool:
            waiting: set[Future[Outcome | None]] = set()
            try:
                waiting |= {pool.submit(_work_here, job) for job in jobs}
                while waiting and not cancelled():
                    done, waiting = wait(waiting, POLL_S, FIRST_COMPLETED)
                    found = [outcome for future in done if (outcome := future.result()) is not None]
                    yield from sorted(found, key=lambda outcome: outcome.number)
            except BrokenProcessPool as error:
                raise worker_lost() from error
            finally:
                told.set()
                for future in waiting:
                    future.cancel()


def _work_here(job: Job) -> Outcome | None:
    """In a process of the pool."""
    return work(job, is_told_to_stop)


def worker_lost() -> InputError:
    """What to say when a process that trained is there no more."""
    return InputError(
        "sweep.worker_lost",
        QT_TRANSLATE_NOOP("errors", "A process that trained was ended from outside, perhaps for lack of memory."),
        where="sweep",
        hint=QT_TRANSLATE_NOOP("errors", "Try again with fewer processes at a time."),
    )
