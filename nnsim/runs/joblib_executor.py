"""What joblib reaches: processes of this machine, or the workers of a Dask cluster. Both are extras of nnsim."""

from __future__ import annotations

import os
import re
import sys
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any

from nnsim import __version__
from nnsim.errors import InputError, UsageError
from nnsim.runs.process_pool import POLL_S, worker_lost
from nnsim.runs.sweep import Job, Outcome, never, work
from nnsim.words import QT_TRANSLATE_NOOP, Words

_WITH_PYTHON = QT_TRANSLATE_NOOP("errors", "Install them: pip install joblib distributed")
_WITHOUT_PYTHON = QT_TRANSLATE_NOOP(
    "errors",
    "This program comes without them and cannot take them in; nnsim that is run with Python can. Without --dask all "
    "cores of this machine are used.",
)

_ADDRESS = re.compile(r"([a-z]+://)?[^/\s]+:[0-9]+")

WORKERS_WITHIN_S = 10
"""How long to wait for the scheduler, and then for its first worker."""


class JoblibPool:
    """Processes of this machine, started and kept by joblib.

    Parameters
    ----------
    workers : how many processes
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def outcomes(self, jobs: Sequence[Job], cancelled: Callable[[], bool] = never) -> Generator[Outcome, None, None]:
        """See ``Executor``."""
        from joblib.externals.loky import get_reusable_executor

        try:
            with _sign_of_end(cancelled) as sign:
                done = partial(_work_here, sign=sign)
                yield from _through_joblib(jobs, cancelled, "loky", done, n_jobs=self.workers, inner_max_num_threads=1)
        except BrokenProcessPool as error:
            raise worker_lost() from error
        finally:
            get_reusable_executor().shutdown(wait=True, kill_workers=True)


class DaskCluster:
    """The workers of a Dask scheduler, wherever they are. Each needs the same version of nnsim as this process.

    Parameters
    ----------
    address : of the scheduler, such as ``tcp://10.0.0.5:8786``
    """

    def __init__(self, address: str) -> None:
        if find_spec("joblib") is None or find_spec("distributed") is None:
            raise UsageError(
                "usage.no_dask",
                QT_TRANSLATE_NOOP("errors", "A Dask cluster is reached through joblib and distributed."),
                where="--dask",
                hint=_WITHOUT_PYTHON if getattr(sys, "frozen", False) else _WITH_PYTHON,
            )
        if not _ADDRESS.fullmatch(address):
            raise UsageError(
                "usage.dask_address",
                Words(QT_TRANSLATE_NOOP("errors", "“{0}” is no address of a Dask scheduler."), address),
                where="--dask",
                hint=QT_TRANSLATE_NOOP("errors", "It looks like tcp://10.0.0.5:8786; the scheduler prints its own."),
            )
        self.address = address

    def outcomes(self, jobs: Sequence[Job], cancelled: Callable[[], bool] = never) -> Generator[Outcome, None, None]:
        """See ``Executor``. What a worker is at when it is ``cancelled`` goes on there to its end, and is forgotten."""
        from distributed import KilledWorker

        with _connected(self.address) as client:
            try:
                yield from _through_joblib(jobs, cancelled, "dask", client=client)
            except KilledWorker as error:
                raise worker_lost() from error
            except (OSError, CancelledError) as error:
                problem = QT_TRANSLATE_NOOP("errors", "The connection to the Dask cluster was lost.")
                raise _unreachable(self.address, problem) from error


@contextmanager
def _sign_of_end(cancelled: Callable[[], bool]) -> Iterator[str]:
    """The name of a file that is there as soon as someone has cancelled: joblib itself hears of it with an outcome."""
    with TemporaryDirectory(prefix="nnsim-sweep-") as folder:
        sign, is_over = Path(folder, "end"), Event()

        def ask() -> None:
            while not is_over.wait(POLL_S):
                if cancelled():
                    sign.touch()
                    return

        asking = Thread(target=ask, name="cancelling", daemon=True)
        asking.start()
        try:
            yield str(sign)
        finally:
            is_over.set()
            asking.join()


def _work_here(job: Job, sign: str) -> Outcome | None:
    """In a process of joblib's."""
    return work(job, lambda: os.path.exists(sign))


def _through_joblib(
    jobs: Sequence[Job],
    cancelled: Callable[[], bool],
    backend: str,
    done: Callable[[Job], Outcome | None] = work,
    **configuration: Any,
) -> Generator[Outcome, None, None]:
    from joblib import Parallel, delayed, parallel_config
    from joblib.parallel import get_active_backend

    with parallel_config(backend, **configuration):
        if backend == "dask":
            _send_away(get_active_backend()[0])
        parallel = Parallel(return_as="generator_unordered", batch_size=1)
    outcomes = parallel(delayed(done)(job) for job in jobs)
    try:
        for outcome in outcomes:
            if outcome is None:
                return
            yield outcome
            if cancelled():
                return
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # that jobs were cancelled, which is what was asked for
            outcomes.close()


def _send_away(backend: Any) -> None:
    """Let jobs go to a cluster that has but one thread, too: joblib does them here if it counts no more than one."""
    counted = backend.effective_n_jobs
    backend.effective_n_jobs = lambda n_jobs: max(2, counted(n_jobs))


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    """A client of the scheduler, which has a worker that knows what we know."""
    from distributed import Client

    try:
        client = Client(address, timeout=WORKERS_WITHIN_S, set_as_default=False)
    except (OSError, ValueError) as error:
        problem = QT_TRANSLATE_NOOP("errors", "There is no Dask scheduler at this address.")
        raise _unreachable(address, problem) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=WORKERS_WITHIN_S)
        except TimeoutError as error:
            problem = QT_TRANSLATE_NOOP("errors", "The Dask scheduler has no workers.")
            raise _unreachable(address, problem) from error
        _check_versions(client)
        yield client


def _check_versions(client: Any) -> None:
    """Refuse workers that would compute otherwise, or not at all."""
    versions = client.get_versions(packages=["nnsim"])
    ours = versions["client"]["packages"]["nnsim"] or __version__
    for worker, found in versions["workers"].items():
        theirs = found["packages"]["nnsim"]
        if theirs != ours:
            raise _other_version(worker, theirs, ours)


def _other_version(worker: str, theirs: str | None, ours: str) -> InputError:
    problem = QT_TRANSLATE_NOOP("errors", "A worker of the cluster has nnsim {0}, and this is nnsim {1}.")
    if theirs is None:
        problem = QT_TRANSLATE_NOOP("errors", "A worker of the cluster has no nnsim; this is nnsim {1}.")
    hint = QT_TRANSLATE_NOOP("errors", "Install the same version of nnsim on all workers.")
    return InputError("sweep.other_version", Words(problem, theirs, ours), where=worker, hint=hint)


def _unreachable(address: str, problem: str) -> InputError:
    hint = QT_TRANSLATE_NOOP("errors", "Start “dask scheduler” and “dask worker ADDRESS”, or leave --dask out.")
    return InputError("sweep.unreachable", problem, where=address, hint=hint)
