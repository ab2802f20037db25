"""A run goes on while points are drawn, moved and deleted, and each moment of it comes back bit by bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from nnsim.data.named import named_data
from nnsim.engine.spec import Choice, TrainSpec
from nnsim.model import drawn_edits, edits
from nnsim.model.start import new_project
from nnsim.runs.experiment import Experiment
from nnsim.runs.hindsight import Lens, Piece
from nnsim.runs.quantities import RESULTS
from nnsim.storage import project_file


def own_experiment(batch_size=7, name="circle"):
    training = TrainSpec(optimizer=Choice("adam"), learning_rate=0.03, batch_size=batch_size)
    project = new_project(name, named_data(name, n_samples=40), (4,), training=training)
    return Experiment(project)


@pytest.fixture
def experiment():
    return own_experiment()


def train(experiment, updates):
    for _ in range(updates):
        experiment.run.trainer.advance(1)
        experiment.note()


def add(experiment, count=1, target=0):
    places = np.linspace(-3, 3, 2 * count).reshape(-1, 2)
    return experiment.apply(lambda project: drawn_edits.add_points(project, places, target))


def state(run):
    checkpoint = run.checkpoint()
    return [checkpoint.parameters, *(checkpoint.optimizer[name] for name in sorted(checkpoint.optimizer))]


def same(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_weights_and_memory_stay_and_training_goes_on(experiment):
    train(experiment, 10)
    before, run_id = state(experiment.run), experiment.run.run_id
    add(experiment)
    run = experiment.run
    assert same(before, state(run))
    assert (run.trainer.step, run.run_id) == (10, run_id)
    assert len(run.prepared.dataset.inputs) == 41
    train(experiment, 10)
    assert run.trainer.step == 20


def test_a_point_that_is_moved_leaves_the_order_of_the_epoch_alone(experiment):
    train(experiment, 1)
    order = experiment.run.trainer.rows_of_batch().tolist()
    experiment.apply(lambda project: drawn_edits.move_points(project, [3], np.array([[1.0, 1.0]])))
    assert experiment.run.trainer.batch == 1
    assert experiment.run.trainer.rows_of_batch().tolist() == order


def test_with_more_points_the_epoch_under_way_begins_once_more(experiment):
    train(experiment, 1)
    add(experiment, 6)
    assert (experiment.run.trainer.batch, experiment.run.trainer.epoch) == (0, 0)


def test_undo_takes_the_points_back_and_leaves_learning_alone(experiment):
    source = experiment.project.data.source
    train(experiment, 5)
    add(experiment, 6)
    train(experiment, 4)
    learnt = state(experiment.run)
    experiment.undo()
    assert experiment.project.data.source is source
    assert same(learnt, state(experiment.run))
    assert experiment.run.trainer.step == 9
    experiment.redo()
    assert len(experiment.run.prepared.dataset.inputs) == 46


def test_a_gesture_is_one_step(experiment):
    for _ in range(5):
        places = [(1.0, 1.0)]
        experiment.apply(lambda project, places=places: drawn_edits.add_points(project, places, 0), dragging=True)
        train(experiment, 1)
    assert len(experiment.run.prepared.dataset.inputs) == 45
    experiment.undo()
    assert len(experiment.run.prepared.dataset.inputs) == 40
    assert experiment.history.undoable is None


def test_an_epoch_counts_what_was_trained_with_then(experiment):
    train(experiment, 6)  # two epochs of 20 samples in batches of 7
    add(experiment, 40)
    train(experiment, experiment.run.trainer.n_batches)
    course, n_samples = experiment.timeline.present, len(experiment.run.prepared.train_rows)
    assert n_samples > 30
    assert course.epoch_of(3, n_samples) == 1.0
    assert course.epoch_of(experiment.run.trainer.step, n_samples) == 3.0
    assert course.at_epoch(1.0, n_samples) == 3


def test_a_file_keeps_the_run_from_its_last_points_on(experiment, tmp_path):
    train(experiment, 9)
    add(experiment, 6)
    seen = {}
    for _ in range(8):
        train(experiment, 1)
        seen[experiment.run.trainer.step] = state(experiment.run)
    path = tmp_path / "drawn.nnsim"
    project_file.write_work(experiment.work(), path)
    work = project_file.read_work(path)
    again = Experiment(work.project, runs=work.runs)
    assert np.array_equal(work.project.data.source.rows, experiment.project.data.source.rows)
    assert again.timeline.present.moments[0].at >= 9
    assert same(state(again.run), state(experiment.run))
    assert same(state(again.timeline.run_at(14, again.run.prepared)), seen[14])
    train(again, 3)
    train(experiment, 3)
    assert same(state(again.run), state(experiment.run))


def test_a_run_that_was_left_comes_back_from_a_file_with_its_points(experiment, tmp_path):
    train(experiment, 5)
    add(experiment, 6)
    train(experiment, 5)
    left = state(experiment.run)
    experiment.apply(edits.restart)
    add(experiment, 2)
    train(experiment, 3)
    path = tmp_path / "two.nnsim"
    project_file.write_work(experiment.work(), path)
    work = project_file.read_work(path)
    again = Experiment(work.project, runs=work.runs)
    earlier = again.timeline.earlier[0]
    again.open_run(earlier, "run 1")
    assert same(state(again.run), left)
    assert len(again.run.prepared.dataset.inputs) == 46


def test_what_is_found_afterwards_is_found_of_the_points_of_each_moment(experiment):
    train(experiment, 6)
    experiment.apply(lambda project: drawn_edits.set_targets(project, range(40), 1))
    train(experiment, 6)
    prepared = experiment.run.prepared
    moment = next(one for one in experiment.timeline.present.moments if one.at == 5)
    ((_, _, values),) = Lens().read(Piece(moment, (RESULTS,)), prepared, experiment.run)
    there = experiment.timeline.run_at(5, prepared)
    assert not np.array_equal(there.prepared.dataset.targets, prepared.dataset.targets)
    assert values[0, 0] == there.training_loss()


class Drawing(RuleBasedStateMachine):
    """Anything that can be done with points while training goes on; each moment comes back as it was."""

    @initialize(batch_size=st.sampled_from([None, 5, 7]), name=st.sampled_from(["circle", "sine"]))
    def begin(self, batch_size, name):
        self.experiment = own_experiment(batch_size, name)
        self.width = self.experiment.run.prepared.dataset.inputs.shape[1]
        self.seen = {}

    @rule(updates=st.integers(1, 6))
    def train(self, updates):
        for _ in range(updates):
            train(self.experiment, 1)
            self.seen[self.experiment.run.trainer.step] = state(self.experiment.run)

    def edit(self, edit, *arguments):
        self.experiment.apply(lambda project: edit(project, *arguments))

    @rule(count=st.integers(1, 5), dragging=st.booleans())
    def add(self, count, dragging):
        points = np.linspace(-1, 1, count * self.width).reshape(count, self.width)
        self.experiment.apply(lambda project: drawn_edits.add_points(project, points, 0), dragging=dragging)

    @rule(row=st.integers(0, 39))
    def move(self, row):
        if row < self.n_points:
            self.edit(drawn_edits.move_points, [row], np.full((1, self.width), 0.5))

    @rule(row=st.integers(0, 39))
    def delete(self, row):
        if row < self.n_points - 1:
            self.edit(drawn_edits.delete_points, [row])

    @precondition(lambda self: self.experiment.history.undoable is not None)
    @rule()
    def undo(self):
        self.experiment.undo()

    @rule()
    def redo(self):
        self.experiment.redo()

    @property
    def n_points(self):
        return len(self.experiment.run.prepared.dataset.inputs)

    @invariant()
    def stands_where_it_stood(self):
        if self.seen:
            assert same(state(self.experiment.run), self.seen[self.experiment.run.trainer.step])

    def teardown(self):
        if not hasattr(self, "seen"):
            return
        last = self.experiment.run.trainer.step
        for at in sorted(self.seen)[:: max(1, len(self.seen) // 4)]:
            if at <= last:
                run = self.experiment.timeline.run_at(at, self.experiment.run.prepared)
                assert same(state(run), self.seen[at])


TestDrawing = Drawing.TestCase
TestDrawing.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
