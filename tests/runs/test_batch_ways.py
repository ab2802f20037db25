"""Batches of one, ten and all from where a run stands: each is what training itself would do with that size."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nnsim.data.spec import DataSpec, ToySource
from nnsim.engine.parameters import Array, learnt
from nnsim.engine.spec import Choice, StopSpec, TrainSpec
from nnsim.model import layer_edits
from nnsim.model.start import new_project
from nnsim.runs import batch_ways
from nnsim.runs.batch_ways import BatchWays
from nnsim.runs.run import Run

STEPS = 12


def trained(learning_rate: float = 0.03, n_samples: int = 60, stop: StopSpec | None = None) -> Run:
    training = TrainSpec(
        optimizer=Choice("momentum"), learning_rate=learning_rate, batch_size=10, stop=stop or StopSpec()
    )
    run = Run(
        new_project("circle", DataSpec(ToySource("circle", n_samples, 0.1), test_fraction=0.3), (3,), training=training)
    )
    run.trainer.advance(7)
    return run


def first_two(parameters: Array) -> Array:
    return parameters[:2]


def whole(run: Run, steps: int = STEPS) -> BatchWays:
    found = BatchWays(run, steps, first_two)
    while not found.is_whole:
        found.advance()
    return found


def test_each_way_is_the_course_of_a_run_with_that_batch_size_to_the_last_bit_and_the_run_is_left_alone() -> None:
    run = trained()
    before = run.checkpoint()
    found = whole(run)
    n_train = len(run.trainer.data.train_inputs)
    assert [way.size for way in found.ways] == [1, 10, n_train]
    for way in found.ways:
        project = run.stamped()
        other = Run(replace(project, training=replace(project.training, batch_size=way.size)))
        points = [first_two(other.trainer.network.parameters.copy())]
        for _ in range(STEPS):
            other.trainer.advance(1)
            points.append(first_two(other.trainer.network.parameters.copy()))
        np.testing.assert_array_equal(way.points, np.array(points))
        assert way.loss == other.training_loss()
    assert run.trainer.step == before.step
    np.testing.assert_array_equal(run.trainer.network.parameters, before.parameters)


def test_small_batches_take_the_longer_way_and_look_at_fewer_samples() -> None:
    one, ten, all_ = whole(trained(), 40).ways
    assert one.detour > ten.detour > all_.detour >= 1.0
    n_train = all_.size
    assert (one.looked, all_.looked) == (40, 40 * n_train)


def test_what_a_normalisation_remembers_makes_no_way_longer() -> None:
    project = trained().stamped()
    normalised = Run(layer_edits.set_normalize(project, 0, True).project)
    mask = learnt(normalised.project.network)
    for way in whole(normalised).ways:
        moments = np.array(way.moments)
        steps = np.diff(moments, axis=0) * mask
        assert way.length == pytest.approx(np.linalg.norm(steps, axis=1).sum())
        assert way.distance == pytest.approx(np.linalg.norm((moments[-1] - moments[0]) * mask))


def test_few_samples_leave_out_the_sizes_that_are_not_there() -> None:
    run = trained(n_samples=12)
    n_train = len(run.trainer.data.train_inputs)
    assert n_train < 10
    assert [way.size for way in whole(run, 2).ways] == [1, n_train]


def test_a_way_ends_before_the_step_that_diverges() -> None:
    training = TrainSpec(Choice("mse"), Choice("sgd"), 1000.0, 10)
    data = DataSpec(ToySource("sine", 60, 0.1), test_fraction=0.3)
    found = whole(Run(new_project("wild", data, (4,), activation=Choice("relu"), training=training)), 40)
    assert all(way.failure is not None and way.loss is None for way in found.ways)
    for way in found.ways:
        assert len(way.points) == way.made + 1 <= 40
        assert np.isfinite(way.points).all()
    assert max(way.length for way in found.ways) > 1e50


def test_a_condition_that_ends_training_does_not_end_the_comparison() -> None:
    found = whole(trained(stop=StopSpec(epochs=1)), 9)
    assert all(way.made == 9 for way in found.ways)


def test_the_end_of_a_way_is_kept_where_a_large_network_keeps_few_of_its_moments(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nnsim.runs.batch_ways.MOST_NUMBERS", 50)
    found = whole(trained())
    for way in found.ways:
        assert len(way.moments) < STEPS
        np.testing.assert_array_equal(first_two(way.moments[-1]), way.points[-1])


def test_copies_are_made_one_in_a_turn_with_the_weights_of_the_beginning() -> None:
    run = trained()
    began = run.trainer.network.parameters.copy()
    found = BatchWays(run, STEPS, first_two)
    assert found.ways == ()
    assert not found.is_whole
    run.trainer.advance(3)
    for count in (1, 2, 3):
        found.advance()
        assert len(found.ways) == count
        assert not any(way.made for way in found.ways)
    for way in found.ways:
        np.testing.assert_array_equal(way.points, [first_two(began)])


def test_a_batch_whose_steps_would_take_too_long_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    run = trained()
    monkeypatch.setattr(batch_ways, "MOST_PRODUCTS", 10 * 9)  # 2·3 + 3·1 weights
    found = whole(run)
    assert [way.size for way in found.ways] == [1, 10]
    assert found.refused[found.n_samples].code == "batch_ways.too_large"
