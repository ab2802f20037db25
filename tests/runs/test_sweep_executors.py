"""Whoever does the jobs of a sweep, the outcomes are the same to the last bit; and all can be stopped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nnsim.errors import InputError, UsageError
from nnsim.runs.executors import Executor, Serial, executor, usual_workers
from nnsim.runs.joblib_executor import DaskCluster, JoblibPool
from nnsim.runs.process_pool import AHEAD, Pool
from nnsim.runs.run import Run
from nnsim.runs.sweep import Job, plan, work

from .sweeps import diverging_sweep, done_by, small_sweep

NO_JOBLIB = "joblib is an extra of nnsim: pip install -e '.[sweep]'"
NO_DISTRIBUTED = "distributed is an extra of nnsim: pip install -e '.[dask]'"
ENDLESS = 10**9


def joblib_pool() -> JoblibPool:
    """Two processes, if joblib is there."""
    pytest.importorskip("joblib", reason=NO_JOBLIB)
    return JoblibPool(2)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Dask scheduler with two workers, each a process of this machine."""
    with started_cluster(tmp_path_factory, 2) as address:
        yield address


@contextmanager
def started_cluster(tmp_path_factory: pytest.TempPathFactory, n_workers: int) -> Iterator[str]:
    """A scheduler and so many workers with one thread each, ended afterwards."""
    pytest.importorskip("joblib", reason=NO_JOBLIB)
    pytest.importorskip("distributed", reason=NO_DISTRIBUTED)
    folder = tmp_path_factory.mktemp("dask")
    with started(folder, "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", "at.json"):
        while not (at := folder / "at.json").exists():
            time.sleep(0.05)
        address = json.loads(at.read_text(encoding="utf-8"))["address"]
        options = (address, "--nthreads", "1", "--no-nanny")
        with ExitStack() as workers:
            for _ in range(n_workers):
                workers.enter_context(started(folder, "worker", *options))
            yield address


@contextmanager
def started(folder: Path, *words: str) -> Iterator[None]:
    """A process of Dask's, ended afterwards."""
    command = [sys.executable, "-m", "dask", *words, "--no-dashboard"]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


LOCAL = [pytest.param(lambda: Pool(2), id="pool"), pytest.param(joblib_pool, id="joblib")]


def with_an_endless_one() -> tuple[Job, ...]:
    """Two short jobs, then two that would take days."""
    jobs = plan(small_sweep())[:4]
    return *jobs[:2], *(replace(job, epochs=ENDLESS) for job in jobs[2:])


@pytest.mark.parametrize("made", LOCAL)
def test_processes_come_to_the_same_as_one_after_another(made: Callable[[], Executor]) -> None:
    jobs = (*plan(small_sweep()), *(replace(job, number=job.number + 8) for job in plan(diverging_sweep())))
    alone = done_by(Serial(), jobs)
    assert [outcome.number for outcome in alone] == list(range(14))
    assert {outcome.ending for outcome in alone} == {"reached", "epochs", "diverged"}
    assert done_by(made(), jobs) == alone


def test_two_dask_processes_come_to_the_same_as_one_after_another(cluster: str) -> None:
    jobs = plan(small_sweep())
    assert done_by(executor(2, cluster), jobs) == done_by(Serial(), jobs)


class Trace(str):
    """Makes a folder of this name wherever it arrives."""

    def __reduce__(self) -> tuple[object, ...]:
        return os.makedirs, (str(self), 0o777, True)


