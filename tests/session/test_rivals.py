"""Rivals beside the network: the newest wish, an end that comes, and the network as it is now."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from nnsim.data.named import named_data
from nnsim.model import data_edits
from nnsim.model.start import new_project
from nnsim.runs.rivals import RivalPlan, is_there
from nnsim.session.rivals import Rivals
from nnsim.session.session import Session

needs_sklearn = pytest.mark.skipif(not is_there(), reason="scikit-learn, from which the rivals come, is missing")


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    made = Session(new_project("circle", named_data("circle", n_samples=60), (3,)))
    yield made
    assert made.close()


@pytest.fixture
def rivals(session: Session) -> Rivals:
    made = Rivals(session)
    made.attend()
    return made


def fitting() -> int:
    return sum(thread.name == "rivals" for thread in threading.enumerate())


def settle(rivals: Rivals, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not rivals.is_running, timeout=60_000)


def test_of_many_wishes_the_newest_is_answered_and_none_goes_on(rivals: Rivals, qtbot: QtBot) -> None:
    for depth in range(1, 7):
        rivals.set_plan(RivalPlan(("tree",), depth=depth))
    settle(rivals, qtbot)
    assert rivals.plan.depth == 6
    assert len(rivals.found) == (1 if is_there() else 0)
    qtbot.waitUntil(lambda: fitting() == 0)


def test_closing_ends_what_is_under_way(rivals: Rivals) -> None:
    rivals.set_plan(RivalPlan(("tree",)))
    rivals.close()
    assert not rivals.is_running
    assert fitting() == 0


def test_why_nothing_comes_of_it_is_told_until_another_plan(rivals: Rivals, qtbot: QtBot) -> None:
    rivals.set_plan(RivalPlan(("tree",), depth=0))
    settle(rivals, qtbot)
    assert rivals.problem is not None
    assert rivals.problem.code == ("rivals.plan" if is_there() else "usage.no_rivals")
    assert not rivals.can_fit_again, "what is refused once is refused again"
    rivals.set_plan(RivalPlan(("tree",)))
    assert rivals.problem is None


def test_what_is_stopped_can_be_fitted_again(rivals: Rivals, qtbot: QtBot) -> None:
    rivals.stop()
    assert not rivals.is_running
    assert rivals.can_fit_again
    rivals.fit_again()
    assert rivals.is_running
    settle(rivals, qtbot)


def test_other_data_are_compared_once_somebody_looks(rivals: Rivals, session: Session, qtbot: QtBot) -> None:
    settle(rivals, qtbot)
    assert rivals.network() is not None
    session.apply(data_edits.choose_toy, "sine")
    assert rivals.network() is None
    rivals.attend()
    assert rivals.prepared is session.prepared
    assert rivals.network() is not None
    assert "bayes" not in rivals.suited, "of quantities"


def test_the_network_is_scored_as_its_run_scores_it(rivals: Rivals, session: Session, qtbot: QtBot) -> None:
    for _ in range(20):
        session.step_epoch()
    qtbot.waitUntil(lambda: session.run_state != "running" and session.snapshot.epoch == 20)
    told = rivals.network()
    assert told is not None
    assert told.test is not None
    curves = session.snapshot.curves
    assert told.train["accuracy"] == curves.train_metric[-1]
    assert told.test["accuracy"] == curves.test_metric[-1]


@needs_sklearn
def test_what_was_found_before_it_was_stopped_stays(rivals: Rivals, qtbot: QtBot) -> None:
    rivals.set_plan(RivalPlan(features=("x1^2", "x2^2")))
    qtbot.waitUntil(lambda: bool(rivals.found), timeout=60_000)
    rivals.stop()
    found = len(rivals.found)
    assert 1 <= found <= rivals.total
    rivals.fit_again()
    settle(rivals, qtbot)
    assert len(rivals.found) == rivals.total == 8
