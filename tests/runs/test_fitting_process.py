"""The process that fits rivals: kept from order to order, ended while it works, and what is told if it is lost."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import pytest

from nnsim.data.named import named_data
from nnsim.data.prepare import prepare
from nnsim.errors import InputError, SpecError, UsageError
from nnsim.runs.fitting_process import FittingProcess
from nnsim.runs.rivals import RivalPlan, fit_rivals, is_there
from nnsim.words import Words

needs_sklearn = pytest.mark.skipif(not is_there(), reason="scikit-learn, from which the rivals come, is missing")
CIRCLE = named_data("circle", n_samples=40)
TREE = RivalPlan(("tree",), ("x1^2",))


@pytest.fixture(scope="module")
def process() -> Iterator[FittingProcess]:
    made = FittingProcess()
    yield made
    made.end()


def outcome(process: FittingProcess, plan: RivalPlan = TREE) -> str:
    """What comes of an order: how many fits, or why none."""
    try:
        return str(len(list(process.fit(plan, CIRCLE))))
    except UsageError as error:
        return error.code


EXPECTED = "2" if is_there() else "usage.no_rivals"


def test_it_is_kept_from_order_to_order_and_another_is_begun_when_it_is_gone(process: FittingProcess) -> None:
    assert outcome(process) == EXPECTED
    pid = process.pid
    assert pid is not None
    assert outcome(process) == EXPECTED
    assert process.pid == pid
    process.end()
    assert process.pid is None
    assert outcome(process) == EXPECTED
    assert process.pid not in (None, pid)


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="a process is ended from outside as Unix does it")
def test_one_that_was_ended_while_nothing_was_asked_of_it_is_replaced_without_a_word(process: FittingProcess) -> None:
    assert outcome(process) == EXPECTED
    pid = process.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)  # so that it is alive when it is asked
    killer = threading.Timer(0.2, os.kill, (pid, signal.SIGKILL))
    killer.start()
    assert outcome(process) == EXPECTED
    killer.join()
    assert process.pid != pid


@dataclass(frozen=True)
class Fatal:
    """Ends the process in which it is unpacked."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (9,)


def test_a_process_that_is_gone_is_told_and_the_next_order_begins_another(process: FittingProcess) -> None:
    with pytest.raises(InputError) as refusal:
        list(process.fit(TREE, Fatal()))  # type: ignore[arg-type]
    assert refusal.value.code == "rivals.process_lost"
    assert refusal.value.hint
    assert refusal.value.unchanged
    assert outcome(process) == EXPECTED


def test_what_is_cancelled_before_it_begins_begins_no_process() -> None:
    process = FittingProcess()
    assert list(process.fit(TREE, CIRCLE, lambda: True)) == []
    assert process.pid is None


def test_a_refusal_is_the_same_after_it_has_come_from_another_process() -> None:
    error = SpecError("a.code", Words("There is no layer {0}.", 3), where="here", hint="h", unchanged="u")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  (its own)
    assert type(copy) is SpecError
    assert (copy.as_dict(), copy.args, copy.message.arguments) == (error.as_dict(), error.args, ("3",))


@needs_sklearn
def test_what_it_fits_is_what_would_be_fitted_here_and_nothing_is_fitted_twice(process: FittingProcess) -> None:
    found = list(process.fit(TREE, CIRCLE))
    for there, here in zip(found, fit_rivals(TREE, CIRCLE, prepare(CIRCLE)), strict=True):
        assert (there.train, there.test, there.size) == (here.train, here.test, here.size)
        np.testing.assert_array_equal(there.plane, here.plane)
    again = list(process.fit(RivalPlan(("linear", "tree"), ("x1^2",)), CIRCLE))
    assert [one.seconds for one in again[2:]] == [one.seconds for one in found]


@needs_sklearn
def test_called_off_between_two_fits_the_process_stays(process: FittingProcess) -> None:
    asked = iter([False, False])
    found = list(process.fit(RivalPlan(), CIRCLE, lambda: next(asked, True)))
    pid = process.pid
    assert len(found) < 4
    assert outcome(process) == EXPECTED
    assert process.pid == pid


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="a process can be held only on Unix")
def test_one_that_does_not_end_when_it_is_called_off_is_ended(process: FittingProcess) -> None:
    assert outcome(process) == EXPECTED
    pid = process.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    asked = iter([False, False])
    with closing(process.fit(TREE, CIRCLE, lambda: next(asked, True))) as fits:
        assert list(fits) == []
    assert process.pid is None