def test_a_cluster_with_a_single_thread_does_the_jobs_too(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    plain = plan(small_sweep())[:3]
    jobs = tuple(replace(job, project=replace(job.project, name=Trace(tmp_path / str(job.number)))) for job in plain)
    with started_cluster(tmp_path_factory, 1) as address:
        assert done_by(executor(2, address), jobs) == done_by(Serial(), plain)
    assert {folder.name for folder in tmp_path.iterdir()} == {"0", "1", "2"}


def test_cancelling_leaves_the_rest_to_the_cluster_undone(cluster: str) -> None:
    jobs = plan(small_sweep())
    done: set[int] = set()
    for outcome in executor(2, cluster).outcomes(jobs, lambda: len(done) >= 2):
        done.add(outcome.number)
    assert len(done) == 2


def test_one_after_another_keeps_the_order_and_does_nothing_ahead() -> None:
    jobs = with_an_endless_one()
    with closing(Serial().outcomes(jobs)) as outcomes:
        assert [next(outcomes), next(outcomes)] == [work(job) for job in jobs[:2]]


@pytest.mark.parametrize("made", [pytest.param(Serial, id="serial"), LOCAL[0]])
def test_cancelling_keeps_what_is_done(made: Callable[[], Executor]) -> None:
    jobs = with_an_endless_one()
    done: set[int] = set()
    for outcome in made().outcomes(jobs, lambda: len(done) == 2):
        done.add(outcome.number)
    assert done == {0, 1}


@pytest.mark.parametrize("made", LOCAL)
def test_cancelling_does_not_wait_for_the_run_under_way(made: Callable[[], Executor]) -> None:
    endless = [replace(job, epochs=ENDLESS) for job in plan(small_sweep())[:2]]
    asked = iter(range(10**9))
    assert list(made().outcomes(endless, lambda: next(asked) > 3)) == []


@pytest.mark.parametrize("made", LOCAL)
def test_more_jobs_than_are_handed_out_at_a_time_are_all_done(made: Callable[[], Executor]) -> None:
    jobs = [replace(job, number=number) for number in range(9) for job in plan(small_sweep())[:1]] * 3
    assert len(done_by(made(), tuple(jobs))) == len(jobs) > 2 * AHEAD


@pytest.mark.parametrize("made", LOCAL)
def test_weights_come_along_where_they_are_to_be_kept(made: Callable[[], Executor]) -> None:
    jobs = [replace(job, keeps=job.number == 1) for job in plan(small_sweep())[:2]]
    plain, kept = done_by(made(), tuple(jobs))
    assert plain.checkpoint is None
    run = Run(jobs[1].project)
    run.train_epochs(3)
    assert kept.checkpoint is not None
    np.testing.assert_array_equal(kept.checkpoint.parameters, run.checkpoint().parameters, strict=True)


@pytest.mark.parametrize("made", LOCAL)
def test_closing_ends_what_is_under_way(made: Callable[[], Executor]) -> None:
    jobs = with_an_endless_one()
    with closing(made().outcomes(jobs)) as outcomes:
        assert next(outcomes).number in (0, 1)


@pytest.mark.parametrize("made", LOCAL)
def test_a_process_that_is_gone_is_told(made: Callable[[], Executor]) -> None:
    suicidal = replace(plan(small_sweep())[0], project=Fatal())
    with pytest.raises(InputError) as refusal:
        done_by(made(), (suicidal, suicidal))
    assert refusal.value.code == "sweep.worker_lost"
    assert isinstance(refusal.value.__cause__, BrokenProcessPool)


@pytest.mark.skipif(sys.platform != "linux", reason="what processes have in common is a file only on Linux")
def test_system_that_gives_processes_nothing_in_common_is_told_and_what_works_there() -> None:
    import resource

    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, usual[1]))
    try:
        with pytest.raises(InputError, match="no processes") as refusal:
            done_by(Pool(2), plan(small_sweep())[:2])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert refusal.value.code == "sweep.no_processes"
    assert "--jobs 1" in refusal.value.hint


class Fatal:
    """Ends the process in which it is unpacked."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (9,)


@pytest.mark.parametrize("made", [pytest.param(Serial, id="serial"), *LOCAL])
def test_nothing_to_do_is_done_at_once(made: Callable[[], Executor]) -> None:
    assert done_by(made(), ()) == []


def test_one_process_is_this_one() -> None:
    assert isinstance(executor(1), Serial)
    assert not isinstance(executor(2), Serial)
    assert usual_workers() >= 1


def test_who_asks_for_a_cluster_without_what_reaches_it_is_told_so_and_what_can_be_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    try:
        import distributed  # noqa: F401
        import joblib  # noqa: F401
    except ImportError:
        with pytest.raises(UsageError, match="joblib") as refusal:
            executor(2, "tcp://127.0.0.1:1")
        assert refusal.value.code == "usage.no_dask"
        assert "pip install" in refusal.value.hint
        monkeypatch.setattr(sys, "frozen", True, raising=False)
        with pytest.raises(UsageError, match="joblib") as refusal:
            executor(2, "tcp://127.0.0.1:1")
        assert "comes without them" in refusal.value.hint
    else:
        assert isinstance(executor(2, "tcp://127.0.0.1:1"), DaskCluster)
