"""A run goes on while cells of a table are typed and rows come and go, and each moment of it comes back bit by bit."""

from __future__ import annotations

import numpy as np
import pytest

from nnsim.data.choices import Pasted
from nnsim.data.named import table_data
from nnsim.data.reading import read_table
from nnsim.engine.spec import Choice, TrainSpec
from nnsim.model import table_edits
from nnsim.model.start import new_project
from nnsim.runs.experiment import Experiment
from nnsim.storage import project_file

TEXT = "a,b,kind\n" + "".join(f"{i}.5,{i * i % 7},{'uv'[i % 2]}\n" for i in range(30))


@pytest.fixture
def experiment() -> Experiment:
    training = TrainSpec(optimizer=Choice("adam"), learning_rate=0.03, batch_size=7)
    return Experiment(new_project("mine", table_data(read_table(Pasted(TEXT))), (4,), training=training))


def train(experiment: Experiment, updates: int) -> None:
    for _ in range(updates):
        experiment.run.trainer.advance(1)
        experiment.note()


def state(experiment: Experiment) -> list[bytes]:
    checkpoint = experiment.run.checkpoint()
    held = [checkpoint.parameters, *(checkpoint.optimizer[name] for name in sorted(checkpoint.optimizer))]
    return [array.tobytes() for array in held]


def type_cell(experiment: Experiment, row: int, column: int, text: str) -> None:
    experiment.apply(lambda project: table_edits.set_cells(project, [row], column, ((text,),)))


def test_a_typed_cell_leaves_weights_memory_and_the_order_of_the_epoch_alone(experiment: Experiment) -> None:
    train(experiment, 4)
    before, order, run_id = state(experiment), experiment.run.trainer.rows_of_batch().tolist(), experiment.run.run_id
    type_cell(experiment, 3, 0, "7,25")
    assert state(experiment) == before
    assert (experiment.run.trainer.step, experiment.run.run_id) == (4, run_id)
    assert experiment.run.trainer.rows_of_batch().tolist() == order
    assert experiment.run.prepared.dataset.inputs[3, 0] == 7.25


def test_undo_takes_the_cell_back_and_leaves_learning_alone(experiment: Experiment) -> None:
    train(experiment, 4)
    type_cell(experiment, 3, 0, "7")
    train(experiment, 3)
    learnt = state(experiment)
    experiment.undo()
    assert experiment.run.prepared.dataset.inputs[3, 0] == 3.5
    assert state(experiment) == learnt


def test_another_class_or_one_that_is_gone_needs_another_network(experiment: Experiment) -> None:
    train(experiment, 4)
    learnt = state(experiment)
    type_cell(experiment, 3, 2, "w")
    assert experiment.run.trainer.step == 0
    experiment.undo()
    assert state(experiment) == learnt, "undo brings the weights back, too"
    for row in range(1, 30, 2):
        if row > 1:
            experiment.apply(lambda project: table_edits.delete_rows(project, [2]))
    assert experiment.run.trainer.step == 4, "rows that go leave both classes"
    type_cell(experiment, 1, 2, "z")
    assert experiment.run.trainer.step == 0, "two classes as before, but other ones"


def test_each_moment_comes_back_with_the_table_of_its_time(experiment: Experiment) -> None:
    edits = (
        lambda project: table_edits.set_cells(project, [2], 0, (("9",),)),
        lambda project: table_edits.delete_rows(project, [0, 5, 8]),
        lambda project: table_edits.clear_cells(project, {1: np.array([1])}),
        lambda project: table_edits.set_cells(project, [27, 28], 0, (("1", "2", "u"), ("3", "4", "v"))),
    )
    seen, n_trained = {}, {}
    for edit in edits:
        for _ in range(5):
            train(experiment, 1)
            seen[experiment.run.trainer.step] = state(experiment)
            n_trained[experiment.run.trainer.step] = len(experiment.run.prepared.train_rows)
        experiment.apply(edit)
    for at in seen:
        there = experiment.timeline.run_at(at, experiment.run.prepared)
        assert there is not None
        assert there.checkpoint().parameters.tobytes() == seen[at][0]
        if at % 5:  # there the next edit was made, and its table is that of the moment
            assert len(there.prepared.train_rows) == n_trained[at]


def test_an_epoch_counts_the_rows_of_then(experiment: Experiment) -> None:
    n_before = len(experiment.run.prepared.train_rows)
    train(experiment, 6)  # two epochs of 21 rows in batches of 7
    tested = set(experiment.run.prepared.test_rows.tolist())
    gone = [row for row in range(30) if row not in tested][:8]
    experiment.apply(lambda project: table_edits.delete_rows(project, gone))
    train(experiment, experiment.run.trainer.n_batches)
    course, n_samples = experiment.timeline.present, len(experiment.run.prepared.train_rows)
    assert (n_before, n_samples) == (21, 13)
    assert course.epoch_of(3, n_samples) == 1.0
    assert course.epoch_of(experiment.run.trainer.step, n_samples) == 3.0


def test_a_file_keeps_the_run_from_its_last_cell_on(experiment: Experiment, tmp_path) -> None:
    train(experiment, 9)
    type_cell(experiment, 3, 0, "7")
    train(experiment, 6)
    path = tmp_path / "typed.nnsim"
    project_file.write_work(experiment.work(), path)
    work = project_file.read_work(path)
    again = Experiment(work.project, runs=work.runs)
    assert again.timeline.present.moments[0].at >= 9
    assert state(again) == state(experiment)
    train(again, 3)
    train(experiment, 3)
    assert state(again) == state(experiment)
    assert np.array_equal(again.run.prepared.train_rows, experiment.run.prepared.train_rows)
