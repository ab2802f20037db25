"""Processes of this machine that do the jobs of a sweep."""

from __future__ import annotations

import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.synchronize import Event
from threading import Timer, current_thread, main_thread
from types import FrameType
from typing import Any

from nnsim.errors import InputError
from nnsim.runs.sweep import Job, Outcome, never, work
from nnsim.runs.worker_process import begin, is_told_to_stop
from nnsim.words import QT_TRANSLATE_NOOP, Words

POLL_S = 0.1
"""How often it is asked whether someone has cancelled."""
GRACE_S = 0.5
"""So long a process that was told to end may take."""
AHEAD = 8
"""So many jobs for each process are handed out or wait for it: to look at all of many thousands takes long."""


class Pool:
    """Processes of this machine, each with one thread.

    They are started afresh (``spawn``) on every system: a copy of a process with a window and threads may hang.

    Parameters
    ----------
    workers : how many processes
    gentle : whether they let all else go first, where the system can do that
    """

    def __init__(self, workers: int, *, gentle: bool = False) -> None:
        self.workers = workers
        self.gentle = gentle

    def outcomes(self, jobs: Sequence[Job], cancelled: Callable[[], bool] = never) -> Generator[Outcome, None, None]:
        """See ``Executor``."""
        if not jobs:
            return
        workers = min(self.workers, len(jobs))
        with (
            _CtrlC() as ctrl_c,
            _Spawn() as context,
            ProcessPoolExecutor(
                workers, context, initializer=begin, initargs=(told := context.sign(), self.gentle)
            ) as pool,
        ):
            waiting: set[Future[Outcome | None]] = set()
            left = iter(jobs)
            try:
                while not cancelled() and not ctrl_c.pressed:
                    with _deaf_to_ctrl_c():
                        next_ones = islice(left, AHEAD * workers - len(waiting))
                        waiting |= {pool.submit(_work_here, job) for job in next_ones}
                    if not waiting:
                        return
                    done, waiting = wait(waiting, POLL_S, FIRST_COMPLETED)
                    found = [outcome for future in done if (outcome := future.result()) is not None]
                    yield from sorted(found, key=lambda outcome: outcome.number)
            except BrokenProcessPool as error:
                raise worker_lost() from error
            finally:
                told.set()  # and cancel nothing: over that, a pool that loses a process would stumble
                context.end_soon()


class _Spawn(SpawnContext):
    """Remembers the processes that it has started, to end those that have not heard that they should."""

    def __init__(self) -> None:
        super().__init__()
        self._started: list[SpawnProcess] = []
        self._ending = Timer(GRACE_S, self._terminate)

    def Process(self, *arguments: Any, **named: Any) -> SpawnProcess:  # type: ignore[override]
        """One that is going to be started."""
        process = SpawnProcess(*arguments, **named)
        self._started.append(process)
        return process

    def sign(self) -> Event:
        """What all processes see; raises ``InputError`` where the system gives them nothing in common."""
        try:
            return self.Event()
        except OSError as error:
            raise InputError(
                "sweep.no_processes",
                Words(QT_TRANSLATE_NOOP("errors", "This system lets no processes work together: {0}."), error.strerror),
                where="sweep",
                hint=QT_TRANSLATE_NOOP(
                    "errors",
                    "One at a time it works: nnsim sweep --jobs 1. On Linux /dev/shm must be a folder to write to.",
                ),
            ) from error

    def end_soon(self) -> None:
        """All were told to end. Whoever has not after ``GRACE_S``, such as one on its way up, is ended from outside."""
        self._ending.start()

    def _terminate(self) -> None:
        for process in self._started:
            if process.pid is not None:
                process.terminate()

    def __enter__(self) -> _Spawn:
        return self

    def __exit__(self, *_error: object) -> None:
        self._ending.cancel()
        if self._ending.ident is not None:
            self._ending.join()


class _CtrlC:
    """Notes Ctrl+C while it is entered, and raises ``KeyboardInterrupt`` at its end.

    Raised at any moment it would now and then meet the pool with a lock in hand, which nobody would ever let go.
    """

    def __init__(self) -> None:
        self.pressed = False
        self._before: Any = None

    def __enter__(self) -> _CtrlC:
        if current_thread() is main_thread():
            self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.pressed = True

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
        if self.pressed and kind in (None, GeneratorExit):
            raise KeyboardInterrupt


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Processes that are started in here never hear Ctrl+C, which here is heard afterwards.

    One that it ended on its way up, or while it takes a job, would leave the others waiting for ever.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows, where a console asks the processes one by one
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work_here(job: Job) -> Outcome | None:
    """In a process of the pool."""
    return None if is_told_to_stop() else work(job, is_told_to_stop)


def worker_lost() -> InputError:
    """What to say when a process that trained is there no more."""
    return InputError(
        "sweep.worker_lost",
        QT_TRANSLATE_NOOP("errors", "A process that trained was ended from outside, perhaps for lack of memory."),
        where="sweep",
        hint=QT_TRANSLATE_NOOP("errors", "Try again with fewer processes at a time."),
    )
