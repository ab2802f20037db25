"""What is looked at of a run: planes, lines, fits, counts and samples."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.data.dataset import frozen
from nnsim.data.named import named_data
from nnsim.data.spec import DataSpec, ScalingKind, TableSource
from nnsim.data.tables import Column, Table
from nnsim.engine.spec import Choice, TrainSpec
from nnsim.model.project import Project
from nnsim.model.start import new_project
from nnsim.runs.probes import FIT_POINTS, thinned
from nnsim.runs.run import Run
from tests.runs.test_runs import VIEWS, line_table, regression, toy


def test_plane_has_the_lowest_x2_in_its_first_row_and_the_lowest_x1_in_its_first_column() -> None:
    run = Run(toy("gauss", 3))
    run.train_epochs(5)
    plane = run.snapshot(["plane"]).plane
    assert plane.x == plane.y == (-plane.x[1], plane.x[1])
    side = plane.layers[-1].shape[0]
    steps = np.linspace(*plane.x, side)
    for row, column in ((0, 0), (0, side - 1), (side - 1, 0), (11, 40)):
        point = np.array([[steps[column], steps[row]]])
        assert plane.inputs[row, column].tolist() == point[0].tolist()
        assert plane.layers[-1][row, column, 0] == pytest.approx(run.predict(point)[0, 0], rel=1e-6)
    assert [layer.shape[2] for layer in plane.layers] == [3, 1]


def test_plane_of_answers_too_large_for_single_precision_is_computed_in_that_of_the_network() -> None:
    project = new_project("plane", named_data("plane"), (3, 3), activation=Choice("relu"))
    run = Run(project)
    run.trainer.network.parameters[:] = 1e25
    answers = run.snapshot(["plane"]).plane.layers[-1]
    assert np.isfinite(answers).all()
    assert answers.max() > np.finfo(np.float32).max


def test_plane_of_inputs_far_from_zero_is_as_exact_as_the_network() -> None:
    near = np.linspace(0.0, 1.0, 20)
    columns = (Column("year", "number", 1e7 + near), Column("x", "number", near), Column("y", "number", near))
    data = DataSpec(TableSource(Table("far", columns), ("y",), "regression"), scaling="none")
    run = Run(new_project("far", data, (1,)))
    parameters = run.trainer.network.parameters
    parameters[:3] = 40.0, 0.0, -40.0 * (1e7 + 0.5)  # a step in the middle
    plane = run.snapshot(["plane"]).plane
    steps = np.linspace(*plane.x, 64)
    np.testing.assert_allclose(plane.layers[0][0, :, 0], np.tanh(40.0 * (steps - 1e7 - 0.5)), atol=1e-6)


def test_plane_of_a_large_network_has_coarser_pictures_and_none_of_layers_too_large_for_faces() -> None:
    plane = Run(toy("gauss", 300, 300, 4)).snapshot(["plane"]).plane
    assert [layer.shape for layer in plane.layers] == [(32, 32, 0), (32, 32, 0), (32, 32, 4), (32, 32, 1)]


def test_plane_shows_features_and_scaled_inputs_as_the_network_sees_them() -> None:
    run = Run(toy("circle", 2, inputs=("x1^2", "x1*x2")))
    plane = run.snapshot(["plane"]).plane
    x1, x2 = plane.x[0], plane.y[1]
    assert plane.inputs[-1, 0].tolist() == pytest.approx([x1 * x1, x1 * x2])


def iris(*inputs: str) -> Project:
    return new_project("iris", replace(named_data("iris"), inputs=inputs), (4,))


def test_plane_of_two_columns_of_a_table_has_their_own_ranges_in_the_order_they_were_chosen() -> None:
    columns = named_data("iris").source.table.column_names[:4]
    run = Run(iris(columns[3], columns[2]))
    run.train_epochs(3)
    plane, inputs = run.snapshot(["plane"]).plane, run.prepared.dataset.inputs
    assert inputs.shape[1] == 4
    for (low, high), column in ((plane.x, inputs[:, 3]), (plane.y, inputs[:, 2])):
        assert low < column.min() < column.max() < high
    assert plane.x != plane.y
    side = plane.layers[-1].shape[0]
    for row, column in ((0, 0), (0, side - 1), (30, 7)):
        point = np.zeros((1, 4))
        point[0, 3] = np.linspace(*plane.x, side)[column]
        point[0, 2] = np.linspace(*plane.y, side)[row]
        np.testing.assert_allclose(plane.layers[-1][row, column], run.predict(point)[0], rtol=1e-6)
        np.testing.assert_allclose(plane.inputs[row, column], run.prepared.inputs_of(point)[0], rtol=1e-12)


def test_line_of_one_column_of_a_table_runs_along_that_column() -> None:
    columns = named_data("iris").source.table.column_names[:4]
    run = Run(iris(columns[2]))
    snapshot, column = run.snapshot(VIEWS), run.prepared.dataset.inputs[:, 2]
    assert snapshot.plane is None
    assert snapshot.line.x[0] < column.min() < column.max() < snapshot.line.x[-1]


def test_a_plane_and_a_line_need_columns_of_numbers() -> None:
    fruit = Column("fruit", "category", frozen(np.array([0.0, 1.0] * 4)), ("apple", "pear"))
    numbers = (Column("a", "number", frozen(np.arange(8.0))), Column("y", "number", frozen(np.arange(8.0))))
    source = TableSource(Table("mixed", (fruit, *numbers)), ("y",), "regression")
    for inputs in ((), ("fruit",), ("fruit=apple",)):
        snapshot = Run(new_project("mixed", DataSpec(source, inputs), (2,))).snapshot(VIEWS)
        assert (snapshot.plane, snapshot.line) == (None, None)
    assert Run(new_project("mixed", DataSpec(source, ("a",)), (2,))).snapshot(VIEWS).line is not None


def test_a_toy_keeps_its_square_whichever_features_are_in_use() -> None:
    for inputs in ((), ("x1",), ("x1^2", "x2^2", "x1*x2")):
        plane = Run(toy("circle", 2, inputs=inputs)).snapshot(["plane"]).plane
        assert plane.x == plane.y == (-6.0, 6.0)


@pytest.mark.parametrize("scaling", ["none", "standardize", "minmax"])
def test_fit_tells_true_and_predicted_numbers_in_the_units_of_the_data(scaling: ScalingKind) -> None:
    run = Run(replace(regression(scaling), data=replace(regression(scaling).data, scaling=scaling)))
    run.train_epochs(1)
    fit, dataset = run.snapshot(["fit"]).fit, run.prepared.dataset
    for rows, true, predicted, own in (
        (fit.train_rows, fit.train_true, fit.train_predicted, run.prepared.train_rows),
        (fit.test_rows, fit.test_true, fit.test_predicted, run.prepared.test_rows),
    ):
        assert rows.tolist() == own.tolist()
        np.testing.assert_array_equal(true, dataset.targets[rows])
        np.testing.assert_allclose(predicted, run.predict(dataset.inputs[rows]), rtol=1e-12)


def test_fit_of_very_many_samples_takes_some_at_equal_distances() -> None:
    data = DataSpec(TableSource(line_table(n=20_000), ("y",), "regression"), test_fraction=0.25)
    run = Run(new_project("line", data, ()))
    fit = run.snapshot(["fit"]).fit
    assert (len(fit.train_rows), len(fit.test_rows)) == (FIT_POINTS * 3 // 4, FIT_POINTS // 4)
    assert fit.train_rows[[0, -1]].tolist() == run.prepared.train_rows[[0, -1]].tolist()
    np.testing.assert_allclose(fit.test_predicted, run.predict(run.prepared.dataset.inputs[fit.test_rows]), rtol=1e-9)
    assert thinned(5, 1_000_000).tolist() == [0]
    assert thinned(0, 1_000_000).tolist() == []
    assert thinned(FIT_POINTS, FIT_POINTS).tolist() == list(range(FIT_POINTS))


def test_classes_have_no_fit_and_quantities_no_mistakes() -> None:
    assert Run(toy("circle", 2)).snapshot(VIEWS).fit is None
    assert Run(regression("none")).snapshot(VIEWS).mistakes is None


@pytest.mark.parametrize("kind", ["circle", "blobs"])
def test_mistakes_are_the_rows_that_the_counts_leave_off_the_diagonal(kind: str) -> None:
    run = Run(toy(kind, 2, noise=0.4))
    run.train_epochs(2)
    snapshot, data = run.snapshot(VIEWS), run.prepared
    named = np.array(run.classes_of(run.predict(data.dataset.inputs)))
    wrong = np.flatnonzero(named != np.array(data.dataset.classes)[data.dataset.targets[:, 0].astype(int)])
    assert snapshot.mistakes.train.tolist() == [row for row in data.train_rows if row in wrong]
    assert snapshot.mistakes.test.tolist() == [row for row in data.test_rows if row in wrong]
    assert len(snapshot.mistakes.test) == snapshot.confusion.test.sum() - np.trace(snapshot.confusion.test)


def test_the_sample_view_tells_whether_a_step_by_sample_brought_it() -> None:
    def stepped(run: Run) -> bool:
        return run.snapshot(["sample"]).sample_view.stepped

    run = Run(toy("circle", 2, training=TrainSpec(batch_size=2)))
    assert not stepped(run)
    run.trainer.look_at_sample()
    assert stepped(run)
    assert stepped(Run(replace(run.project, checkpoint=run.checkpoint())))
    run.trainer.look_at_sample()
    assert (run.trainer.looked, run.trainer.step) == (0, 1)
    assert stepped(run)
    run.trainer.advance(1)
    assert not stepped(run)


def test_line_is_in_data_units_and_reaches_beyond_the_samples() -> None:
    run = Run(regression("standardize"))
    run.train_epochs(300)
    line = run.snapshot(["line"]).line
    assert line.x[0] < 0.0
    assert line.x[-1] > 50.0
    np.testing.assert_allclose(line.prediction[:, 0], 1000 * (3 * line.x + 7), rtol=1e-4, atol=1.0)


def test_views_that_the_data_do_not_allow_are_left_out() -> None:
    assert Run(regression("none")).snapshot(VIEWS).plane is None
    assert Run(regression("none")).snapshot(VIEWS).confusion is None
    assert Run(toy("circle", 2)).snapshot(VIEWS).line is None
    assert Run(toy("circle", 2)).snapshot().sample_view is None


def test_sample_view_names_the_row_of_the_data_set() -> None:
    run = Run(toy("circle", 2))
    for _ in range(15):
        run.trainer.look_at_sample()
        view = run.snapshot(["sample"]).sample_view
        assert view.row in run.prepared.train_rows
        np.testing.assert_array_equal(run.prepared.dataset.inputs[view.row], view.inputs)
