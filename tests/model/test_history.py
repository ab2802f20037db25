"""Undo and redo bring back the very values, and know when the project is as it was saved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from nnsim.data.dataset import frozen
from nnsim.data.spec import DataSpec, TableSource, ToySource
from nnsim.data.tables import Column, Table
from nnsim.engine.snapshot import Checkpoint
from nnsim.model import edits
from nnsim.model.data_edits import use_data
from nnsim.model.history import MAX_STEPS, History
from nnsim.model.start import new_project
from nnsim.model.table_edits import set_cells

PROJECT = new_project("history", DataSpec(ToySource("circle", 20)), (3,))


def weights(value: float) -> Checkpoint:
    return Checkpoint(PROJECT.network, np.full(PROJECT.network.n_parameters, value), step=int(value))


def with_rates(*rates: float) -> History:
    history = History(PROJECT)
    for rate in rates:
        history.push(edits.set_learning_rate(history.present, rate))
        history.stop_merging()
    return history


def test_undo_and_redo_bring_back_the_very_same_values() -> None:
    history = with_rates(0.1, 0.2)
    last = history.present
    history.undo()
    middle = history.present
    assert middle.training.learning_rate == 0.1
    history.undo()
    assert history.present is PROJECT
    assert history.undo() is None
    history.redo()
    assert history.present is middle
    history.redo()
    assert history.present is last
    assert history.redo() is None


def test_a_new_edit_forgets_what_was_undone() -> None:
    history = with_rates(0.1, 0.2)
    history.undo()
    history.push(edits.set_l2(history.present, 0.5))
    assert history.redoable is None
    assert history.undoable.label == "L2 penalty {0}"


def test_a_drag_is_one_step_and_another_gesture_another() -> None:
    history = History(PROJECT)
    for rate in (0.1, 0.2, 0.3):
        history.push(edits.set_learning_rate(history.present, rate), merging=True)
    history.stop_merging()
    history.push(edits.set_learning_rate(history.present, 0.4), merging=True)
    history.undo()
    assert history.present.training.learning_rate == 0.3
    history.undo()
    assert history.present is PROJECT


def test_edits_of_other_things_do_not_merge() -> None:
    history = History(PROJECT)
    history.push(edits.set_l1(history.present, 0.1))
    history.push(edits.set_l2(history.present, 0.1))
    history.push(edits.set_l1(history.present, 0.2))
    history.undo()
    assert (history.present.training.l1, history.present.training.l2) == (0.1, 0.1)


def test_the_first_edit_after_an_undo_does_not_merge_with_the_one_before() -> None:
    history = History(PROJECT)
    history.push(edits.set_learning_rate(history.present, 0.1))
    history.push(edits.set_l2(history.present, 0.1))
    history.undo()
    history.push(edits.set_learning_rate(history.present, 0.2))
    history.undo()
    assert history.present.training.learning_rate == 0.1


def test_clean_follows_the_saved_value_through_undo_and_redo() -> None:
    history = with_rates(0.1)
    assert not history.clean
    history.mark_clean()
    assert history.clean
    history.undo()
    assert not history.clean
    history.redo()
    assert history.clean
    history.push(edits.set_l2(history.present, 0.5))
    history.undo()
    assert history.clean


def test_the_weights_a_project_is_left_with_come_back_by_undo_and_redo() -> None:
    history = History(PROJECT)
    history.leave(weights(1))
    history.push(edits.add_neuron(history.present, 0))
    wider = replace(weights(2), network=history.present.network)
    history.leave(wider)
    history.undo()
    assert history.present.checkpoint.step == 1
    history.leave(weights(3))
    history.redo()
    assert history.present.checkpoint is wider
    history.undo()
    assert history.present.checkpoint.step == 3


def test_training_alone_does_not_make_a_project_unclean() -> None:
    history = with_rates(0.1)
    history.mark_clean()
    history.leave(weights(5))
    assert history.clean
    history.push(edits.restart(history.present))
    assert not history.clean
    history.undo()
    assert history.clean


def test_the_oldest_steps_are_forgotten_and_the_rest_still_works() -> None:
    history = with_rates(*(0.001 * step for step in range(1, MAX_STEPS + 50)))
    undone = 0
    while history.undo():
        undone += 1
    assert undone == MAX_STEPS
    assert history.present.training.learning_rate == 0.001 * 49


def test_tables_kept_for_undo_have_a_bound_and_what_they_share_counts_once(monkeypatch) -> None:
    monkeypatch.setattr("nnsim.model.history.MAX_BYTES", 50_000)
    values = [frozen(np.arange(1_000.0)) for _ in range(3)]
    columns = tuple(Column(name, "number", column) for name, column in zip("abc", values, strict=True))
    data = DataSpec(TableSource(Table("t", columns), ("c",), "regression"))
    history = History(use_data(PROJECT, data).project)
    for value in range(20):
        history.push(set_cells(history.present, [0], 0, [[str(value + 0.5)]]))
        history.stop_merging()
    undone = 0
    while history.undo():
        undone += 1
    assert 2 <= undone <= 6, "columns b and c are the same in all, and those in hand are no memory for undo"
