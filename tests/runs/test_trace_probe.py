"""A snapshot carries every number of the step that somebody looks at."""

from __future__ import annotations

import numpy as np

from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.trace import Trace, TraceLook
from nnsim.model.start import new_project
from nnsim.runs.run import Run
from nnsim.runs.tracing import trace_samples
from tests.by_hand.one_weight import one_weight


def a_run() -> Run:
    return Run(new_project("circle", DataSpec(ToySource("circle", 30)), (3,)))


def traced(run: Run, look: TraceLook) -> Trace:
    found = run.snapshot({look}).trace
    assert found is not None
    return found


def test_nobody_looks_so_nothing_is_traced() -> None:
    assert a_run().snapshot({"now"}).trace is None


def test_without_more_said_it_is_the_sample_that_was_looked_at_last() -> None:
    run = a_run()
    run.trainer.look_at_sample()
    view = run.snapshot({"sample"}).sample_view
    assert view is not None
    found = traced(run, TraceLook())
    assert found.rows == (view.row,)
    assert found.inputs[0].tolist() == view.inputs.tolist()
    assert found.loss == view.loss


def test_a_sample_that_was_chosen_to_be_seen_is_the_one_in_hand() -> None:
    run = a_run()
    run.trainer.look_at_sample()
    chosen = int(run.prepared.test_rows[2])
    run.view_sample(chosen)
    assert traced(run, TraceLook()).rows == (chosen,)
    assert traced(run, TraceLook((3,))).rows == (3,)
    run.view_sample(None)
    assert traced(run, TraceLook()).rows != (chosen,)


def test_the_batch_that_comes_next_is_the_one_that_the_next_step_uses() -> None:
    run = a_run()
    run.trainer.advance(1)
    found = traced(run, TraceLook(batch=True))
    assert len(found.rows) == len(run.prepared.train_rows) - run.trainer.batch_size
    run.trainer.advance(1)
    weights = run.trainer.network.blocks[0].weights(run.trainer.network.parameters)
    assert found.layers[0].new_parameters.weights.tobytes() == weights.tobytes()


def test_rows_that_went_with_other_data_are_left_out() -> None:
    run = a_run()
    assert traced(run, TraceLook((3, 700, 5))).rows == (3, 5)
    assert traced(run, TraceLook((700,))).rows == (int(run.prepared.train_rows[0]),)


def test_test_samples_can_be_looked_at_too() -> None:
    run = a_run()
    row = int(run.prepared.test_rows[-1])
    assert traced(run, TraceLook((row,))).loss == trace_samples(run, [row]).loss


def test_a_typed_sample_is_scaled_and_labelled_as_those_of_the_data_are() -> None:
    run = a_run()
    data = run.prepared.dataset
    told = traced(run, TraceLook(typed=tuple(data.inputs[4].tolist()), target=tuple(data.targets[4].tolist())))
    known = trace_samples(run, [4])
    assert told.rows == ()
    np.testing.assert_array_equal(told.inputs, known.inputs)
    np.testing.assert_array_equal(told.labels, known.labels)
    assert told.loss == known.loss


def test_a_typed_quantity_is_taken_as_it_is_typed() -> None:
    found = traced(one_weight(), TraceLook(typed=(3.0,), target=(9.0,)))
    assert (found.inputs.item(), found.labels.item(), found.loss) == (3.0, 9.0, 18.0)


def test_what_was_typed_for_other_data_is_passed_over() -> None:
    assert traced(one_weight(), TraceLook(typed=(1.0, 2.0), target=(0.0,))).inputs.item() == 2.0


def test_looking_changes_nothing() -> None:
    run, other = a_run(), a_run()
    traced(run, TraceLook(batch=True))
    run.trainer.advance(3)
    other.trainer.advance(3)
    assert run.trainer.network.parameters.tobytes() == other.trainer.network.parameters.tobytes()
