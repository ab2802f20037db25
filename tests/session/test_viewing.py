"""A sample that somebody has chosen to look at."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnsim.engine.snapshot import SampleView
from nnsim.model import data_edits
from nnsim.session.session import Session


def view(session: Session) -> SampleView:
    found = session.snapshot.sample_view
    assert found is not None
    return found


@pytest.fixture
def looked(session: Session, qtbot: QtBot) -> Session:
    session.watch("test", ("sample",))
    qtbot.waitUntil(lambda: session.snapshot.sample_view is not None)
    return session


@pytest.mark.parametrize("part", ["train", "test"])
def test_its_numbers_are_shown_whether_it_is_for_training_or_for_test(looked: Session, qtbot: QtBot, part: str) -> None:
    prepared = looked.prepared
    rows, inputs = (
        (prepared.train_rows, prepared.train_inputs) if part == "train" else (prepared.test_rows, prepared.test_inputs)
    )
    looked.view_sample(int(rows[5]))
    qtbot.waitUntil(lambda: view(looked).chosen)
    assert view(looked).row == rows[5]
    assert np.array_equal(view(looked).inputs, inputs[5])


def test_it_stays_through_a_run_an_edit_and_undo(looked: Session, qtbot: QtBot) -> None:
    row = int(looked.prepared.test_rows[3])
    looked.view_sample(row)
    looked.run()
    qtbot.waitUntil(lambda: looked.snapshot.epoch > 2)
    looked.pause()
    assert looked.set_weight(0, 0, 0, 0.5)
    assert view(looked).row == row
    looked.undo()
    qtbot.waitUntil(lambda: view(looked).row == row and view(looked).chosen)


def test_stepping_by_sample_shows_the_sample_that_is_looked_at(looked: Session, qtbot: QtBot) -> None:
    looked.view_sample(int(looked.prepared.test_rows[3]))
    looked.step_sample()
    qtbot.waitUntil(lambda: view(looked).stepped)
    assert not view(looked).chosen
    assert view(looked).row in looked.prepared.train_rows


def test_of_other_data_none_is_chosen(looked: Session, qtbot: QtBot) -> None:
    looked.view_sample(int(looked.prepared.test_rows[3]))
    assert looked.apply(data_edits.choose_toy, "xor")
    qtbot.waitUntil(lambda: looked.snapshot.sample_view is not None and not view(looked).chosen)
    assert looked.viewing.row(looked.prepared) is None


def test_choosing_changes_no_number_of_training(looked: Session) -> None:
    before = looked.stamped_project()
    looked.view_sample(int(looked.prepared.test_rows[0]))
    assert looked.stamped_project().checkpoint is before.checkpoint is None
    assert not looked.modified
