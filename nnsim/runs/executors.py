"""Who does the jobs of a sweep: this process, other processes of this machine, or a cluster."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Sequence
from importlib.util import find_spec
from typing import Protocol

from nnsim.runs.joblib_executor import DaskCluster, JoblibPool
from nnsim.runs.process_pool import Pool
from nnsim.runs.sweep import Job, Outcome, never, work

MOST_WINDOWS_CAN_WAIT_FOR = 61


class Executor(Protocol):
    """Does jobs, wherever."""

    def outcomes(self, jobs: Sequence[Job], cancelled: Callable[[], bool] = never) -> Generator[Outcome, None, None]:
        """Each outcome when it is there, in any order: the same ones whoever does the jobs.

        Once ``cancelled``, when closed, or after Ctrl+C it ends without the jobs that are not done, and leaves nothing
        running on this machine.

        Raises
        ------
        InputError : if the jobs cannot be done there
        """
        ...


class Serial:
    """One job after another, here."""

    def outcomes(self, jobs: Sequence[Job], cancelled: Callable[[], bool] = never) -> Generator[Outcome, None, None]:
        """In the order of the jobs; see ``Executor``."""
        for job in jobs:
            outcome = work(job, cancelled)
            if outcome is None:
                return
            yield outcome


def executor(workers: int, dask: str | None = None) -> Executor:
    """Who does jobs: the Dask cluster at this address, else so many processes here, through joblib if it is installed.

    Raises
    ------
    UsageError : if a cluster is asked for and what reaches it is not installed
    InputError : if the cluster cannot be reached, or has no worker with the same nnsim
    """
    if dask is not None:
        return DaskCluster(dask)
    if workers == 1:
        return Serial()
    return Pool(workers) if find_spec("joblib") is None else JoblibPool(workers)


def beside_window() -> Executor:
    """Who does jobs while a window is alive: other processes, which leave it one core where there are several."""
    workers = max(1, usual_workers() - 1)
    if workers == 1 or find_spec("joblib") is None:  # joblib would do a single one's jobs here
        return Pool(workers, gentle=True)
    return JoblibPool(workers)


def usual_workers() -> int:
    """As many processes as this one may use cores."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return min(os.cpu_count() or 1, MOST_WINDOWS_CAN_WAIT_FOR)
